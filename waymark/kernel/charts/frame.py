"""What all charts share: scales, ticks, text that fits, and the SVG element around it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 420
"""In SVG units. With text of 13 units it stays readable when 420 units shrink to 320 pixels."""

FONT = 13
LINE = 16  # from one line of text to the next
SERIES = 6  # classes s0 to s5

Number = Callable[[float], str]
"""How a value is written, in the reader's locale."""

Scale = Callable[[float], float]
"""From a value to a place on the drawing."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to compare with, such as a target; with a year, the time axis reaches to it."""

    value: float
    label: str
    year: int | None = None


def plain(value: float) -> str:
    """A number without needless zeros; the default where no locale is at hand."""
    # The mark keeps a minus sign on the left in right-to-left text.
    return f"{value:.10g}".replace("-", "\u2212" if value >= 0 else "\u200e\u2212", 1)


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def safe(text: str) -> str:
    """Text for an element or attribute: escaped, and without what XML cannot hold."""
    return escape(clean(text))


def check_ident(ident: str) -> None:
    """Raise `ValueError` unless `ident` can begin an id."""
    if not _IDENT.fullmatch(ident):
        raise ValueError(f"{ident!r} cannot be the beginning of an id")


def svg(
    body: Sequence[str],
    *,
    height: float,
    title: str,
    desc: str,
    ident: str,
    rtl: bool,
    kind: str,
    width: float = WIDTH,
) -> str:
    """The drawing as one image with a name and a description."""
    check_ident(ident)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-size="{FONT}" '
        f'direction="{"rtl" if rtl else "ltr"}" '
        f'role="img" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{safe(title)}</title><desc id="{ident}-d">{safe(desc)}</desc>'
        f"{''.join(body)}</svg>"
    )


def text(
    x: float, y: float, lines: str | Sequence[str], anchor: str, *, kind: str = "", full: str = ""
) -> str:
    """Text centred on height `y`, one `tspan` a line; `full` is shown on hover where cut short."""
    rows = [lines] if isinstance(lines, str) else list(lines)
    first = y - (len(rows) - 1) * LINE / 2
    named = f' class="{kind}"' if kind else ""
    begin = f'<text{named} text-anchor="{anchor}"'
    hint = f"<title>{safe(full)}</title>" if full else ""
    if len(rows) == 1:
        return f'{begin} x="{x:.1f}" y="{first:.1f}" dy=".35em">{hint}{safe(rows[0])}</text>'
    spans = (
        f'<tspan x="{x:.1f}" y="{first + i * LINE:.1f}" dy=".35em">{safe(row)}</tspan>'
        for i, row in enumerate(rows)
    )
    return f"{begin}>{hint}{''.join(spans)}</text>"


def width(words: str) -> float:
    """About how wide a text runs, in SVG units; rather too wide than too narrow."""
    units = 0.0
    for char in words:
        if unicodedata.east_asian_width(char) in "WF":
            units += 1.0
        elif not unicodedata.combining(char):
            units += 0.92 if char in "mwMW%@" else 0.68 if char.isupper() else 0.58
    return units * FONT


def wrap(words: str, room: float, most: int = 3) -> list[str]:
    """`words` in at most `most` lines no wider than `room`, the last cut short if need be."""
    lines = [""]
    for word in _pieces(" ".join(words.split()), room):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer) <= room:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    if len(lines) > most:
        lines = [*lines[: most - 1], shorten(lines[most - 1] + "\u2026", room)]
    return lines


def _pieces(words: str, room: float) -> list[str]:
    """The words, those too wide for a line broken (as Chinese, which has no spaces, must be)."""
    pieces: list[str] = []
    for word in words.split(" "):
        piece = ""
        for char in word:
            if piece and width(piece + char) > room:
                pieces.append(piece)
                piece = ""
            piece += char
        pieces.append(piece)
    return pieces


def shorten(words: str, room: float) -> str:
    """`words` cut to `room`, ending in an ellipsis if anything was cut."""
    while len(words) > 1 and width(words) > room:
        words = words[:-2].rstrip() + "\u2026"
    return words


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values, evenly spaced, the first at or below `low` and the last at or above `high`."""
    if high - low <= 1e-9 * abs(low):  # equal, or no more apart than rounding
        pad = abs(low) / 10 or 1.0
        low, high = low - pad, high + pad
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if power * factor >= raw)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    digits = max(0, 2 - math.floor(math.log10(step)))
    return [round(n * step, digits) for n in range(first, last + 1)]


def value_range(values: Sequence[float]) -> tuple[float, float]:
    """What an axis of values should span: down to zero, unless that would hide the change."""
    low, high = min(values), max(values)
    if 0 < low <= high / 2:
        low = 0.0
    if low / 2 <= high < 0:
        high = 0.0
    return low, high


def linear(domain: tuple[float, float], target: tuple[float, float]) -> Scale:
    """The straight scale from `domain` to `target`; a domain of no length goes to the middle."""
    (a, b), (x, y) = domain, target
    if a == b:
        return lambda _: (x + y) / 2
    return lambda value: x + (y - x) * (value - a) / (b - a)


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Centres near `wanted`, so that things of these sizes neither overlap nor leave low..high.

    They keep their order. If all of them need more room than there is, they go beyond `high`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    edge = low
    for i in order:  # downwards: nobody above its neighbour's lower edge
        placed[i] = max(placed[i], edge + sizes[i] / 2)
        edge = placed[i] + sizes[i] / 2
    edge = max(high, low + sum(sizes))
    for i in reversed(order):  # and back up from the lower end
        placed[i] = min(placed[i], edge - sizes[i] / 2)
        edge = placed[i] - sizes[i] / 2
    return placed
