"""Reminders about certificates: each once, and no dearer for the number of certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import FEW, make_world, neighbour
from waymark.assessments.jobs.life import remind_holders
from waymark.awards.models import Award
from waymark.base.models import Notice

pytestmark = pytest.mark.django_db


def asked(at: Any) -> int:
    """How many queries a run takes that has nothing new to tell."""
    remind_holders(at)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert remind_holders(at) == 0
    return len(queries)


def test_cities_are_reminded_once_in_a_constant_number_of_queries() -> None:
    world = make_world(until="published", criteria=FEW)
    end = world.award.valid_until
    near = end - timedelta(days=60)
    assert remind_holders(near) > 0
    kinds = set(Notice.objects.filter(user=world.signatory).values_list("kind", flat=True))
    assert {"life.renewal_open", "life.ends_soon"} <= kinds
    assert "life.renewal_open" not in set(
        Notice.objects.filter(user=world.editor).values_list("kind", flat=True)
    )
    with_one = asked(near)
    others = [neighbour(world, until="published") for _ in range(2)]
    assert Award.objects.count() == 3
    assert remind_holders(near) > 0, "the new ones are told"
    assert asked(near) == with_one == 5
    told = Notice.objects.filter(user=others[1].signatory, kind="life.ends_soon")
    assert told.count() == 1


def test_long_before_the_end_nobody_is_told_of_it() -> None:
    world = make_world(until="published", criteria=FEW)
    remind_holders(world.award.valid_from)
    assert not Notice.objects.filter(kind__in=("life.renewal_open", "life.ends_soon")).exists()
