"""How values of different standing look in a line chart, and what goes with a line."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.drawings import assert_sound, find, hints, numbers, said
from waymark.kernel.charts import Band, Line, Mark, line_chart
from waymark.kernel.charts.frame import WIDTH

KEY = {
    "gap": "No values between",
    "break": "Break in the series",
    "estimated": "Estimated",
    "provisional": "Provisional",
    "missing": "Missing",
    "suppressed": "Suppressed",
    "milestone": "Milestone",
}


def draw(*lines: Line, **more: object) -> ElementTree.Element:
    drawn = line_chart(lines, title="T", desc="D", ident="c1", key=KEY, **more)  # type: ignore[arg-type]
    root = ElementTree.fromstring(drawn)
    assert_sound(root)
    return root


POINTS = tuple((year, float(year - 2010)) for year in range(2015, 2022))


@pytest.mark.parametrize("kind", ["estimated", "provisional"])
def test_values_that_may_change_have_signs_of_their_own(kind: str) -> None:
    root = draw(Line("A", POINTS, {2021: kind}))
    assert len(find(root, "circle")) == len(POINTS) - 1
    in_chart, in_key = find(root, "path", "sign")
    assert numbers(in_chart) != numbers(in_key)
    assert said(root)[-1] == KEY[kind]
    assert f"2021: 11 ({KEY[kind]})" in hints(root)


def test_estimated_and_provisional_differ_in_shape() -> None:
    shapes = {
        kind: find(draw(Line("A", POINTS, {2021: kind})), "path", "sign")[0].get("d", "").count("h")
        for kind in ("estimated", "provisional")
    }
    assert shapes["estimated"] != shapes["provisional"]


@pytest.mark.parametrize(("kind", "look"), [("missing", "none"), ("suppressed", "held")])
def test_a_value_that_is_not_there_stands_at_the_foot_with_its_reason(kind: str, look: str) -> None:
    points = tuple((y, None if y == 2018 else v) for y, v in POINTS)
    root = draw(Line("A", points, {2018: kind}))
    sign, _ = find(root, "path", look)
    assert sign[0].text == f"2018: {KEY[kind]}"
    lowest = max(float(c.get("cy", "")) for c in find(root, "circle"))
    assert numbers(sign)[1] > lowest
    assert find(root, "path", "gap")
    assert {KEY[kind], KEY["gap"]} <= set(said(root))


def test_signs_at_the_foot_of_two_lines_do_not_cover_each_other() -> None:
    none = {2018: "missing", 2020: "suppressed"}
    points = tuple((y, v) for y, v in POINTS if y not in none)
    root = draw(Line("A", points, none), Line("B", points, none))
    heights = {numbers(p)[1] for p in find(root, "path", "none") if p[:]}
    assert len(heights) == 2


def test_a_year_known_to_be_without_value_is_a_gap_even_in_a_survey_of_every_second_year() -> None:
    points = ((2012, 1.0), (2014, 2.0), (2016, 3.0), (2018, 4.0))
    assert not find(draw(Line("A", points)), "path", "gap")
    assert find(draw(Line("A", points, {2015: "missing"})), "path", "gap")


def test_a_break_is_not_bridged() -> None:
    root = draw(Line("A", POINTS, {2018: "break"}))
    (group,) = [g for g in find(root, "g", "s0") if "label" not in g.get("class", "")]
    runs = [p for p in find(group, "path") if not p.get("class")]
    assert [len(numbers(run)) for run in runs] == [6, 8]
    at, _ = find(root, "path", "break")
    assert numbers(runs[0])[-2] < numbers(at)[0] < numbers(runs[1])[0]
    assert not find(root, "path", "gap")


def test_the_key_names_only_what_is_there() -> None:
    assert not find(draw(Line("A", POINTS)), "g", "key")
    bare = line_chart([Line("A", POINTS, {2021: "estimated"})], title="T", desc="D", ident="c1")
    assert 'class="key"' not in bare


def test_the_unit_stands_above_the_axis() -> None:
    root = draw(Line("A", POINTS), unit="per 100 000 people")
    (unit,) = find(root, "text", "unit")
    assert unit.text == "per 100 000 people"
    ticks = [float(t.get("y", "")) for t in find(root, "text") if t.get("text-anchor") == "end"]
    assert float(unit.get("y", "")) < min(ticks)


def test_milestones_lie_at_their_year_and_value() -> None:
    steps = [Mark(14, "Milestone", 2025), Mark(20, "Milestone", 2027)]
    root = draw(Line("A", POINTS), milestones=steps, target=Mark(25, "Target", 2030))
    first, second, _ = find(root, "path", "sign")
    assert numbers(first)[0] < numbers(second)[0]
    assert numbers(first)[1] > numbers(second)[1]
    assert "Milestone 2025: 14" in hints(root)
    assert KEY["milestone"] in said(root)


BAND = Band("If it goes on", ((2022, 12, 11, 13), (2023, 13, 11, 15), (2024, 14, 10, 18)))


@pytest.mark.parametrize("rtl", [False, True])
def test_a_projection_goes_on_from_the_last_value_in_its_band(rtl: bool) -> None:
    root = draw(Line("A", POINTS), projection=BAND, rtl=rtl)
    (way,) = find(root, "path", "projection")
    last = find(root, "circle")[-1]
    assert numbers(way)[:2] == [float(last.get("cx", "")), float(last.get("cy", ""))]
    (band,) = find(root, "path", "band")
    assert len(numbers(band)) == 12
    assert "If it goes on" in " ".join(said(root))
    assert "20" in said(root)  # the axis reaches to the end of the band


def test_a_projection_without_a_band_is_a_way_alone() -> None:
    root = draw(Line("A", POINTS), projection=Band("P", ((2025, 13.0, None, None),)))
    assert find(root, "path", "projection")
    assert not find(root, "path", "band")


kinds = st.sampled_from(["", "estimated", "provisional", "break", "missing", "suppressed", "odd"])
lines = st.builds(
    lambda name, rows: Line(name, tuple((y, v) for y, v, _ in rows), {y: k for y, _, k in rows}),
    st.text(max_size=40),
    st.lists(
        st.tuples(st.integers(1990, 2040), st.none() | st.floats(-1e6, 1e6), kinds),
        max_size=12,
        unique_by=lambda row: row[0],
    ),
)
bands = st.builds(
    lambda start, rows: Band(
        "B", tuple((start + i, m, m - w, m + w) for i, (m, w) in enumerate(rows))
    ),
    st.integers(2041, 2043),
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6)), min_size=1, max_size=5),
)


@given(st.lists(lines, max_size=7), st.none() | bands, st.booleans(), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_is_drawn_stays_inside(
    several: list[Line], band: Band | None, rtl: bool, unit: str
) -> None:
    drawn = line_chart(
        several, title="T", desc="D", ident="c1", key=KEY, rtl=rtl, projection=band, unit=unit
    )
    if not any(line.known for line in several):
        assert drawn == ""
        return
    root = ElementTree.fromstring(drawn)
    assert_sound(root)
    for path in find(root, "path"):
        if path.get("class") in ("band", "projection", "gap"):
            assert all(0 <= x <= WIDTH for x in numbers(path)[::2])
