"""Charts as SVG text: drawn on the server, readable on a phone, in print and by a screen reader.

Nothing but classes is said about looks: `s0` to `s5` for series, `target`, `baseline`,
`milestone`, `projection`, `band`, `grid`, `axis`, `gap`, `break`, `due`, `leader`, `label`, `bar`,
`value`, `unit`, `dot`, `span`, `way`, and signs of values (`sign`, `none`, `held`); colours and
dashes belong to the style sheet. Each chart has a title and a description; its table stands beside
it on the page and is not repeated here.
"""

from waymark.kernel.charts.alone import standalone
from waymark.kernel.charts.bar import Bar, bar_chart
from waymark.kernel.charts.frame import Mark, nice_ticks
from waymark.kernel.charts.gap import DotRow, gap_chart
from waymark.kernel.charts.line import Line, line_chart
from waymark.kernel.charts.pair import Measured, pair_chart, scatter_chart
from waymark.kernel.charts.plot import Band
from waymark.kernel.charts.small import Panel, small_chart, small_multiples, span
from waymark.kernel.charts.vega import (
    vega_bar,
    vega_gap,
    vega_line,
    vega_multiples,
    vega_pair,
    vega_scatter,
)

__all__ = [
    "Band",
    "Bar",
    "DotRow",
    "Line",
    "Mark",
    "Measured",
    "Panel",
    "bar_chart",
    "gap_chart",
    "line_chart",
    "nice_ticks",
    "pair_chart",
    "scatter_chart",
    "small_chart",
    "small_multiples",
    "span",
    "standalone",
    "vega_bar",
    "vega_gap",
    "vega_line",
    "vega_multiples",
    "vega_pair",
    "vega_scatter",
]
