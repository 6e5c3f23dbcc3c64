"""Roles on the register of trainers."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.learning.models.trainers import Trainer
from waymark.learning.rules.trainers import TABLE
from waymark.people.queries import is_secretary
from waymark.people.rules import Role

permits.register("learning", TABLE)


@permits.roles_on(Trainer)
def on_trainer(viewer: Any, trainer: Trainer) -> frozenset[str]:
    """The secretariat's seat."""
    return frozenset({Role.SECRETARIAT}) if is_secretary(viewer) else frozenset()
