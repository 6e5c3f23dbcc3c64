"""Timing and printing."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
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
