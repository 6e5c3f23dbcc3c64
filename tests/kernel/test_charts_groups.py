"""Groups as bars and dots, many small lines, and two indicators side by side."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.drawings import assert_sound, find, hints, numbers, said
from waymark.kernel.charts import (
    Bar,
    DotRow,
    Line,
    Mark,
    Measured,
    Panel,
    bar_chart,
    gap_chart,
    pair_chart,
    scatter_chart,
    small_chart,
    small_multiples,
    span,
)
from waymark.kernel.charts.frame import WIDTH

KEY = {
    "estimated": "Estimated",
    "provisional": "Provisional",
    "missing": "Missing",
    "suppressed": "Suppressed",
    "gap": "No values between",
}
HEAD = {"title": "T", "desc": "D", "ident": "c1"}


def read(drawn: str) -> ElementTree.Element:
    root = ElementTree.fromstring(drawn)
    assert_sound(root)
    return root


# Bars


def test_bars_say_why_there_is_no_value_and_that_one_may_change() -> None:
    groups = (
        Bar("A", None, "missing"),
        Bar("B", None, "suppressed"),
        Bar("C", 4, "estimated"),
        Bar("D", 5, "provisional"),
        Bar("E", 6),
        Bar("F", None),
    )
    root = read(bar_chart(groups, key=KEY, unit="%", **HEAD))
    shown = said(root)
    assert {"Missing", "Suppressed", "4 (Estimated)", "5 (Provisional)", "6", "–", "%"} <= set(
        shown
    )
    assert len(find(root, "rect", "unsure")) == 2
    assert len(find(root, "rect", "bar")) == 3


# Dots

ROWS = (
    DotRow("2015", (30.0, None, 50.0), "Gap 20"),
    DotRow("2024", (45.0, 50.0, 52.0), "Gap 7", "B: missing"),
)


@pytest.mark.parametrize("rtl", [False, True])
def test_the_gap_is_a_line_between_the_outermost_dots(rtl: bool) -> None:
    root = read(gap_chart(["A", "B", "C"], ROWS, unit="%", rtl=rtl, **HEAD))
    first, second = find(root, "path", "span")
    length = [abs(numbers(p)[2] - numbers(p)[0]) for p in (first, second)]
    assert length[0] / length[1] == pytest.approx(20 / 7, rel=0.02)
    assert {"Gap 20", "Gap 7", "2015", "2024 · B: missing", "A", "B", "C"} <= set(said(root))
    assert {"A · 2015: 30", "B · 2024: 50", "C · 2024: 52"} <= set(hints(root))
    assert "B · 2015: 30" not in hints(root)


def test_every_group_has_a_shape_of_its_own() -> None:
    groups = list("ABCDEF")
    root = read(gap_chart(groups, [DotRow("2020", (1, 2, 3, 4, 5, 6))], **HEAD))
    drawn = [e for e in find(root, "path", "dot") if e.find(".//*") is not None]
    shapes = {re.sub(r"^M-?[\d.]+ -?[\d.]+", "", e.get("d", "")) for e in drawn}
    assert len(shapes) == 5
    assert len([c for c in find(root, "circle", "dot") if c[:]]) == 1


def test_a_gap_chart_without_values_is_nothing_and_too_many_groups_are_refused() -> None:
    assert gap_chart(["A"], [DotRow("2020", (None,))], **HEAD) == ""
    assert gap_chart(["A"], [], **HEAD) == ""
    with pytest.raises(ValueError, match="six"):
        gap_chart(list("ABCDEFG"), [], **HEAD)
    with pytest.raises(ValueError, match="every row"):
        gap_chart(["A", "B"], [DotRow("2020", (1,))], **HEAD)


some = st.none() | st.floats(-1e6, 1e6)


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(
            st.lists(st.text(max_size=30), min_size=n, max_size=n),
            st.lists(
                st.builds(
                    DotRow,
                    st.text(max_size=20),
                    st.lists(some, min_size=n, max_size=n).map(tuple),
                    st.text(max_size=30),
                    st.text(max_size=30),
                ),
                min_size=1,
                max_size=4,
            ),
        )
    ),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_dots_are_drawn_inside(drawn: tuple[list[str], list[DotRow]], rtl: bool) -> None:
    groups, rows = drawn
    svg = gap_chart(groups, rows, rtl=rtl, unit="u", **HEAD)
    if not any(row.known for row in rows):
        assert svg == ""
        return
    for path in find(read(svg), "path", "span"):
        assert all(0 <= x <= WIDTH for x in (numbers(path)[0], numbers(path)[2]))


# Small multiples

A = Line("A", ((2015, 10.0), (2016, 12.0), (2018, 20.0)), {2017: "missing"})
B = Line("B", ((2020, 1000.0),))
PANELS = (
    Panel("1.1 One", "%", A, Mark(30, "Target", 2030)),
    Panel("2.1 Two", "persons", B),
    Panel("3.1 None", "%", Line("C", ())),
)


def test_panels_share_the_years_and_not_the_values() -> None:
    years = span(PANELS)
    assert years == (2015, 2030)
    roots = [read(small_chart(panel, years, key=KEY, **HEAD)) for panel in PANELS[:2]]
    for root in roots:
        assert {"2015", "2030"} <= set(said(root))
    assert {"10 (2015)", "20 (2018)"} <= set(said(roots[0]))
    assert "1000 (2020)" in said(roots[1])
    assert find(roots[0], "g", "target")
    assert find(roots[0], "path", "none")
    assert find(roots[0], "path", "gap")
    assert small_chart(PANELS[2], years, **HEAD) == ""


@pytest.mark.parametrize("rtl", [False, True])
def test_one_sheet_holds_every_panel_that_has_a_value(rtl: bool) -> None:
    root = read(small_multiples(PANELS, columns=2, key=KEY, rtl=rtl, **HEAD))
    shown = " ".join(said(root))
    assert "1.1 One" in shown
    assert "2.1 Two" in shown
    assert "3.1 None" not in shown
    places = [g.get("transform", "") for g in find(root, "g") if g.get("transform")]
    assert len(places) == 4
    assert small_multiples(PANELS[2:], **HEAD) == ""
    assert span(PANELS[2:]) is None


# Two indicators


def test_two_indicators_stand_in_two_frames_over_the_same_years() -> None:
    root = read(pair_chart(Measured(A, "%"), Measured(B, "persons"), key=KEY, **HEAD))
    assert [u.text for u in find(root, "text", "unit")] == ["%", "persons"]
    shown = said(root)
    assert shown.count("2020") == 2
    first, second = (
        [float(c.get("cy", "")) for c in find(g, "circle")]
        for g in find(root, "g")
        if g.get("class") in ("s0", "s1")
    )
    assert max(first) < min(second)
    assert pair_chart(Measured(A, "%"), Measured(Line("C", ()), ""), **HEAD) == ""


@pytest.mark.parametrize("rtl", [False, True])
def test_a_cloud_has_a_point_for_each_year_that_both_have(rtl: bool) -> None:
    other = Line("B", ((2015, 1.0), (2016, 4.0), (2018, 9.0), (2020, 5.0)))
    root = read(scatter_chart(Measured(A, "%"), Measured(other, "persons"), rtl=rtl, **HEAD))
    assert hints(root) == ["2015: 10 · 1", "2016: 12 · 4", "2018: 20 · 9"]
    across = [float(c.get("cx", "")) for c in find(root, "circle")]
    assert across == sorted(across, reverse=rtl)
    assert len(find(root, "path", "way")) == 1
    named = " ".join(said(root))
    assert "A (%)" in named
    assert "B (persons)" in named
    assert {"2015", "2018"} <= set(said(root))
    assert scatter_chart(Measured(A, ""), Measured(B, ""), **HEAD) == ""


points = st.lists(
    st.tuples(st.integers(1990, 2040), st.floats(-1e9, 1e9)), max_size=25, unique_by=lambda p: p[0]
)


@given(points, points, st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_two_lines_can_be_held_beside_each_other(
    a: list[tuple[int, float]], b: list[tuple[int, float]], rtl: bool
) -> None:
    pair = (Measured(Line("A", tuple(a)), "%"), Measured(Line("B", tuple(b)), "u"))
    for svg in (pair_chart(*pair, rtl=rtl, **HEAD), scatter_chart(*pair, rtl=rtl, **HEAD)):
        if svg:
            read(svg)
    panels = [Panel("P", measured.unit, measured.line) for measured in pair]
    years = span(panels)
    for panel in panels if years else ():
        if svg := small_chart(panel, years, rtl=rtl, **HEAD):  # type: ignore[arg-type]
            read(svg)


def test_the_names_of_the_years_do_not_cover_each_other() -> None:
    many = tuple((year, float(year % 3)) for year in range(1990, 2025))
    root = read(scatter_chart(Measured(Line("A", many), ""), Measured(Line("B", many), ""), **HEAD))
    names = [(float(t.get("x", "")), float(t.get("y", ""))) for t in find(root, "text", "value")]
    for (x1, y1), (x2, y2) in itertools.combinations(names, 2):
        assert abs(x1 - x2) >= 36 or abs(y1 - y2) >= 16
