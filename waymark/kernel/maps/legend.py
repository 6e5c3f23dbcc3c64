"""What the colours and hatches of a map mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from waymark.kernel.charts import frame, signs
from waymark.kernel.charts.frame import LINE, WIDTH, Number

NONE = "none"
"""The kind of an area of which nothing was said."""

_SHADES = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
_SWATCH = (22, 13)
_HATCHES = {
    NONE: ("8", '<path class="hatch" d="M3 4h2"/>'),
    signs.MISSING: ("7", '<path class="hatch" d="M-1 1l2-2M0 7L7 0M6 8l2-2"/>'),
    signs.SUPPRESSED: ("7", '<path class="hatch" d="M0 7L7 0M0 0l7 7"/>'),
}


def shade(number: int, of: int) -> int:
    """Which of the five shades, from light to dark, the class with a number has."""
    return _SHADES[max(1, min(of, 5))][number]


def patterns(ident: str) -> str:
    """The hatches, for areas without a value."""
    body = (
        f'<pattern id="{ident}-{kind}" width="{size}" height="{size}" '
        f'patternUnits="userSpaceOnUse"><rect class="ground" width="{size}" height="{size}"/>'
        f"{lines}</pattern>"
        for kind, (size, lines) in _HATCHES.items()
    )
    return f"<defs>{''.join(body)}</defs>"


def legend(
    edges: Sequence[float],
    kinds: set[str],
    key: Mapping[str, str],
    unit: str,
    top: float,
    ident: str,
    rtl: bool,
    number: Number,
) -> tuple[list[str], float]:
    """Rows of swatches with words from `top` on, and where they end."""
    rows = [
        (f'class="area k{shade(i, len(edges) - 1)}"', _range(edges, i, number))
        for i in range(len(edges) - 1)
    ]
    for kind in (signs.MISSING, signs.SUPPRESSED, NONE):
        if kind in kinds and key.get(kind):
            rows.append((f'class="area" fill="url(#{ident}-{kind})"', key[kind]))
    rows += [
        ('class="area unsure"', key[kind])
        for kind in signs.UNSURE
        if kind in kinds and key.get(kind)
    ]
    out, y = [], top
    if unit:
        start = WIDTH - 2 if rtl else 2
        words = frame.shorten(unit, WIDTH - 4)
        out.append(frame.text(start, y + LINE / 2, words, "start", kind="unit"))
        y += LINE + 4
    drawn, y = _rows(rows, y, rtl)
    return [*out, *drawn], y + 4


def _range(edges: Sequence[float], i: int, number: Number) -> str:
    low, high = number(edges[i]), number(edges[i + 1])
    return low if low == high else f"{low} \u2013 {high}"


def _rows(rows: Sequence[tuple[str, str]], y: float, rtl: bool) -> tuple[list[str], float]:
    """The swatches one after the other, in as many rows as they need."""
    out: list[str] = []
    x = 2.0
    wide, tall = _SWATCH
    for look, said in rows:
        words = frame.shorten(said, WIDTH - wide - 16)
        room = wide + 6 + frame.width(words) + 12
        if x > 2 and x + room > WIDTH:
            x, y = 2.0, y + LINE + 4
        left = WIDTH - x - wide if rtl else x
        begin = left - 6 if rtl else left + wide + 6
        out.append(
            f'<rect {look} x="{left:.1f}" y="{y + (LINE - tall) / 2:.1f}" width="{wide}" '
            f'height="{tall}"/>'
        )
        out.append(frame.text(begin, y + LINE / 2, words, "start"))
        x += room
    return out, y + LINE + 4 if rows else y
