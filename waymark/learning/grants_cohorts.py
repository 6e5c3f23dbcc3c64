"""Roles on cohorts."""

from __future__ import annotations

from typing import Any

from waymark.base import permits
from waymark.learning.models.cohorts import Cohort
from waymark.learning.rules.cohorts import TABLE

permits.register("learning", TABLE)


@permits.roles_on(Cohort)
def on_cohort(viewer: Any, cohort: Cohort) -> frozenset[str]:
    """The publisher's people, the secretariat's seat, and the trainers who said yes."""
    from waymark.learning.queries.cohorts import roles

    return roles(viewer, cohort)
