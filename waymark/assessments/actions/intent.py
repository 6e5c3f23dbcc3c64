"""What a decision gives a city, as the award that is going to be signed says it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from waymark.assessments.models import Decision
from waymark.assessments.queries.life.held import decided_under
from waymark.assessments.queries.life.inheriting import award_asked, holder_of
from waymark.assessments.queries.report import document_of
from waymark.assessments.reporting.imported import recognised_words
from waymark.assessments.rules.case import DecisionKind
from waymark.awards.actions import Intent
from waymark.awards.rules import Deviation
from waymark.base.record import ref
from waymark.schemes.queries import scheme_of
from waymark.schemes.rules import Scheme
from waymark.schemes.wording import deviation_words


def intent_of(decision: Decision, at: datetime) -> Intent:
    """Return what a decision gives, in the words of the place and the scheme as they are now."""
    case = decision.case
    scheme, place = scheme_of(case.edition), holder_of(decision)
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
            f"{_decided_by(decision)}{_recognised(decision)}{_handed_on(decision)}"
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
        replaces=_replaced(decision),
    )


def _decided_by(decision: Decision) -> str:
    """Say which committee decided, where it was not the mechanism's own."""
    by, own = decided_under(decision), decision.case.mechanism
    if by.pk == own.pk:
        return ""
    return (
        f" Decided by the committee of {by.name.get('en', by.slug)} in place of that of "
        f"{own.name.get('en', own.slug)}, which had too few members without a tie to the city."
    )


def _recognised(decision: Decision) -> str:
    """Say which criteria rest on results of other schemes that reviewers confirmed."""
    report = decision.report
    return recognised_words(document_of(report)) if report is not None else ""


def _replaced(decision: Decision) -> str:
    """Return the number of the certificate that a successor's one stands in for, or ""."""
    item = decision.item if decision.kind == DecisionKind.HAND_ON else None
    return award_asked(item.inheritance).number if item and item.inheritance else ""


def _handed_on(decision: Decision) -> str:
    """Say of a successor's certificate which city had met the criteria."""
    item = decision.item if decision.kind == DecisionKind.HAND_ON else None
    if item is None or item.inheritance is None:
        return ""
    was = decision.case.place.name
    return (
        f" They were met by {was.get('en') or next(iter(was.values()))}, which became part of it or"
        " was divided; the committee decided that the certificate stays with it as the legal"
        " successor."
    )


def _deviations(scheme: Scheme) -> tuple[Deviation, ...]:
    """What a national adaptation endorsed to be otherwise: it stands on the certificate."""
    laid = scheme.adaptation
    return (
        tuple(Deviation(found.criterion, deviation_words(found, "en")) for found in laid.deviations)
        if laid
        else ()
    )
