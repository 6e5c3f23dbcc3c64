"""Asking a partner of the mechanism about gaps, answering, and closing the matter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.life.common import words
from waymark.assessments.actions.steps import lock
from waymark.assessments.models import Case, Consultation, ConsultationWord
from waymark.assessments.queries import consulting as queries
from waymark.assessments.queries.standing import standing
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.consulting import Side, refuse_asking
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.people.actions import note_advice
from waymark.people.models import Body
from waymark.people.rules import Role


@transaction.atomic
def ask_partner(
    *, case: Case, partner: Body, criteria: Collection[str], question: str, by: Any, at: datetime
) -> Consultation:
    """Put a question to a partner, and share the gaps that were chosen, as the report has them.

    Raises BadAnswer without a question, flow.Refused.
    """
    require(by, Permit.ASK_PARTNER, on=case)
    question = words("question", question, "consult.no_question")
    case = lock(case)
    report, gaps = queries.last_report(case), queries.lacking(case)
    refused = refuse_asking(
        set(criteria),
        [gap.criterion for gap in gaps],
        serves=queries.partners_of(case.mechanism).filter(pk=partner.pk).exists(),
        open_already=Consultation.objects.filter(
            case=case, partner=partner, closed_at=None
        ).exists(),
    )
    if refused:
        raise Refused(*refused)
    assert report is not None  # else it has no gaps
    chosen = set(criteria)
    try:
        with transaction.atomic():
            made = Consultation.objects.create(
                case=case,
                partner=partner,
                report=report,
                shared=[gap.document() for gap in gaps if gap.criterion in chosen],
                asked_by=by,
                asked_at=at,
            )
    except IntegrityError:
        raise Refused(Reason("consult.open_already")) from None
    ConsultationWord.objects.create(consultation=made, side=Side.CITY, text=question, by=by, at=at)
    facts = {"partner": partner.pk, "gaps": len(made.shared)}
    record("consultation.asked", made, by=by, at=at, scope=case, facts=facts)
    return made


def _locked(row: Consultation) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",))
    found = rows.select_related("case__mechanism", "case__place").get(pk=row.pk)
    if found.closed_at is not None:
        raise Refused(Reason("consult.closed"))
    return found


def _side(row: Consultation, by: Any, at: datetime) -> Side:
    """Return for whom somebody speaks; a partner's words are advice, and tie her to the city.

    Raises flow.Refused where she had a part in judging the case.
    """
    if Role.PARTNER not in queries.roles(by, row, at):
        return Side.CITY
    known = standing(by, row.case)
    at_work = row.case.assignments.filter(reviewer=by, ended_at=None).exists()
    if known.reviewed or known.decided or at_work:
        raise Refused(Reason("consult.judges"))
    note_advice(place=row.case.place, by=by, at=at)
    return Side.PARTNER


@transaction.atomic
def say_on(*, consultation: Consultation, text: str, by: Any, at: datetime) -> ConsultationWord:
    """Say something in a consultation that is open. Raises BadAnswer where empty, flow.Refused."""
    require(by, Permit.SPEAK_WITH_PARTNER, on=consultation)
    text = words("text", text, "consult.nothing_said")
    row = _locked(consultation)
    said = ConsultationWord.objects.create(
        consultation=row, side=_side(row, by, at), text=text, by=by, at=at
    )
    facts = {"side": said.side, "word": said.pk}
    record("consultation.said", row, by=by, at=at, scope=row.case, facts=facts)
    return said


@transaction.atomic
def close_consultation(
    *, consultation: Consultation, note: str, by: Any, at: datetime
) -> Consultation:
    """Close it with a note that both sides read. Raises BadAnswer without one, flow.Refused."""
    require(by, Permit.SPEAK_WITH_PARTNER, on=consultation)
    note = words("text", note, "consult.nothing_said")
    row = _locked(consultation)
    side = _side(row, by, at)
    closed = Consultation.objects.filter(pk=row.pk, closed_at=None)
    if not closed.update(closed_at=at, closed_by=by):
        raise Refused(Reason("consult.closed"))
    ConsultationWord.objects.create(
        consultation=row, side=side, text=note, closing=True, by=by, at=at
    )
    record("consultation.closed", row, by=by, at=at, scope=row.case, facts={"side": side})
    row.refresh_from_db()
    return row
