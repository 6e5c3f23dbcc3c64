"""Doing many things in one job, so that one which fails holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

logger = logging.getLogger("waymark.jobs")
R = TypeVar("R")


class SomeFailed(RuntimeError):
    """What could be done was done; the rest is tried again with the job."""


class Apart:
    """Calls what it is given, keeps what that raises, and goes on."""

    def __init__(self) -> None:
        self.called = 0
        self.failed: list[Exception] = []

    def __call__(self, act: Callable[..., R], *args: Any, **kwargs: Any) -> R | None:
        """Return what an act returns, or None if it fails; it is a transaction of its own."""
        self.called += 1
        try:
            return act(*args, **kwargs)
        except Exception as error:
            on = [str(one) for one in (*args, *kwargs.values())]
            logger.exception("%s failed on %s", act.__name__, ", ".join(on))
            self.failed.append(error)
            return None


@contextmanager
def apart() -> Iterator[Apart]:
    """Give out something that calls acts one by one, each whatever became of the others.

    At the end it raises SomeFailed if one has failed, so that the job is tried again as every
    failed job is; by then it finds only what is still to be done.
    """
    run = Apart()
    yield run
    if run.failed:
        said = f"{len(run.failed)} of {run.called} failed, the first by {run.failed[0]!r}"
        raise SomeFailed(said) from run.failed[0]
