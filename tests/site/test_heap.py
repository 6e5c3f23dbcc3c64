"""What is loaded is not looked at by the collector again, and garbage made later still goes."""

from __future__ import annotations

import gc
import importlib
import weakref
from collections.abc import Iterator

import pytest

from waymark.site import heap


class Knot:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_loaded_stays_out_of_sight() -> None:
    before = gc.get_freeze_count()
    with heap.loading():
        assert not gc.isenabled()
        made = [Knot() for _ in range(100)]
    assert gc.isenabled()
    assert gc.get_threshold() == heap.THRESHOLDS
    assert gc.get_freeze_count() >= before + len(made)


def test_a_server_looks_for_garbage_more_often_than_a_command() -> None:
    with heap.loading():
        pass
    importlib.reload(importlib.import_module("waymark.site.wsgi"))
    assert gc.get_threshold() == heap.SERVING < heap.THRESHOLDS


def test_garbage_is_still_collected_and_after_a_failure_too() -> None:
    with pytest.raises(ValueError, match="no"), heap.loading():
        raise ValueError("no")
    knot = Knot()
    gone = weakref.ref(knot)
    del knot
    assert gone() is not None, "only the collector unties it"
    gc.collect()
    assert gone() is None
