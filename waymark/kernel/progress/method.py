"""What a method is: a name, a version, and what one must know to judge its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verified(StrEnum):
    """How sure it is that the method here is the method of its source."""

    MEASURED = "measured"  # published results were worked out again and agree
    READ = "read"  # the source's own description was read
    TO_CHECK = "to be checked"  # from general knowledge, or only in part from the source


@dataclass(frozen=True, slots=True)
class Method:
    """A method has a name and a version, stored with each result.

    `formula` is plain text for people who check a result by hand, `formula_free` the one that
    takes its place where there is no target; `thresholds` are the numbers in it that divide one
    verdict from the next. `scale` says what a score can be, from worst to best.
    """

    name: str
    version: str
    formula: str = ""
    formula_free: str = ""
    thresholds: Mapping[str, float] = field(default_factory=dict)
    scale: tuple[float, float] | None = None
    categories: tuple[str, ...] = ()  # verdicts in its own words, with a target
    categories_free: tuple[str, ...] = ()  # and without one
    verified: Verified = Verified.TO_CHECK
    source: str = ""

    @property
    def id(self) -> str:
        """Name and version in one word, such as `open-sdg/2.4`."""
        return f"{self.name}/{self.version}"
