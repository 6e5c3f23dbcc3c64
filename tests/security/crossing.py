"""Crosswalks in several states and a result that a city names, for the doors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from tests.schemes.crossing import approve, document
from tests.world import World
from waymark.assessments.actions import recognised
from waymark.assessments.models import EvidenceItem, RecognisedResult
from waymark.schemes import actions
from waymark.schemes.models import Crosswalk


@dataclass
class Crossing:
    """A draft, one before the committee, and one in force."""

    draft: Crosswalk
    proposed: Crosswalk
    in_force: Crosswalk
    result: RecognisedResult  # named by the city under review


def make_crossing(story: World, item: EvidenceItem, say: Callable[[str], str]) -> Crossing:
    """Make all of it."""
    now, secretary, chair = timezone.now(), story.secretary, story.chair

    def begun(slug: str) -> Crosswalk:
        told = document(id=slug, name=f"Pledge {slug}")
        return actions.begin_crosswalk(document=told, by=secretary, at=now)

    proposed = actions.propose_crosswalk(crosswalk=begun("second"), by=secretary, at=now)
    third = approve(begun("third"), desk=secretary, chair=chair, at=now)
    assert story.case is not None
    result = recognised.name_result(
        case=story.case,
        crosswalk=third,
        told=recognised.Named("full", say("HP-7"), now.date()),
        evidence=item,
        by=story.editor,
        at=now,
    )
    return Crossing(begun("first"), proposed, third, result)


def sent(slug: str) -> str:
    """What a person pastes."""
    return json.dumps(document(id=slug, name=f"Pledge {slug}"))
