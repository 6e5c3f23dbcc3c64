"""The world of these tests: made once, kept by an open transaction, and thrown away at the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone, translation

from tests.security.scripts import Speaker
from tests.security.story import Everything, make_everything


@pytest.fixture(scope="package")
def everything(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Everything]:
    """The world itself; no test of this folder may need a transaction of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_everything(Speaker())
        transaction.set_rollback(True)


@pytest.fixture
def world(everything: Everything, db: None) -> Iterator[Everything]:
    """The world, with everything that the test changes taken back after it."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)  # thousands of refusals are the very thing that is tested
    yield everything
    logger.setLevel(level)
    cache.clear()
    translation.activate("en")
    timezone.deactivate()
