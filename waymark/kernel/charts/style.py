"""How a drawing looks outside the pages: the light colours and dashes of the house.

Plain selectors only, and no variables: other programs know no more. A test holds the colours
against those of the style sheet.
"""

from __future__ import annotations

SERIES = ("#0b5a8f", "#b34700", "#1d6b3a", "#7a3e9d", "#8a1c4a", "#5f5600")
DASHES = ("none", "7 3", "2 3", "10 3 2 3", "4 4", "12 4")
SHADES = ("#e4eff6", "#b5d3e7", "#7db1d3", "#2f76a8", "#0b466f")
INK, SOFT, LINE, HAIR, WASH, PAPER = (
    "#17232b", "#4a5a64", "#6f7f88", "#d9ddd8", "#f1f3ef", "#ffffff"
)  # fmt: skip
BORDER = "#5d6d76"
FONTS = '"Noto Sans", "Noto Naskh Arabic", "Noto Sans CJK SC", Arial, sans-serif'


def sheet() -> str:
    """The style sheet that a drawing takes along."""
    return "\n".join([*_common(), *_series(), *_areas()])


def _common() -> list[str]:
    return [
        f"text {{ font-family: {FONTS}; fill: {SOFT} }}",
        f".label text, .value, .head {{ fill: {INK}; font-weight: 600 }}",
        f".chart {{ color: {INK} }}",
        ".chart path { fill: none; stroke: currentColor; stroke-width: 2.5 }",
        f".chart circle {{ fill: {PAPER}; stroke: currentColor; stroke-width: 2 }}",
        f".chart path.grid {{ stroke: {HAIR}; stroke-width: 1 }}",
        f".chart path.axis {{ stroke: {LINE}; stroke-width: 1 }}",
        f".chart .milestone, .chart .key {{ color: {SOFT} }}",
    ]


def _series() -> list[str]:
    out = []
    for i, (colour, dash) in enumerate(zip(SERIES, DASHES, strict=True)):
        out.append(f".chart .s{i} {{ color: {colour} }}")
        out.append(f".chart .s{i} path {{ stroke-dasharray: {dash} }}")
    return [
        *out,
        ".chart path.gap { stroke-width: 1.25; stroke-dasharray: 1 4 }",
        f".chart path.leader {{ stroke: {LINE}; stroke-width: 1; stroke-dasharray: none }}",
        ".chart .target path { stroke-width: 1.5; stroke-dasharray: 8 4 }",
        ".chart .baseline path { stroke-width: 1.5; stroke-dasharray: 2 4 }",
        ".chart .target path.due { fill: currentColor; stroke-dasharray: none }",
        f".chart path.break {{ stroke: {LINE}; stroke-width: 1.5; stroke-dasharray: 5 3 }}",
        ".chart path.sign, .chart path.none, .chart path.held { stroke-width: 2; "
        "stroke-dasharray: none }",
        f".chart path.sign {{ fill: {PAPER} }}",
        ".chart path.held { fill: currentColor }",
        ".chart path.band { fill: currentColor; fill-opacity: .16; stroke: none }",
        ".chart path.projection { stroke-width: 1.5; stroke-dasharray: 3 3 }",
        ".chart .bar { fill: currentColor }",
        ".chart .unsure { fill: none; stroke: currentColor; stroke-width: 2; "
        "stroke-dasharray: 4 2 }",
        ".chart path.dot, .chart circle.dot { fill: currentColor; stroke: none }",
        f".chart path.span {{ stroke: {LINE}; stroke-width: 3 }}",
        ".chart path.way { stroke-width: 1; stroke-dasharray: none }",
    ]


def _areas() -> list[str]:
    return [
        f".map .area {{ stroke: {BORDER}; stroke-width: .8; stroke-linejoin: round }}",
        *(f".map .k{i + 1}.area {{ fill: {shade} }}" for i, shade in enumerate(SHADES)),
        f".map .unsure {{ stroke: {INK}; stroke-width: 1.8; stroke-dasharray: 4 3 }}",
        ".map rect.unsure { fill: none }",
        f".map .ground {{ fill: {WASH} }}",
        f".map .hatch {{ fill: none; stroke: {BORDER}; stroke-width: 1.2 }}",
        ".map .on text { fill: #10212b; font-weight: 600 }",
        ".map .k4 text, .map .k5 text { fill: #ffffff }",
    ]
