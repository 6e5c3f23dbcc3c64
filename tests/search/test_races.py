"""Two workers hand in entries at once: each word that is known stays counted."""

from __future__ import annotations

import pytest

from tests.races import ROUNDS, race
from waymark.search import store
from waymark.search.models import KnownWord, Slip
from waymark.search.rules import PUBLIC, Entry, Text

pytestmark = pytest.mark.django_db(transaction=True)


def entry(key: str, title: str) -> Entry:
    return Entry(f"tool:{key}", "tool", f"/{key}/", {"en": Text(title, "", "")}, (PUBLIC,))


def test_two_workers_count_no_word_off() -> None:
    """The totals don't change here, so nothing but the words themselves makes one wait."""
    for number in range(ROUNDS):
        store.keep([entry("one", "Quartz"), entry("two", "Marble"), entry("old", "Basalt")])
        race(
            lambda: store.keep([entry("one", "Granite"), entry("old", "Pumice")]),
            lambda: store.keep([entry("two", "Granite")]),
        )
        known = dict(KnownWord.objects.values_list("word", "times"))
        assert known == {"granite": 2, "pumice": 1}, number
        race(lambda: store.forget(["tool:one", "tool:old"]), lambda: store.forget(["tool:two"]))
        assert not KnownWord.objects.exists()
        assert not Slip.objects.exists()
