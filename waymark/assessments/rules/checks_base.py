"""What every platform check works with: the facts, and ways to count, sum and report them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from waymark.assessments.rules.document import (
    AREA,
    Baseline,
    Cell,
    Evidence,
    Indicator,
    Observation,
    Row,
    Submission,
)
from waymark.assessments.rules.evaluate_report import ATTENTION, NO_DATA, OK, Check, Reason
from waymark.assessments.rules.small_numbers import Shown, shown
from waymark.assessments.rules.units import units_of, whole_baselines
from waymark.schemes.rules import Scheme

Params = Mapping[str, Any]
Number = int | float


@dataclass(frozen=True)
class CheckFacts:
    """The submission as checks see it: nothing dated after `as_of`."""

    scheme: Scheme
    submission: Submission
    as_of: date

    @cached_property
    def values(self) -> Mapping[str, tuple[Observation, ...]]:
        """Usable observations by indicator, in the order of their periods."""
        found: dict[str, list[Observation]] = {}
        for item in self.submission.observations:
            if item.usable and item.period.start <= self.as_of:
                found.setdefault(item.indicator, []).append(item)
        return {
            name: tuple(sorted(items, key=lambda item: (item.period.end, item.period.start)))
            for name, items in found.items()
        }

    @cached_property
    def main_units(self) -> Mapping[str, str]:
        """The unit of each indicator in which it is judged: numbers in others are left aside."""
        return units_of(self.submission, self.as_of)

    def series(self, indicator: str) -> tuple[Observation, ...]:
        """The usable values of an indicator in the unit in which it is judged."""
        unit = self.main_units.get(indicator, "")
        return tuple(item for item in self.values.get(indicator, ()) if item.unit == unit)

    @cached_property
    def about(self) -> Mapping[str, Indicator]:
        """What the city says about its indicators."""
        return {item.id: item for item in self.submission.indicators}

    def shown(self, indicator: str) -> Mapping[str, Shown]:
        """Which values of an indicator a published report may give; worked out once for each."""
        if indicator not in self._shown:
            about = self.about.get(indicator)
            unit = about.unit if about else ""
            self._shown[indicator] = shown(self.submission, indicator, unit)
        return self._shown[indicator]

    @cached_property
    def _shown(self) -> dict[str, Mapping[str, Shown]]:
        return {}

    @cached_property
    def baselines(self) -> Mapping[str, Baseline]:
        """Baselines for the whole place, in the unit in which the indicator is judged."""
        return whole_baselines(self.submission, self.main_units)

    @cached_property
    def reported(self) -> frozenset[str]:
        """Indicators with a value or a baseline."""
        return frozenset(self.values) | {item.indicator for item in self.submission.baselines}

    @cached_property
    def key_values(self) -> tuple[str, ...]:
        """Indicators the city marked as its priorities; all that are reported if it marked none."""
        marked = sorted(item.id for item in self.submission.indicators if item.priority)
        return tuple(marked) or tuple(sorted(self.reported))

    @cached_property
    def evidence(self) -> Mapping[str, tuple[Evidence, ...]]:
        """Active evidence by criterion."""
        found: dict[str, list[Evidence]] = {}
        for item in self.submission.evidence:
            if item.state == "active":
                for criterion in item.criteria:
                    found.setdefault(criterion, []).append(item)
        return {name: tuple(items) for name, items in found.items()}

    def aliases(self, indicator: str) -> frozenset[str]:
        """The indicator and the codes that the city says measure the same thing."""
        about = self.about.get(indicator)
        return frozenset((indicator, *(about.same_as if about else ())))

    def sign(self, indicator: str) -> int | None:
        """+1 where more is better, -1 where less is, None where neither is."""
        about = self.about.get(indicator)
        return {"up": 1, "down": -1}.get(about.direction if about else "up")

    def rows(self, params: Params, register: str = "register") -> tuple[Row, ...]:
        """The rows of a register that fit the `where` of the check."""
        where: Mapping[str, Sequence[Cell]] = params.get("where", {})
        return tuple(
            row
            for row in self.submission.registers.get(params[register], ())
            if all(row.get(column) in wanted for column, wanted in where.items())
        )


def total(values: Iterable[Cell]) -> Number:
    """The sum of the numbers among the cells, exact for decimal amounts."""
    amount = sum((Decimal(repr(value)) for value in values if is_number(value)), start=Decimal(0))
    return plain_number(amount)


def plain_number(amount: Decimal) -> Number:
    """A whole number where it is one, else a fraction."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def is_number(value: object) -> bool:
    """Whether a cell holds a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(row: Row, column: str) -> Number:
    """The number in a cell that is known to hold one."""
    value = row[column]
    assert isinstance(value, int | float)
    return value


def share(part: int, whole: int) -> int:
    """Whole per cent, rounded down, so that 100 means all."""
    return 100 * part // whole if whole else 0


def texts(row: Row, column: str) -> tuple[str, ...]:
    """The words of a cell, one or many."""
    cell = row.get(column, ())
    return cell if isinstance(cell, tuple) else (str(cell),)


def only_area(dims: Mapping[str, str]) -> bool:
    """Whether a value is for one area and everybody in it."""
    return tuple(dims) == (AREA,)


def ok(name: str, code: str, facts: Mapping[str, Any], **params: Any) -> Check:
    """Things are as the criterion asks."""
    return Check(name, OK, Reason(f"{name}.{code}", params), facts)


def attention(name: str, code: str, facts: Mapping[str, Any], **params: Any) -> Check:
    """Something is worth a look."""
    return Check(name, ATTENTION, Reason(f"{name}.{code}", params), facts)


def no_data(name: str, code: str = "no_data", **params: Any) -> Check:
    """There is nothing to compute from."""
    return Check(name, NO_DATA, Reason(f"{name}.{code}", params))


def judged(
    name: str, good: bool, facts: Mapping[str, Any], code: str = "found", **params: Any
) -> Check:
    """One sentence for both outcomes."""
    return (ok if good else attention)(name, code, facts, **params)
