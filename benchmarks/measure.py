"""Timing and printing."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Cpu:
    """CPU milliseconds over several runs."""

    low: float
    median: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:8.2f} ms  ({self.low:.2f} to {self.high:.2f})"


def cpu(act: Callable[[], object], runs: int = 9, warm: int = 2) -> Cpu:
    """Run an act several times and return its CPU time (user and system, this process)."""
    for _ in range(warm):
        act()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        act()
        taken.append((time.process_time() - start) * 1000)
    return Cpu(min(taken), statistics.median(taken), max(taken))


def title(words: str) -> None:
    """Print a heading."""
    print(f"\n{words}\n{'-' * len(words)}", flush=True)


def line(name: str, figure: object, beside: str = "") -> None:
    """Print one figure, and what it may be held against."""
    print(f"{name:<44} {figure!s:<36} {beside}", flush=True)


@dataclass
class Cost:
    """What one long act cost; `note` is printed beside it."""

    note: str = ""


@contextmanager
def spent(name: str) -> Iterator[Cost]:
    """Print the CPU seconds of an act on all cores, and the peak memory of the process so far."""
    cost = Cost()
    start = time.process_time()
    yield cost
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line(name, f"{seconds:10.3f} CPU s  (peak {peak:.0f} MB)", cost.note)
