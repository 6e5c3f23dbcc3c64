"""How far a series has come, for its page: verdict, working, other methods, outlook, groups."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.indicators.method_names import (
    COMPONENT_NAMES,
    METHOD_ABOUT,
    METHOD_STEPS,
    TRANSFORM_WORDS,
    VERIFIED_SHORT,
    VERIFIED_WORDS,
    method_name,
)
from waymark.indicators.queries.progress import judged
from waymark.indicators.queries.series import Detail, Line
from waymark.indicators.rules.judging import Judged, milestones
from waymark.indicators.rules.partition import in_order
from waymark.indicators.saying import about, component_words, fact, progress_words, say
from waymark.indicators.wording import named
from waymark.kernel.flow import Reason
from waymark.kernel.progress import METHODS, Progress, Status

UNJUDGED = (Status.NOT_AVAILABLE, Status.NOT_ASSESSABLE)


@dataclass(frozen=True)
class Verdict:
    """What one method says, in words; `status` is one that all methods share."""

    method: str
    name: str
    verified: str
    status: str
    text: str
    current: bool


@dataclass(frozen=True)
class Shown:
    """A verdict with its working, as the page shows it."""

    judged: Judged
    series: str
    status: str
    text: str
    name: str
    about: str
    steps: str
    verified: str
    transform: str
    inputs: list[tuple[str, str]]
    numbers: list[tuple[str, str]]
    warnings: list[str]
    milestones: list[str]
    also: list[str]
    others: list[Verdict]


def shown(detail: Detail, line: Line, method: str) -> Shown:
    """Return the verdict on a series by a method, and those of all other methods beside it."""
    found = judged(detail, line, method)
    name = found.method.name
    return Shown(
        judged=found,
        series=line.name,
        status=f"progress.{found.status}",
        text=progress_words(found),
        name=method_name(method),
        about=named(METHOD_ABOUT, name),
        steps=named(METHOD_STEPS, name),
        verified=named(VERIFIED_WORDS, str(found.method.verified)),
        transform=named(TRANSFORM_WORDS, found.inputs.transform) if found.inputs.transform else "",
        inputs=_inputs(found),
        numbers=_numbers(found),
        warnings=[*_warnings(found), *_remarks(found, line)],
        milestones=_milestones(found, line),
        also=_also(found),
        others=[_verdict(judged(detail, line, other), other == method) for other in METHODS],
    )


def _verdict(found: Judged, current: bool) -> Verdict:
    return Verdict(
        method=found.method.id,
        name=method_name(found.method.id),
        verified=named(VERIFIED_SHORT, str(found.method.verified)),
        status=f"progress.{found.status}",
        text=say(found.reason, "" if found.inputs.transform else found.inputs.unit),
        current=current,
    )


def _inputs(found: Judged) -> list[tuple[str, str]]:
    """What the verdict was worked out from, each with its name."""
    progress = found.progress
    unit = "" if found.inputs.transform else found.inputs.unit
    if progress is None:
        return []
    rows = [
        (_("Base"), _point(progress.base, unit)),
        (_("Latest"), _point(progress.latest, unit)),
        (_("Target"), _target(progress, unit)),
    ]
    years = [point.year for point in progress.points]
    if years:
        span = {"count": len(years), "first": min(years), "last": max(years)}
        rows.append((_("Values used"), _("%(count)s, from %(first)s to %(last)s") % span))
    return rows


def _point(point: object, unit: str) -> str:
    value, year = getattr(point, "value", None), getattr(point, "year", "")
    return "–" if value is None else f"{year}: {fact('value', about(value), unit)}"


def _target(progress: Progress, unit: str) -> str:
    aim = progress.aim
    if aim.target is None:
        return _("None; only the direction counts")
    return f"{aim.target_year}: {fact('target', about(aim.target), unit)}"


def _numbers(found: Judged) -> list[tuple[str, str]]:
    is_way = found.method.name == "escap-status"
    names = {"expected": "due"} if is_way else {}
    return [
        (named(COMPONENT_NAMES, names.get(name, name)), value)
        for name, value in component_words(found).items()
    ]


def _warnings(found: Judged) -> Iterable[str]:
    if found.progress:
        unit = "" if found.inputs.transform else found.inputs.unit
        yield from (say(warning, unit) for warning in found.progress.warnings)


def _remarks(found: Judged, line: Line) -> Iterable[str]:
    """What the statuses of the values say that no method knows."""
    progress = found.progress
    if progress is None or progress.base is None or progress.latest is None:
        return
    base, latest = progress.base.year, progress.latest.year
    for year, kind in sorted(line.kinds.items()):
        if kind == "break" and base < year <= latest:
            yield say(Reason("judging.break_between", {"year": year}))
        if kind in ("estimated", "provisional") and year == latest:
            yield say(Reason("judging.not_final", {"year": year}))


def _milestones(found: Judged, line: Line) -> list[str]:
    """What has become of each milestone, in words."""
    unit = found.inputs.unit
    return [say(one, unit) for one in milestones(found.inputs, line.goal.milestones)]


def _also(found: Judged) -> list[str]:
    """The verdicts over other windows."""
    progress = found.progress
    if progress is None:
        return []
    return [
        _("Over the last %(window)s years: %(said)s")
        % {"window": int(other.components.get("window", 0)), "said": say(other.reason)}
        for other in progress.also
    ]


@dataclass(frozen=True)
class GroupProgress:
    """How far one group or area has come."""

    name: str
    pk: str
    status: str
    text: str


MOST_GROUPS = 100
"""More series than these are not judged on one page; the table of all of them is in the JSON."""


def groups(detail: Detail, lines: Sequence[Line], method: str) -> list[GroupProgress]:
    """Return the verdict on each group and area that has values, in the order of the lines."""
    found = []
    for line in lines[:MOST_GROUPS]:
        one = judged(detail, line, method)
        found.append(
            GroupProgress(line.name, line.series.pk, f"progress.{one.status}", progress_words(one))
        )
    return found


def split_lines(detail: Detail, cells: Container[str] = ()) -> list[Line]:
    """Return the series besides that of the whole city: areas, groups, other units, in order.

    Cells of a grid are not judged one by one.
    """
    found = [
        line
        for line in detail.lines
        if line is not detail.total and line.points and line.series.area_id not in cells
    ]
    return sorted(found, key=lambda line: (line.place, in_order(line.dims), line.unit))
