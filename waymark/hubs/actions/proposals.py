"""Proposals: answering a call, and what its secretariat does with a first step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.assessments.actions import intakes
from waymark.assessments.models import Case
from waymark.assessments.rules.case import Permit as CasePermit
from waymark.base.permits import require
from waymark.base.record import ref
from waymark.hubs import data
from waymark.hubs.models import Call
from waymark.hubs.queries import proposals as queries
from waymark.hubs.rules.eligibility import check, first_look
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place
from waymark.schemes.actions import take_in


def begin_taking(call: Call, *, at: datetime) -> None:
    """Take proposals for a call that was published just now, where a global mechanism is there.

    Nothing is taken by criteria that do not ship any more or say no purpose; the call's page says
    then that proposals are sent elsewhere.
    """
    mechanism, rules = queries.assessing(), data.edition_of(call.criteria_sha256)
    if mechanism is None or rules is None or rules != data.newest():
        return
    if call.opens_at is None or call.closes_at is None:
        return
    intakes.make_intake(
        about=ref(call),
        mechanism=mechanism,
        edition=take_in(rules=rules, at=at),
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        at=at,
    )


def end_taking(call: Call, *, at: datetime) -> None:
    """Take no more proposals for a call that was withdrawn; what was handed in goes on."""
    intakes.withdraw_intake(about=ref(call), at=at)


@transaction.atomic
def propose(*, call: Call, place: Place, language: str, by: Any, at: datetime) -> Case:
    """Begin a place's proposal for a call, as a case with its first step.

    Raises NotPermitted, CaseAlreadyOpen, NotOnOffer (withdrawn), Refused (too early, too late,
    not taken here, another language, a leader that the call does not admit).
    """
    require(by, CasePermit.OPEN_CASE, on=place)
    intake = queries.intake_of(call)
    if intake is None:
        raise Refused(Reason("proposal.not_here"))
    if language not in call.languages:
        raise Refused(Reason("proposal.language", {"field": "language"}))
    if queries.leader_of(place) not in call.leaders:
        raise Refused(Reason("proposal.leader", {"field": "place"}))
    return intakes.answer_intake(intake=intake, place=place, language=language, by=by, at=at)


@transaction.atomic
def ask_for_second_step(*, case: Case, until: datetime, by: Any, at: datetime) -> Case:
    """Open the second step of a proposal; until: the last second in which it is taken.

    Raises NotPermitted, Refused (a rule of eligibility that is not met or not answered, a moment
    that has passed).
    """
    require(by, CasePermit.ADMIT_CASE, on=case)
    call = queries.call_of(case)
    if call is None:
        raise Refused(Reason("proposal.not_here"))
    wrong = first_look(check(queries.idea_of(case), queries.admits(call)))
    if wrong:
        raise Refused(Reason("proposal.not_eligible", {"rules": ", ".join(wrong)}))
    return intakes.ask_more(case=case, until=until, by=by, at=at)


@transaction.atomic
def turn_down(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Take a proposal no further after its first step, with a reason that its leader reads.

    Raises NotPermitted, Refused.
    """
    require(by, CasePermit.ADMIT_CASE, on=case)
    if queries.call_of(case) is None:
        raise Refused(Reason("proposal.not_here"))
    return intakes.turn_down(case=case, reason=reason, by=by, at=at)
