"""Crosswalks in several states, for the doors."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.utils import timezone

from tests.schemes.crossing import approve, document
from waymark.people.models import User
from waymark.schemes import actions
from waymark.schemes.models import Crosswalk


@dataclass
class Crossing:
    """A draft, one before the committee, and one in force."""

    draft: Crosswalk
    proposed: Crosswalk
    in_force: Crosswalk


def make_crossing(secretary: User, chair: User) -> Crossing:
    """Make all of it."""
    now = timezone.now()

    def begun(slug: str) -> Crosswalk:
        told = document(id=slug, name=f"Pledge {slug}")
        return actions.begin_crosswalk(document=told, by=secretary, at=now)

    proposed = actions.propose_crosswalk(crosswalk=begun("second"), by=secretary, at=now)
    third = approve(begun("third"), desk=secretary, chair=chair, at=now)
    return Crossing(begun("first"), proposed, third)


def sent(slug: str) -> str:
    """What a person pastes."""
    return json.dumps(document(id=slug, name=f"Pledge {slug}"))
