"""A certificate of a country's own mechanism that waits for the global committee's word."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy as apart
from dataclasses import dataclass

from django.utils import timezone

from tests import factories
from tests.library.shelf import make_item
from tests.races import copy
from tests.world import DAY, World
from waymark.assessments.actions.oversight import set_oversight
from waymark.assessments.actions.oversight.quarterly import write_report
from waymark.assessments.models import (
    Consultation,
    ConsultationWord,
    Decision,
    Publication,
)
from waymark.assessments.rules.oversight.quarters import quarter_before
from waymark.assessments.rules.oversight.words import Oversight, Way
from waymark.community.actions.needs import open_need
from waymark.community.actions.requests import send_requests
from waymark.community.models import Need, SupportRequest
from waymark.community.rules.needs import Visible, Wanted
from waymark.community.rules.requests import Provider
from waymark.people.models import Body, User
from waymark.people.rules import BodyKind
from waymark.schemes.models import Mechanism

OFFER = "O901"  # beside the entries of other tests


@dataclass
class Watching:
    """Things of the watch."""

    decision: Decision
    quarter: str
    consultation: Consultation
    need: Need
    request: SupportRequest
    letter: SupportRequest


def make_watching(
    granted: World,
    mechanism: Mechanism,
    chair: User,
    adviser: User,
    say: Callable[[str], str],
) -> Watching:
    """Certify a city abroad as `granted` was, under a rule that asks for a word."""
    assert granted.case is not None
    say = apart(say)  # what is said elsewhere stays what it was
    set_oversight(
        mechanism=mechanism,
        rule=Oversight(Way.EXPRESS, 180),
        reason=say("To begin with."),
        by=chair,
        at=DAY,
    )
    place = factories.make_place(say("Faraway"), country=mechanism.country or "NP")
    case = copy(granted.case, place_id=place.pk, mechanism_id=mechanism.pk)
    given = granted.case.decisions.get(seq=1)
    made = copy(given, case_id=case.pk, item_id=None, sha256="f" * 64)
    Publication.objects.create(decision=made, by=chair, at=timezone.now())
    award = granted.award
    copy(
        award,
        number="WM-2026-FARAWAY",
        decision=f"decision:{made.pk}",
        subject=f"place:{place.pk}",
        subject_name=place.name,
        status_index=award.status_index + 100,  # beside those of other tests
    )
    quarter = quarter_before(timezone.now().date())
    write_report(mechanism=mechanism, quarter=quarter, by=None, at=timezone.now())
    asked = _consultation(granted, adviser, say)
    need = _need(granted, asked.partner, say)
    return Watching(
        made,
        str(quarter),
        asked,
        need,
        _request(granted, Provider(partner=asked.partner_id), say),
        _request(granted, Provider(offer=make_item(OFFER, shelf="offer").code), say),
    )


def _request(granted: World, provider: Provider, say: Callable[[str], str]) -> SupportRequest:
    """The city asks for support, freely."""
    (made,) = send_requests(
        place=granted.place,
        need=None,
        providers=[provider],
        subject=say("Help"),
        text=say("Please."),
        by=granted.signatory,
        at=timezone.now(),
    )
    return made


def _need(granted: World, partner: Body, say: Callable[[str], str]) -> Need:
    """A city has written down what it needs, and shares it with that partner."""
    told = Wanted(
        say("Water pipes"),
        say("They leak."),
        topics=("water",),
        visible=Visible.PARTNERS,
        partners=frozenset({partner.pk}),
    )
    return open_need(
        place=granted.place, told=told, gap=None, by=granted.signatory, at=timezone.now()
    )


def _consultation(granted: World, adviser: User, say: Callable[[str], str]) -> Consultation:
    """A city has asked a partner."""
    assert granted.case is not None
    partner = Body.objects.get(kind=BodyKind.PARTNER, country=None)
    factories.make_seat(partner, user=adviser)
    asked = Consultation.objects.create(
        case=granted.case,
        partner=partner,
        report=granted.case.reports.latest("seq"),
        shared=[],
        asked_by=granted.signatory,
        asked_at=granted.now,
    )
    ConsultationWord.objects.create(
        consultation=asked, side="city", text=say("What now?"), by=granted.signatory, at=granted.now
    )
    return asked
