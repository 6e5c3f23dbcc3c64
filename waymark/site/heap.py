"""How often Python looks for garbage that refers to itself.

Its own figures are for small programs: a look after each 700 new objects, now and then at all of
them. Here half a million stay from the start to the end, and an import makes another million
that all stay until it is done: to look at them over and over took a tenth of its time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (50_000, 20, 100)
"""Of commands, whose objects stay until they end."""

SERVING = (10_000, 20, 50)
"""Of a server, which leaves something behind with each answer and never ends."""


@contextmanager
def loading(thresholds: tuple[int, int, int] = THRESHOLDS) -> Iterator[None]:
    """Load what stays: nothing is looked for meanwhile, nor ever again among what is there then."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*thresholds)
        gc.enable()
