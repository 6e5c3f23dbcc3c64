"""Fixtures of this room's tests."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_tries_counted_yet(request: pytest.FixtureRequest) -> None:
    """Forget tries that were counted in another test: the cache outlives a test's rows."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None:
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    cache.clear()
