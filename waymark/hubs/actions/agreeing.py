"""The agreement between the secretariat and the place that leads a hub, and the label."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction

from waymark.assessments.actions.intent import intent_of
from waymark.assessments.models import Case
from waymark.awards.actions import intend_award
from waymark.awards.rules.lifecycle import AwardKind
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.hubs.actions.calls import cleaned
from waymark.hubs.models import Agreement, AgreementAnswer, Hub
from waymark.hubs.queries import hubs as queries
from waymark.hubs.queries.proposals import call_of
from waymark.hubs.rules.agreeing import Terms, document_of, refuse, refuse_accepting, terms_in
from waymark.hubs.rules.life import HUB, HubFacts, HubState
from waymark.hubs.rules.permits import Permit
from waymark.kernel import canonical
from waymark.kernel.flow import Reason, Refused

MOST_WORDS = 2_000


def locked(hub: Hub) -> Hub:
    """Return a hub as it is now, its row locked until the transaction ends."""
    rows = Hub.objects.select_for_update(of=("self",)).select_related("case", "place")
    return rows.defer("place__boundary").get(pk=hub.pk)


@transaction.atomic
def begin_hub(*, case: Case, by: Any, at: datetime) -> Hub:
    """Begin the hub of a proposal that was accepted, and its agreement as the proposal has it.

    Calling again gives the hub that is there. Raises NotPermitted, Refused (not accepted, or its
    proposal lacks what an agreement needs).
    """
    require(by, Permit.KEEP_HUB, on=Hub(case=case, place=case.place))
    case = (
        Case.objects.select_for_update(of=("self",))
        .select_related("place", "intake")
        .get(pk=case.pk)
    )
    held = Hub.objects.filter(case=case).first()
    if held is not None:
        return held
    call, terms = call_of(case), queries.proposed(case)
    if call is None or queries.acceptance(case) is None:
        raise Refused(Reason("hub.not_accepted"))
    if terms is None:
        raise Refused(Reason("hub.no_proposal"))
    said = queries.initiative(case)
    hub = Hub.objects.create(
        case=case,
        call=call,
        place=case.place,
        original=case.language,
        title={case.language: terms.title},
        story={case.language: str(said.get("idea", ""))},
        goals=tuple(str(goal) for goal in said.get("goals", ())),
        axis=said.get("axis", ""),
        topic=said.get("topic", ""),
        starts=terms.starts,
        ends=terms.ends,
        made_by=by,
        made_at=at,
    )
    record("hub.begun", hub, by=by, at=at, scope=case.place, facts={"case": case.pk})
    return hub


@transaction.atomic
def offer_agreement(*, hub: Hub, terms: Terms, by: Any, at: datetime) -> Agreement:
    """Offer a version of the agreement; who offers it signs for the secretariat.

    A version that nobody has answered is replaced by it. Raises NotPermitted, Refused (with all
    that is wrong, agreed already).
    """
    require(by, Permit.KEEP_HUB, on=hub)
    hub = locked(hub)
    if hub.state != HubState.ACCEPTED:
        raise Refused(Reason("flow.not_from_here"))
    if queries.agreed(hub) is not None:
        raise Refused(Reason("agreement.stands"))
    if wrong := refuse(terms):
        raise Refused(*wrong)
    document = canonical.dumps(document_of(terms)).decode()
    row = Agreement.objects.create(
        hub=hub,
        seq=hub.agreements.count() + 1,
        document=document,
        sha256=canonical.digest(document_of(terms)),
        offered_by=by,
        offered_at=at,
    )
    hub.starts, hub.ends = terms.starts, terms.ends
    hub.title = hub.title | {hub.original: terms.title}
    hub.save(update_fields=["starts", "ends", "title"])
    facts = {"hub": hub.pk, "seq": row.seq, "sha256": row.sha256}
    record("hub.agreement_offered", row, by=by, at=at, scope=hub.place, facts=facts)
    return row


@transaction.atomic
def answer_agreement(
    *, agreement: Agreement, expected: str, accepted: bool, words: str, by: Any, at: datetime
) -> AgreementAnswer:
    """Say yes to a version for the place that leads, or what should be different.

    `expected` is the hash that the signatory was shown. Raises NotPermitted, Refused (a newer
    version, answered already, the hub would have begun, no words with a no).
    """
    require(by, Permit.SIGN_HUB, on=agreement.hub)
    hub = locked(agreement.hub)
    newest = hub.agreements.latest("seq")
    if newest.pk != agreement.pk or newest.sha256 != expected:
        raise Refused(Reason("agreement.newer"))
    if AgreementAnswer.objects.filter(agreement=newest).exists():
        raise Refused(Reason("agreement.answered"))
    said = cleaned("words", words, MOST_WORDS)
    if not accepted and not said:
        raise Refused(Reason("agreement.no_words", {"field": "words"}))
    terms = terms_in(canonical.loads(newest.document.encode(), max_bytes=1 << 20))
    if accepted and (late := refuse_accepting(terms, at.date())):
        raise Refused(late)
    row = AgreementAnswer.objects.create(
        agreement=newest, accepted=accepted, words=said, by=by, at=at
    )
    facts = {"hub": hub.pk, "accepted": accepted, "sha256": newest.sha256}
    record("hub.agreement_answered", newest, by=by, at=at, scope=hub.place, facts=facts)
    return row


@transaction.atomic
def give_label(*, hub: Hub, by: Any, at: datetime) -> Hub:
    """Give the label: an award of the mechanism that accepted it, to the last day agreed on.

    Raises NotPermitted, Refused (not agreed).
    """
    require(by, Permit.KEEP_HUB, on=hub)
    hub = locked(hub)
    agreement, decision = queries.agreed(hub), queries.acceptance(hub.case)
    step = HUB.step("label", hub.state, HubFacts(agreed=agreement is not None))
    if agreement is None or decision is None:
        raise Refused(Reason("hub.not_agreed"))
    until = datetime.combine(hub.ends + timedelta(days=1), time(), tzinfo=UTC)
    title = str(hub.title.get(hub.original, ""))
    intent = intent_of(decision, at)
    intent = replace(
        intent,
        kind=AwardKind.LABEL,
        title=f"{intent.title}: {title}",
        description=(
            f"{intent.subject_name.get('en') or intent.subject_slug} leads the initiative "
            f"“{title}” from {hub.starts.isoformat()} to {hub.ends.isoformat()}. It was accepted "
            f"as a hub by the criteria of edition {intent.scheme_version}; deliverables and "
            f"partners are agreed (SHA-256 {agreement.sha256})."
        ),
        valid_until=until,
    )
    award = intend_award(issuer=hub.case.mechanism.issuer, intent=intent, by=by, at=at)
    hub.state, hub.award, hub.labelled_at = step.target, ref(award), at
    hub.save(update_fields=["state", "award", "labelled_at"])
    facts = {"award": award.pk, "agreement": agreement.sha256}
    record("hub.labelled", hub, by=by, at=at, scope=hub.place, facts=facts)
    return hub


@transaction.atomic
def end_hub(*, hub: Hub, reason: str, by: Any, at: datetime) -> Hub:
    """Close a hub whose last day has passed, or give one up before its label, with a reason.

    Raises NotPermitted, Refused.
    """
    require(by, Permit.KEEP_HUB, on=hub)
    hub, why = locked(hub), cleaned("reason", reason, MOST_WORDS)
    name = "give_up" if hub.state == HubState.ACCEPTED else "close"
    reported = hub.reports.filter(final=True, handed_in_at__isnull=False).exists()
    facts = HubFacts(reason=why, over=at.date() > hub.ends, reported=reported)
    hub.state, hub.why, hub.ended_at = HUB.step(name, hub.state, facts).target, why, at
    hub.save(update_fields=["state", "why", "ended_at"])
    record(f"hub.{hub.state}", hub, by=by, at=at, scope=hub.place, facts={})
    return hub
