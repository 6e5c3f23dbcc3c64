"""Comparing the report of a spot check with the report that the certificate rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Pair:
    """One criterion: what the report said, and what the check found."""

    criterion: str
    first: str  # statuses of the report
    second: str

    @property
    def concordant(self) -> bool:
        """Whether both say the same."""
        return self.first == self.second


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports on one submission, criterion by criterion, and what levels they come to."""

    pairs: tuple[Pair, ...]
    first_level: str
    second_level: str

    @property
    def concordant(self) -> bool:
        """Whether both come to the same level, however single criteria were judged.

        A certificate stands or falls with its level: a criterion that is judged differently and
        changes no level is shown, and is no error of the certificate.
        """
        return self.first_level == self.second_level

    @property
    def differing(self) -> tuple[Pair, ...]:
        """The criteria that were judged differently."""
        return tuple(pair for pair in self.pairs if not pair.concordant)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "criteria": [
                {"id": pair.criterion, "first": pair.first, "second": pair.second}
                for pair in self.pairs
            ],
            "level": {"first": self.first_level, "second": self.second_level},
            "concordant": self.concordant,
        }


def attained(levels: Iterable[Mapping[str, Any]], target: str) -> str:
    """Return the highest level attained, not above the one aimed for; "" for none."""
    found = ""
    for level in levels:
        if not level["attained"]:
            break
        found = level["id"]
        if level["id"] == target:
            break
    return found


def compare(first: Mapping[str, Any], second: Mapping[str, Any], *, target: str) -> Comparison:
    """Compare two report documents on the same submission.

    Raises ValueError where they are not on the same submission and edition.
    """
    for part in ("submission", "scheme", "as_of"):
        if first[part] != second[part]:
            raise ValueError(f"the reports differ in {part}")
    again = {one["id"]: one["status"] for one in second["criteria"]}
    pairs = tuple(Pair(one["id"], one["status"], again[one["id"]]) for one in first["criteria"])
    return Comparison(pairs, attained(first["levels"], target), attained(second["levels"], target))


def read_comparison(value: Mapping[str, Any]) -> Comparison:
    """Read what `document` wrote."""
    pairs = tuple(Pair(row["id"], row["first"], row["second"]) for row in value["criteria"])
    return Comparison(pairs, value["level"]["first"], value["level"]["second"])
