"""Fixtures for every room's tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Keep SQLite in a file, which threads and other processes see and lock as in earnest."""
    default = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        folder = Path(os.environ["WAYMARK_TEST_DATA"])
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        default["TEST"]["NAME"] = str(folder / f"test-{worker}.sqlite3")
