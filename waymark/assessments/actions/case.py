"""Opening and withdrawing a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.meeting.changing import leave_agenda
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.models import Case, CaseEvent
from waymark.assessments.queries.life.held import LIVE, held_by
from waymark.assessments.queries.life.terms import terms_of
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.life.renewing import Holding, kind_of_case
from waymark.awards.rules.lifecycle import AwardState
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.places.models import Place
from waymark.places.queries.succession import ended
from waymark.schemes.models import Edition, Mechanism
from waymark.schemes.queries import mechanism_for, scheme_of
from waymark.schemes.rules.purpose import Purpose


class CaseAlreadyOpen(Exception):
    """The place has an open case under this mechanism and scheme; it is in `case`."""

    def __init__(self, case: Case | None) -> None:
        super().__init__("case already open")
        self.case = case


class NotOnOffer(Exception):
    """The edition is not published here, certifies nobody, has no such level, or serves others."""


@transaction.atomic
def open_case(
    *,
    place: Place,
    mechanism: Mechanism,
    edition: Edition,
    target_level: str,
    language: str,
    by: Any,
    at: datetime,
) -> Case:
    """Open a place's case for a level: its first, a renewal or an upgrade.

    Raises CaseAlreadyOpen, NotOnOffer, flow.Refused where it is too early to renew or the place has
    ended.
    """
    require(by, Permit.OPEN_CASE, on=place)
    levels = {level.id for level in scheme_of(edition).levels}
    if edition.state != Edition.State.PUBLISHED or target_level not in levels:
        raise NotOnOffer
    if edition.scheme.purpose != Purpose.CERTIFICATE:
        raise NotOnOffer
    if mechanism_for(by, place.country_id) != mechanism:
        raise NotOnOffer
    if ended(place):
        raise Refused(Reason("case.place_ended"))
    if edition.adaptation and edition.adaptation.mechanism_id != mechanism.pk:
        raise NotOnOffer
    kind = _kind(place, mechanism, edition, target_level, at)
    key = {"place": place, "mechanism": mechanism, "scheme_id": edition.scheme_id}
    try:
        with transaction.atomic():
            case = Case.objects.create(
                **key,
                edition=edition,
                kind=kind,
                target_level=target_level,
                language=language,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError:
        raise CaseAlreadyOpen(Case.objects.filter(**key, closed_at__isnull=True).first()) from None
    CaseEvent.objects.create(case=case, step="open", state=case.state, by=by, at=at)
    record(
        "case.opened",
        case,
        by=by,
        at=at,
        scope=place,
        facts={"edition": edition.sha256, "level": target_level, "mechanism": mechanism.slug},
    )
    return case


def _kind(place: Place, mechanism: Mechanism, edition: Edition, level: str, at: datetime) -> str:
    """Return what the case is with regard to what the place holds. Raises Refused."""
    holdings = [
        Holding(
            level=one.award.level,
            valid_until=one.award.valid_until,
            ended=one.state not in LIVE | {AwardState.EXPIRED},
            lasts=one.state in LIVE,
        )
        for one in held_by(place, edition.scheme_id, at)
    ]
    levels = [one.id for one in scheme_of(edition).levels]
    terms = terms_of(mechanism)
    kind, refused = kind_of_case(holdings, level, levels, terms, on=at.date())
    if refused is not None:
        raise Refused(refused)
    return kind


@transaction.atomic
def change_target(*, case: Case, target_level: str, by: Any, at: datetime) -> Case:
    """Aim for another level while the case is still a draft.

    Raises NotOnOffer where the level is unknown or the case has been handed in, flow.Refused
    where it is too early to renew it.
    """
    require(by, Permit.OPEN_CASE, on=case.place)
    case = lock(case)
    if (
        case.intake_id
        or case.state != "draft"
        or target_level not in {level.id for level in scheme_of(case.edition).levels}
    ):
        raise NotOnOffer
    case.kind = _kind(case.place, case.mechanism, case.edition, target_level, at)
    case.target_level = target_level
    case.save(update_fields=["kind", "target_level"])
    record(
        "case.target_changed",
        case,
        by=by,
        at=at,
        scope=case.place,
        facts={"level": target_level},
    )
    return case


@transaction.atomic
def withdraw_case(*, case: Case, reason: str, by: Any, at: datetime) -> Case:
    """Take a case back before it is decided; everything in it stays readable to the city.

    Raises flow.Refused without a reason or after the decision.
    """
    require(by, Permit.WITHDRAW_CASE, on=case)
    case = lock(case)
    case = take(case, "withdraw", CaseFacts(reason=reason), by=by, at=at, note=reason, closed_at=at)
    case.assignments.filter(ended_at__isnull=True).update(state="closed", ended_at=at)
    leave_agenda(case, at=at)
    record("case.withdrawn", case, by=by, at=at, scope=case.place, facts={})
    return case
