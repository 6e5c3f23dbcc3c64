"""Asking a committee whether a certificate stays with the legal successor of its city."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions.chain import publish_at_once, ties
from waymark.assessments.actions.intent import intent_of
from waymark.assessments.actions.life.common import carry_conditions, of_case, refuse_label, words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Decision, Inheritance
from waymark.assessments.queries.life.held import given_by
from waymark.assessments.queries.life.inheriting import award_asked, end_of, facts_of, place_of
from waymark.assessments.rules.case import DecisionKind, Permit
from waymark.assessments.rules.life.inheritance import refuse_inheriting
from waymark.awards.actions import end_award, hand_award_on, intend_award
from waymark.awards.models import Award
from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place


@transaction.atomic
def ask_inheritance(
    *, case: Case, award: Award, successor: Place, grounds: str, by: Any, at: datetime
) -> Inheritance:
    """Ask whether a certificate stays with a named legal successor of the city that ended.

    What was asked before and is on no agenda is taken back by it. Raises BadAnswer without
    grounds, flow.Refused where the city has not ended, the place named follows on it in no way,
    or the certificate is not valid.
    """
    require(by, Permit.ASK_INHERITANCE, on=given_by(award, case))
    case = lock(case)
    grounds = words("grounds", grounds, "inheritance.grounds")
    of_case(award, case)
    refuse_label(award)
    found = list(refuse_inheriting(facts_of(award, successor.pk, at)))
    if ties(by, case, at):
        found.append(Reason("decision.recused"))
    place = place_of(award)
    ended = end_of(place) if place else None
    if found or ended is None:
        raise Refused(*(found or [Reason("inheritance.not_ended")]))
    Inheritance.objects.filter(award=ref(award), closed_at=None).update(closed_at=at)
    row = Inheritance.objects.create(
        case=case,
        award=ref(award),
        succession=ended.row,
        successor=successor,
        grounds=grounds,
        asked_by=by,
        asked_at=at,
    )
    facts = {"award": award.pk, "successor": successor.pk}
    record("inheritance.asked", row, by=by, at=at, scope=case, facts=facts)
    return row


def settle_inheritance(
    row: Inheritance, decision: Decision, *, by: Any, at: datetime
) -> dict[str, Any]:
    """Let the vote take effect, of a locked meeting and case; at once, and in public.

    A certificate that stays is given anew and names the successor: what is signed names the city
    that ended, and can't be mended. Return what the record says of it.
    """
    award = award_asked(row)
    told = {"reason": decision.reasons, "decision": ref(decision), "by": by, "at": at}
    facts = publish_at_once(decision, by=by, at=at)
    if decision.kind == DecisionKind.HAND_ON:
        intent = intent_of(decision, at)
        intend_award(issuer=award.issuer, intent=intent, by=by, at=at)
        hand_award_on(award=award, **told)
        given = row.case.decisions.get(pk=award.decision.partition(":")[2])
        carry_conditions(given, decision, by=by, at=at)
    else:
        end_award(award=award, **told)
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    return facts
