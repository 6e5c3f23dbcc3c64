"""How values of different standing look, and the key below a chart that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from waymark.kernel.charts import frame
from waymark.kernel.charts.frame import LINE, WIDTH

ESTIMATED, PROVISIONAL, BREAK = "estimated", "provisional", "break"
MISSING, SUPPRESSED = "missing", "suppressed"
UNSURE = (ESTIMATED, PROVISIONAL)
WITHOUT_VALUE = (MISSING, SUPPRESSED)
ORDER = (
    *("gap", BREAK, ESTIMATED, PROVISIONAL, MISSING, SUPPRESSED),
    *("milestone", "projection", "before", "after"),
)
"""Everything that a key may explain, in its order."""

Key = Mapping[str, str]
"""What the signs mean, in the reader's language: kind and words."""

_SAMPLE = 22  # room for a sign before its words


def shape(kind: str, x: float, y: float, said: str = "") -> str:
    """The sign of a value at a point; a circle unless it is estimated or has no value at all."""
    hint = f"<title>{frame.safe(said)}</title>" if said else ""
    corners = {
        ESTIMATED: f"M{x:.1f} {y - 4.5:.1f}l4.5 4.5-4.5 4.5-4.5-4.5z",
        PROVISIONAL: f"M{x - 3.5:.1f} {y - 3.5:.1f}h7v7h-7z",
        "milestone": f"M{x:.1f} {y - 4:.1f}l4 7h-8z",
        MISSING: f"M{x - 3.5:.1f} {y - 3.5:.1f}l7 7m0-7l-7 7",
        SUPPRESSED: f"M{x - 3.5:.1f} {y - 3.5:.1f}h7v7h-7z",
    }
    if kind not in corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3">{hint}</circle>'
    look = {MISSING: "none", SUPPRESSED: "held"}.get(kind, "sign")
    return f'<path class="{look}" d="{corners[kind]}">{hint}</path>'


def _sample(kind: str, x: float, y: float) -> str:
    """A sign as the key shows it, centred on a point."""
    if kind in ("gap", "projection"):
        return f'<path class="{kind}" d="M{x - 8:.1f} {y:.1f}h16"/>'
    if kind == BREAK:
        return f'<path class="break" d="M{x:.1f} {y - 6:.1f}v12"/>'
    if kind in ("before", "after"):
        return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    return shape(kind, x, y)


def key(kinds: Iterable[str], words: Key, top: float, rtl: bool) -> tuple[list[str], float]:
    """The signs that a chart uses with their words, in rows from `top`; and where they end.

    A kind without words is left out.
    """
    used = set(kinds)
    items = [(kind, words[kind]) for kind in ORDER if kind in used and words.get(kind)]
    out: list[str] = []
    x, y = 0.0, top + LINE / 2
    for kind, said in items:
        text = frame.shorten(said, WIDTH - _SAMPLE - 8)
        room = _SAMPLE + frame.width(text) + 10
        if x and x + room > WIDTH:
            x, y = 0.0, y + LINE + 2
        out += _item(kind, text, x, y, rtl)
        x += room
    body = [f'<g class="key">{"".join(out)}</g>'] if out else []
    return body, y + LINE / 2 + 4 if out else top


def _item(kind: str, text: str, x: float, y: float, rtl: bool) -> Sequence[str]:
    at, begin = x + 10, x + _SAMPLE
    if rtl:
        at, begin = WIDTH - at, WIDTH - begin
    return (_sample(kind, at, y), frame.text(begin, y, text, "start"))
