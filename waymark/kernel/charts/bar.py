"""One value for each group: women and men, districts of a city, ages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from waymark.kernel.charts import frame, signs
from waymark.kernel.charts.frame import LINE, WIDTH, Mark, Number

_TOP, _BAR, _AFTER, _BOTTOM = 6, 16, 12, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A named group and its value; None where there is none, or none may be shown.

    `kind` tells how the value stands (`signs.ORDER`), or why there is none.
    """

    name: str
    value: float | None
    kind: str = ""


def bar_chart(
    bars: Sequence[Bar],
    *,
    title: str,
    desc: str,
    ident: str,
    target: Mark | None = None,
    baseline: Mark | None = None,
    unit: str = "",
    key: Mapping[str, str] | None = None,
    rtl: bool = False,
    number: Number = frame.plain,
    missing: str = "\u2013",
) -> str:
    """An SVG element with one level bar a group, its name above and its value beside it.

    Bars begin at zero, to whichever side. A group without a value shows the words that `key` has
    for its kind, or `missing`; an estimated or provisional value is a hollow bar and says so.
    `target` and `baseline` are upright lines. Empty text where there is no group at all.
    """
    if not bars:
        return ""
    marks = [(m, kind) for m, kind in ((baseline, "baseline"), (target, "target")) if m]
    known = [bar.value if _is_number(bar.value) else None for bar in bars]
    words = [
        _words(bar.kind, value, key or {}, number, missing)
        for bar, value in zip(bars, known, strict=True)
    ]
    values = [value for value in known if value is not None]
    scale, zero = _scale([*values, *(m.value for m, _ in marks)], max(map(frame.width, words)), rtl)
    body, y = [], float(_TOP)
    if unit:
        words_of_unit = frame.shorten(unit, WIDTH - 4)
        start = WIDTH - 2 if rtl else 2
        body.append(frame.text(start, y + LINE / 2, words_of_unit, "start", kind="unit"))
        y += LINE + 2
    first = y
    y += LINE * len(marks)
    top = y
    for bar, value, value_text in zip(bars, known, words, strict=True):
        rows = frame.wrap(bar.name, WIDTH - 8)
        y += len(rows) * LINE
        body.append(_name(rows, y, bar.name, rtl))
        body.append(_bar(bar.kind, value, value_text, y + 2, scale, zero, rtl))
        y += _BAR + _AFTER
    body.append(f'<path class="axis" d="M{zero:.1f} {top:.1f}V{y - _AFTER + 4:.1f}"/>')
    for row, (mark, kind) in enumerate(marks):
        body.append(_mark(mark, kind, scale, first + LINE * row, y - _AFTER + 4))
    return frame.svg(
        body, height=y + _BOTTOM, title=title, desc=desc, ident=ident, rtl=rtl, kind="chart bars"
    )


def _words(
    kind: str, value: float | None, key: Mapping[str, str], number: Number, missing: str
) -> str:
    """What stands beside a bar."""
    if value is None:
        return key.get(kind) or missing
    said = key.get(kind, "") if kind in signs.UNSURE else ""
    return f"{number(value)} ({said})" if said else number(value)


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _scale(values: list[float], text_width: float, rtl: bool) -> tuple[frame.Scale, float]:
    """The scale and where zero lies, with room for the values at the outer ends."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        high = 1.0
    room = text_width + 8
    start, end = (room if low < 0 else 2.0), WIDTH - room  # nought and none are written there
    ends = (WIDTH - start, WIDTH - end) if rtl else (start, end)
    scale = frame.linear((low, high), ends)
    return scale, scale(0)


def _name(rows: list[str], bottom: float, full: str, rtl: bool) -> str:
    middle = bottom - len(rows) * LINE / 2
    cut = full if rows[-1].endswith("\u2026") else ""
    return frame.text(WIDTH - 2 if rtl else 2, middle, rows, "start", full=cut)


def _bar(
    kind: str, value: float | None, words: str, y: float, scale: frame.Scale, zero: float, rtl: bool
) -> str:
    look = "bar unsure" if kind in signs.UNSURE else "bar"
    middle = y + _BAR / 2
    end = zero if value is None else scale(value)
    grows_right = end > zero or (end == zero and not rtl)
    bar = (
        f'<rect class="{look}" x="{min(zero, end):.1f}" y="{y:.1f}" '
        f'width="{abs(end - zero):.1f}" height="{_BAR}"/>'
        if end != zero
        else ""
    )
    outward = grows_right != rtl  # in the direction of reading
    label = frame.text(
        end + (6 if grows_right else -6), middle, words, "start" if outward else "end", kind="value"
    )
    return f'<g class="s0">{bar}{label}</g>'


def _mark(mark: Mark, kind: str, scale: frame.Scale, top: float, bottom: float) -> str:
    """An upright line from beneath its label, which stands in a row of its own."""
    x = scale(mark.value)
    words = frame.shorten(mark.label, WIDTH - 8)
    half = frame.width(words) / 2
    label_x = min(max(x, half + 4), WIDTH - half - 4)
    label = frame.text(label_x, top + LINE / 2, words, "middle")
    return f'<g class="{kind}"><path d="M{x:.1f} {top + LINE:.1f}V{bottom:.1f}"/>{label}</g>'
