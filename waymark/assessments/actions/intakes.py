"""Cases that answer a call: opened and handed in in its time, looked at after a first step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.case import CaseAlreadyOpen, NotOnOffer
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.models import Case, CaseEvent, Intake
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.intake import refuse_time
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place
from waymark.places.queries.succession import ended
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import scheme_of


def make_intake(
    *,
    about: str,
    mechanism: Mechanism,
    edition: Edition,
    opens_at: datetime,
    closes_at: datetime,
    at: datetime,
) -> Intake:
    """Take cases from one moment to another, both included, because something calls for them.

    The room whose thing calls has asked for its own permit and records it; `about` refers to it.
    """
    return Intake.objects.create(
        about=about,
        mechanism=mechanism,
        edition=edition,
        opens_at=opens_at,
        closes_at=closes_at,
        made_at=at,
    )


def withdraw_intake(*, about: str, at: datetime) -> None:
    """Take no more cases for what called; those that were handed in go on.

    The room whose thing called has asked for its own permit and records it.
    """
    Intake.objects.filter(about=about, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def answer_intake(*, intake: Intake, place: Place, language: str, by: Any, at: datetime) -> Case:
    """Open a place's case that answers a call, with its first step where the edition has one.

    Raises CaseAlreadyOpen, NotOnOffer (withdrawn), flow.Refused (too early, too late, the place
    has ended).
    """
    require(by, Permit.OPEN_CASE, on=place)
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    if intake.withdrawn_at is not None:
        raise NotOnOffer
    if refused := refuse_time(intake.opens_at, intake.closes_at, at):
        raise Refused(refused)
    if ended(place):
        raise Refused(Reason("case.place_ended"))
    scheme = scheme_of(intake.edition)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                place=place,
                mechanism=intake.mechanism,
                scheme_id=intake.edition.scheme_id,
                edition=intake.edition,
                intake=intake,
                first_step=bool(scheme.first_step),
                hand_in_by=intake.closes_at,
                target_level=scheme.levels[-1].id,
                language=language,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError:
        held = Case.objects.filter(place=place, intake=intake, closed_at=None).first()
        raise CaseAlreadyOpen(held) from None
    CaseEvent.objects.create(case=case, step="open", state=case.state, by=by, at=at)
    facts = {"edition": intake.edition.sha256, "intake": intake.about}
    record("case.opened", case, by=by, at=at, scope=place, facts=facts)
    return case


@transaction.atomic
def ask_more(*, case: Case, until: datetime, by: Any, at: datetime) -> Case:
    """Ask for all that the edition asks, after the first step; until: its last second.

    Raises flow.Refused (a moment that has passed, not a first step), steps.Overtaken.
    """
    require(by, Permit.ADMIT_CASE, on=case)
    case = lock(case)
    if until <= at:
        raise Refused(Reason("case.until_passed", {"field": "until_day"}))
    facts = CaseFacts(first_step=case.first_step)
    case = take(case, "ask_more", facts, by=by, at=at, first_step=False, hand_in_by=until)
    told = {"until": until.isoformat()}
    record("case.more_asked", case, by=by, at=at, scope=case.place, facts=told)
    return case


@transaction.atomic
def turn_down(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Close a case after its first step, with a reason that its city reads.

    Raises flow.Refused, steps.Overtaken.
    """
    require(by, Permit.ADMIT_CASE, on=case)
    case = lock(case)
    facts = CaseFacts(first_step=case.first_step, reason=reason)
    case = take(case, "turn_down", facts, by=by, at=at, note=reason, closed_at=at)
    record("case.turned_down", case, by=by, at=at, scope=case.place, facts={})
    return case
