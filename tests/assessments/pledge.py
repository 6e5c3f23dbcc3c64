"""A city that holds a result of a made-up scheme, for tests of what it brings from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.schemes.crossing import in_force
from tests.world import World, make_world
from waymark.assessments.actions import evidence, recognised
from waymark.assessments.models import EvidenceItem, RecognisedResult
from waymark.assessments.queries.recognised import preview
from waymark.schemes.models import Crosswalk

CRITERIA = ("A01", "A02", "A03", "A04")


@dataclass
class Pledge:
    """The city's world with a crosswalk in force and the certificate among its evidence."""

    world: World
    crosswalk: Crosswalk
    item: EvidenceItem

    def named(self, level: str = "full", **more: Any) -> RecognisedResult:
        """A result that is named."""
        told = {"reference": "HP-7", "awarded_on": date(2026, 1, 5), "valid_until": None} | more
        assert self.world.case is not None
        return recognised.name_result(
            case=self.world.case,
            crosswalk=self.crosswalk,
            told=recognised.Named(level, **told),
            evidence=self.item,
            by=self.world.editor,
            at=self.world.later(),
        )

    def take(self, result: RecognisedResult, *criteria: str) -> tuple[str, ...]:
        """Take over what it fills in: all, or some."""
        at = self.world.later()
        told = preview(result, at)
        return recognised.take_over(
            result=result,
            criteria=criteria or [one.criterion for one in told.fills],
            expected=told.fingerprint,
            by=self.world.editor,
            at=at,
        )

    def undo(self, result: RecognisedResult) -> tuple[str, ...]:
        """Put it back."""
        return recognised.undo_result(result=result, by=self.world.editor, at=self.world.later())


def make_pledge(criteria: tuple[str, ...] = CRITERIA, **more: Any) -> Pledge:
    """Make all of it; more: other members of the crosswalk's document."""
    world = make_world(criteria=criteria)
    crosswalk = in_force(desk=world.secretary, chair=world.chair, at=world.later(), **more)
    assert world.case is not None
    item = evidence.add_evidence(
        case=world.case,
        details=evidence.Details(
            title="Certificate of the pledge",
            kind="policy_document",
            effective_on=date(2026, 1, 5),
        ),
        content=evidence.Content(url="https://pledge.example/hp-7"),
        links={},
        by=world.editor,
        at=world.later(),
    )
    return Pledge(world, crosswalk, item)
