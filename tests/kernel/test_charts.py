import itertools
import json
import math
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.drawings import NS, assert_sound, find, numbers, words
from waymark.kernel.charts import Bar, Line, Mark, bar_chart, line_chart, nice_ticks, vega_line
from waymark.kernel.charts.frame import WIDTH, shorten, spread, width, wrap

TWO = (
    Line("Women", ((2015, 40.0), (2016, 42.0), (2017, 45.0))),
    Line("Men", ((2015, 41.0), (2016, 43.0), (2017, 45.2))),
)


def line(*lines: Line, **more: object) -> ElementTree.Element:
    drawn = line_chart(lines, title="T", desc="D", ident="c1", **more)  # type: ignore[arg-type]
    return ElementTree.fromstring(drawn)


def bars(*groups: Bar, **more: object) -> ElementTree.Element:
    drawn = bar_chart(groups, title="T", desc="D", ident="c1", **more)  # type: ignore[arg-type]
    return ElementTree.fromstring(drawn)


def test_a_chart_has_its_lines_names_grid_and_years() -> None:
    root = line(*TWO)
    assert_sound(root)
    for i, name in enumerate(("Women", "Men")):
        (group,) = [g for g in find(root, "g", f"s{i}") if "label" not in g.get("class", "")]
        assert len(find(group, "circle")) == 3
        (label,) = [g for g in find(root, "g", f"s{i}") if "label" in g.get("class", "")]
        assert words(find(label, "text")[0]) == name
    shown = [words(t) for t in find(root, "text")]
    assert {"2015", "2016", "2017", "40", "44", "46"} <= set(shown)
    assert find(root, "circle")[0][0].text == "2015: 40"


def test_higher_is_higher_and_later_is_further_right() -> None:
    dots = [(float(c.get("cx", "")), float(c.get("cy", ""))) for c in find(line(TWO[0]), "circle")]
    assert dots == sorted(dots)
    assert [y for _, y in dots] == sorted((y for _, y in dots), reverse=True)
    mirrored = [float(c.get("cx", "")) for c in find(line(TWO[0], rtl=True), "circle")]
    assert mirrored == sorted(mirrored, reverse=True)


def test_right_to_left_is_the_mirror_image() -> None:
    ltr, rtl = line(*TWO), line(*TWO, rtl=True)
    assert (ltr.get("direction"), rtl.get("direction")) == ("ltr", "rtl")
    for a, b in zip(find(ltr, "circle"), find(rtl, "circle"), strict=True):
        assert float(a.get("cx", "")) + float(b.get("cx", "")) == pytest.approx(WIDTH, abs=0.11)
        assert a.get("cy") == b.get("cy")


@pytest.mark.parametrize(
    ("points", "circles", "paths", "gaps"),
    [
        (((2015, 3.0),), 1, 0, 0),
        (((2015, 3.0), (2016, 3.0)), 2, 1, 0),
        (((2015, 3.0), (2016, 4.0), (2017, 4.5), (2020, 5.0), (2021, 6.0)), 5, 2, 1),
        (((2015, 3.0), (2017, 4.0), (2019, 5.0)), 3, 1, 0),
        (((2015, 3.0), (2016, None), (2017, 4.0), (2018, 4.0), (2019, 4.0)), 4, 1, 1),
        (((2015, math.nan), (2016, 2.0), (2017, math.inf)), 1, 0, 0),
        (((2017, 3.0), (2015, 1.0), (2016, 2.0)), 3, 1, 0),
        (((2015, -3.0), (2016, -4.0), (2017, 2.0)), 3, 1, 0),
        (((2015, 0.0), (2016, 0.0)), 2, 1, 0),
        (((2015, 1e12), (2016, 1.1e12)), 2, 1, 0),
        (((2015, 1e-9), (2016, 3e-9)), 2, 1, 0),
    ],
)
def test_awkward_series(
    points: tuple[tuple[int, float | None], ...], circles: int, paths: int, gaps: int
) -> None:
    root = line(Line("A", points))
    assert_sound(root)
    (group,) = [g for g in find(root, "g", "s0") if "label" not in g.get("class", "")]
    assert len(find(group, "circle")) == circles
    assert len(find(group, "path", "gap")) == gaps
    assert len(find(group, "path")) - gaps == paths


def test_nothing_to_draw_draws_nothing() -> None:
    for lines in ([], [Line("A", ())], [Line("A", ((2015, None),))]):
        assert line_chart(lines, title="T", desc="D", ident="c") == ""
    assert bar_chart([], title="T", desc="D", ident="c") == ""


def test_a_target_stretches_both_axes_and_is_named() -> None:
    root = line(*TWO, target=Mark(80, "Target 2030", 2030), baseline=Mark(40, "Baseline"))
    assert_sound(root)
    shown = {words(t) for t in find(root, "text")}
    assert {"2030", "80", "Target 2030", "Baseline"} <= shown
    (level,) = [g for g in find(root, "g", "target") if "label" not in g.get("class", "")]
    assert len(find(level, "path", "due")) == 1
    assert numbers(find(level, "path")[0])[1] < min(
        float(c.get("cy", "")) for c in find(root, "circle")
    )


def label_boxes(root: ElementTree.Element) -> list[tuple[float, float]]:
    boxes = []
    for group in find(root, "g", "label"):
        (label,) = find(group, "text")
        ys = [float(e.get("y", "")) for e in ([label] if label.get("y") else list(label))
              if e.get("y")]  # fmt: skip
        boxes.append((min(ys) - 8, max(ys) + 8))
    return sorted(boxes)


@given(
    st.lists(st.tuples(st.text(max_size=60), st.floats(-100, 100)), min_size=1, max_size=12),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_names_never_cover_each_other_whatever_they_are(
    ends: list[tuple[str, float]], rtl: bool
) -> None:
    root = line(*(Line(n, ((2015, 1.0), (2020, v))) for n, v in ends), rtl=rtl)
    assert_sound(root)
    for (_, bottom), (top, _) in itertools.pairwise(label_boxes(root)):
        assert top >= bottom - 0.11
    for group in find(root, "g", "label"):
        for row in [words(t) for t in find(group, "tspan")]:
            assert width(row) <= WIDTH * 0.36 + 1e-6


def test_a_long_name_is_wrapped_and_kept_whole_on_hover() -> None:
    name = "Proportion of children and young people at the end of lower secondary school " * 2
    root = line(Line(name, ((2015, 1.0), (2016, 2.0))))
    (label,) = find(find(root, "g", "label")[0], "text")
    assert label[0].text == name
    assert words(label).endswith("…")


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9), st.integers(2, 8))
def test_ticks_are_few_even_and_cover_the_values(low: float, span: float, about: int) -> None:
    ticks = nice_ticks(low, low + span, about)
    slack = 1e-8 * (ticks[1] - ticks[0]) + 1e-8 * abs(low)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + span - slack
    assert 2 <= len(ticks) <= about + 3
    steps = [b - a for a, b in itertools.pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 100, [0, 20, 40, 60, 80, 100]),
        (95, 99, [95, 96, 97, 98, 99]),
        (0, 0.07, [0, 0.02, 0.04, 0.06, 0.08]),
        (-3, 4, [-4, -2, 0, 2, 4]),
        (5, 5, [4.4, 4.6, 4.8, 5, 5.2, 5.4, 5.6]),
        (0, 0, [-1, -0.5, 0, 0.5, 1]),
    ],
)
def test_nice_ticks(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high) == ticks


def test_the_axis_begins_at_zero_unless_that_hides_the_change() -> None:
    low = line(Line("A", ((2015, 12.0), (2016, 40.0))))
    assert find(low, "path", "axis")
    high = line(Line("A", ((2015, 96.0), (2016, 99.0))))
    assert not find(high, "path", "axis")


@given(st.lists(st.floats(0, 300), max_size=12), st.floats(4, 40), st.floats(50, 400))
def test_spread_keeps_order_and_distance(wanted: list[float], size: float, high: float) -> None:
    placed = spread(wanted, [size] * len(wanted), 0, high)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    for a, b in itertools.pairwise(order):
        assert placed[b] - placed[a] >= size - 1e-6
    for centre in placed:
        assert size / 2 - 1e-6 <= centre <= max(high, size * len(wanted)) - size / 2 + 1e-6


def test_spread_moves_nothing_that_has_room() -> None:
    assert spread([90, 10, 50], [10, 10, 10], 0, 100) == [90, 10, 50]


@given(st.text(max_size=80), st.integers(20, 200))
def test_text_is_wrapped_inside_its_room(text: str, room: int) -> None:
    rows = wrap(text, room)
    assert 1 <= len(rows) <= 3
    assert all(width(row) <= room or len(row) <= 1 for row in rows)
    assert width(shorten(text, room)) <= room or len(shorten(text, room)) <= 1


def test_bars() -> None:
    root = bars(Bar("Women", 40), Bar("Men", 80), Bar("Not stated", None))
    assert_sound(root)
    a, b = find(root, "rect")
    assert float(b.get("width", "")) == pytest.approx(2 * float(a.get("width", "")), abs=0.11)
    assert [words(t) for t in find(root, "text")] == ["Women", "40", "Men", "80", "Not stated", "–"]


@pytest.mark.parametrize("rtl", [False, True])
def test_bars_grow_away_from_zero(rtl: bool) -> None:
    root = bars(Bar("a", -5), Bar("b", 10), Bar("c", 0), rtl=rtl)
    assert_sound(root)
    zero = numbers(find(root, "path", "axis")[0])[0]
    down, up = ((float(r.get("x", "")), float(r.get("width", ""))) for r in find(root, "rect"))
    right, left = (down, up) if rtl else (up, down)
    assert right[0] == pytest.approx(zero, abs=0.11)
    assert left[0] + left[1] == pytest.approx(zero, abs=0.11)


@given(
    st.lists(
        st.builds(Bar, st.text(max_size=90), st.none() | st.floats(-1e6, 1e6)),
        min_size=1,
        max_size=10,
    ),
    st.none() | st.builds(Mark, st.floats(-1e6, 1e6), st.text(max_size=40)),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_bars_are_drawn_inside_their_frame(
    groups: list[Bar], target: Mark | None, rtl: bool
) -> None:
    root = bars(*groups, target=target, baseline=target, rtl=rtl)
    assert_sound(root)
    for rect in find(root, "rect"):
        assert float(rect.get("x", "")) + float(rect.get("width", "")) <= WIDTH


HOSTILE = '</title><script>alert(1)</script>" onload="x" \x00\x08\ud800 &amp; ]]>'


def test_hostile_text_stays_text() -> None:
    drawn = line_chart(
        [Line(HOSTILE, ((2015, 1.0),))],
        title=HOSTILE,
        desc=HOSTILE,
        ident="c1",
        target=Mark(2, HOSTILE),
        number=lambda value: f"<b>{value}</b>",
    ) + bar_chart([Bar(HOSTILE, 1)], title=HOSTILE, desc=HOSTILE, ident="c2")
    root = ElementTree.fromstring(f"<x>{drawn}</x>")
    allowed = {"svg", "title", "desc", "g", "path", "text", "tspan", "circle", "rect", "x"}
    assert {e.tag.removeprefix(NS) for e in root.iter()} <= allowed
    assert "onload" not in {name for e in root.iter() for name in dict(e.items())}
    with pytest.raises(ValueError, match="id"):
        line_chart(TWO, title="T", desc="D", ident='a"b')


def test_numbers_are_written_by_the_caller() -> None:
    root = line(*TWO, number=lambda value: f"{value:.1f} %".replace(".", ","))
    assert "46,0 %" in {words(t) for t in find(root, "text")}


def test_a_usual_chart_is_light() -> None:
    points = tuple((year, 40 + year % 7) for year in range(2000, 2025))
    drawn = line_chart([Line("City", points)], title="T", desc="D", ident="c")
    assert len(drawn) < 5000


def test_vega_lite_specification() -> None:
    spec = vega_line(TWO, title="T", desc="D", unit="%", target=Mark(80, "Target", 2030))
    assert json.loads(json.dumps(spec)) == spec
    rows = spec["data"]["values"]  # type: ignore[index]
    assert rows[0] == {"year": 2015, "series": "Women", "value": 40.0}
    assert len(rows) == 6
    jsonschema.validate(
        spec,
        {
            "type": "object",
            "required": ["$schema", "data", "layer", "title", "description"],
            "properties": {
                "layer": {"type": "array", "minItems": 2, "maxItems": 2},
                "$schema": {"pattern": "vega-lite"},
            },
        },
    )
