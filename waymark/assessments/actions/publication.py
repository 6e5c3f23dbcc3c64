"""Publishing a meeting's decisions in one batch, and intending the awards they give."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.db import transaction

from waymark.assessments.actions.steps import lock, lock_meeting, take
from waymark.assessments.models import Decision, Meeting, Publication
from waymark.assessments.rules.case import AssignmentState, DecisionKind, Permit
from waymark.assessments.rules.flows import MEETING, CaseFacts, MeetingFacts
from waymark.awards.actions import Intent, intend_award
from waymark.awards.rules import Deviation
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Scheme
from waymark.schemes.wording import deviation_words


def _intent(decision: Decision, at: datetime) -> Intent:
    case = decision.case
    scheme, place = scheme_of(case.edition), case.place
    level = next(level for level in scheme.levels if level.id == decision.level)
    name = place.name.get("en") or next(iter(place.name.values()))
    title = scheme.title.get("en", scheme.id)
    stages = ", ".join(
        stage.name.get("en", stage.id) for stage in scheme.stages if stage.id in level.stages
    )
    assert decision.valid_until is not None, "a grant has an end, see decide_item"
    return Intent(
        decision=ref(decision),
        subject=ref(place),
        subject_slug=place.slug,
        subject_name=dict(place.name),
        place_kind=place.kind,
        country=place.country_id,
        title=f"{title}: {level.name.get('en', level.id)}",
        description=(
            f"{name} has met the criteria of the level {level.name.get('en', level.id)} of the "
            f"scheme {title}, edition {scheme.version}, as reviewed independently."
        ),
        level=level.id,
        level_name=dict(level.name),
        stage=level.stages[-1],
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        scheme_hash=scheme.hash,
        report_hash=decision.report_sha256,
        criteria=f"Every mandatory criterion of: {stages}.",
        valid_from=at,
        valid_until=datetime.combine(decision.valid_until, time(), tzinfo=UTC),
        fictional=place.fictional,
        deviations=_deviations(scheme),
    )


def _deviations(scheme: Scheme) -> tuple[Deviation, ...]:
    """What a national adaptation endorsed to be otherwise: it stands on the certificate."""
    laid = scheme.adaptation
    return (
        tuple(Deviation(found.criterion, deviation_words(found, "en")) for found in laid.deviations)
        if laid
        else ()
    )


def _publish(decision: Decision, *, by: Any, at: datetime) -> None:
    Publication.objects.create(decision=decision, by=by, at=at)
    case = lock(decision.case)
    if decision.kind == DecisionKind.GRANT:
        intend_award(issuer=case.mechanism.issuer, intent=_intent(decision, at), by=by, at=at)
    if case.state == "decided":
        take(case, "close", CaseFacts(), by=by, at=at, closed_at=at)
        case.assignments.filter(ended_at__isnull=True).update(
            state=AssignmentState.CLOSED, ended_at=at
        )
    record(
        "decision.published",
        decision,
        by=by,
        at=at,
        scope=case.place,
        facts={"case": case.pk, "kind": decision.kind, "sha256": decision.sha256},
    )


@transaction.atomic
def publish_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Make all decisions of a closed meeting public at once; grants become awards.

    Raises flow.Refused before the meeting is closed or when it has been published.
    """
    require(by, Permit.PUBLISH_DECISIONS, on=meeting)
    meeting = lock_meeting(meeting)
    meeting.state = MEETING.step("publish", meeting.state, MeetingFacts()).target
    meeting.save(update_fields=["state"])
    decisions = Decision.objects.filter(item__meeting=meeting, publication__isnull=True)
    for decision in decisions.select_related("case__place", "case__edition").order_by(
        "item__order"
    ):
        _publish(decision, by=by, at=at)
    record("meeting.published", meeting, by=by, at=at, scope=meeting.mechanism, facts={})
    return meeting
