"""Gaps between groups or areas for their page: in plain words first, every measure after that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from waymark.base.fields import listed
from waymark.indicators.gap_words import ENDS, MEASURE_NAMES
from waymark.indicators.method_names import VERIFIED_SHORT
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.unequal import UNDATED
from waymark.indicators.rules.unequal import AREA, Family, Unequal, unequal
from waymark.indicators.saying import amount, fact, percent, say, written
from waymark.indicators.wording import DIMENSION_NAMES, group_name, named
from waymark.kernel.inequality import Group, Inequality, Measure, Move

PLAIN = ("difference", "ratio", "attributable")
"""The measures that are said first, before the table of all of them."""


@dataclass(frozen=True)
class GroupRow:
    """One group in the year that is shown."""

    name: str
    value: str
    share: str
    sample: str
    margin: str


@dataclass(frozen=True)
class MeasureRow:
    """One measure; `value` is "" where these groups don't have it, and `text` says why."""

    name: str
    value: str
    text: str
    method: str
    formula: str
    verified: str


@dataclass(frozen=True)
class Shown:
    """The gaps of a year and their course, as the page shows them."""

    groups: list[GroupRow] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    measures: list[MeasureRow] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    counted: str = ""
    course: str = ""
    changes: list[str] = field(default_factory=list)
    path: list[tuple[int, int, str, str]] = field(default_factory=list)


def name_of(here: Here, dimension: str) -> Callable[[str], str]:
    """Return what the groups of a dimension are called."""
    if dimension == AREA:
        return lambda pk: here.area_name(pk) or pk
    return lambda group: group_name(dimension, group)


def shown(here: Here, found: Unequal) -> Shown:
    """Return everything that is said about the gaps of a year."""
    family, unit = found.family, found.family.unit
    names = name_of(here, family.dimension)
    warnings = [say(one, unit, names) for one in found.warnings]
    if found.refused:
        warnings.append(say(found.refused, unit, names))
    course = found.course
    if course:
        warnings += [say(one, unit, names) for one in course.warnings]
    measured = found.found
    return Shown(
        groups=_groups(found, names),
        plain=_plain(measured, unit, names) if measured else [],
        measures=[_measure(one, unit, names) for one in measured.measures.values()]
        if measured
        else [],
        warnings=list(dict.fromkeys(warnings)),
        counted=_counted(found),
        course=say(course.reason, unit, names) if course else "",
        changes=[say(one.reason, unit, names) for one in course.changes] if course else [],
        path=[
            (one.year, one.groups, amount(one.difference), amount(one.ratio)) for one in course.path
        ]
        if course
        else [],
    )


def _groups(found: Unequal, names: Callable[[str], str]) -> list[GroupRow]:
    measured, unit = found.found, found.family.unit
    if measured is None:
        return [
            GroupRow(names(cell.group), written(cell.value, unit), "", "", "")
            for cell in found.family.of(found.year).values()
        ]
    weights = measured.weights or (None,) * len(measured.groups)
    return [
        _group(group, weight, names, unit)
        for group, weight in zip(measured.groups, weights, strict=True)
    ]


def _group(group: Group, weight: float | None, names: Callable[[str], str], unit: str) -> GroupRow:
    known = group.share is not None and weight is not None
    return GroupRow(
        name=names(group.name),
        value=written(group.value, unit),
        share=percent(100 * weight) if known and weight is not None else "–",
        sample=fact("sample", group.sample, "") if group.sample is not None else "–",
        margin=f"± {written(group.margin, unit)}" if group.margin is not None else "–",
    )


def _plain(found: Inequality, unit: str, names: Callable[[str], str]) -> list[str]:
    sign = found.setting.better.sign
    placed = sorted(found.groups, key=lambda group: (sign * group.value, group.name))
    worst, best = placed[0], placed[-1]
    ends = {
        "worst": names(worst.name),
        "worst_value": written(worst.value, unit),
        "best": names(best.name),
        "best_value": written(best.value, unit),
    }
    held = [found.measures[name] for name in PLAIN]
    said = [say(one.reason, unit, names) for one in held if one.value is not None]
    return [str(ENDS) % ends, *said]


def _measure(found: Measure, unit: str, names: Callable[[str], str]) -> MeasureRow:
    key = found.reason.key
    return MeasureRow(
        name=named(MEASURE_NAMES, found.method.name),
        value="" if found.value is None else fact("value", found.value, unit, key),
        text=say(found.reason, unit, names),
        method=found.method.id,
        formula=found.method.formula,
        verified=named(VERIFIED_SHORT, str(found.method.verified)),
    )


def _counted(found: Unequal) -> str:
    """When the people were counted by whom the groups are weighed."""
    years = [year for year in found.counted if year != UNDATED]
    if not years:
        return ""
    return _("The groups are weighed by how many people belong to them (counted in %(years)s).") % {
        "years": listed(years)
    }


@dataclass(frozen=True)
class Behind:
    """Who falls behind and who catches up, in one dimension, in short."""

    dimension: str
    by: str
    first: int
    last: int
    falls: list[str]
    catches: list[str]


def all_behind(here: Here, families: Sequence[Family]) -> list[Behind]:
    """Return who falls behind in each dimension that has two years to compare."""
    found = [_behind(here, family, key) for key, family in keys_of(families).items()]
    return [one for one in found if one is not None]


def _behind(here: Here, family: Family, by: str) -> Behind | None:
    course = unequal(family, family.years[-1], {}).course
    if course is None or course.gap is None:
        return None
    names = name_of(here, family.dimension)

    def moved(move: Move) -> list[str]:
        return [names(one.name) for one in course.changes if one.move is move]

    return Behind(
        named(DIMENSION_NAMES, family.dimension),
        by,
        course.first_year or 0,
        course.last_year or 0,
        moved(Move.FALLS_BEHIND),
        moved(Move.CATCHES_UP),
    )


def keys_of(families: Sequence[Family]) -> dict[str, Family]:
    """Return the families by the word that an address has for each."""
    alike = [family.dimension for family in families]
    return {
        one.dimension if alike.count(one.dimension) == 1 else f"{one.dimension}:{one.unit}": one
        for one in families
    }
