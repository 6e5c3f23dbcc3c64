"""A certificate of a country's own mechanism that waits for the global committee's word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests import factories
from tests.races import copy
from tests.world import DAY, World
from waymark.assessments.actions.oversight import set_oversight
from waymark.assessments.actions.oversight.quarterly import write_report
from waymark.assessments.models import Decision, Publication
from waymark.assessments.rules.oversight.quarters import quarter_before
from waymark.assessments.rules.oversight.words import Oversight, Way
from waymark.people.models import User
from waymark.schemes.models import Mechanism


@dataclass
class Watching:
    """Things of the watch."""

    decision: Decision
    quarter: str


def make_watching(
    granted: World, mechanism: Mechanism, chair: User, say: Callable[[str], str]
) -> Watching:
    """Certify a city abroad as `granted` was, under a rule that asks for a word."""
    assert granted.case is not None
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
        status_index=award.status_index + 1,
    )
    quarter = quarter_before(timezone.now().date())
    write_report(mechanism=mechanism, quarter=quarter, by=None, at=timezone.now())
    return Watching(made, str(quarter))
