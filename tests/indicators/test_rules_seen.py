"""What can be seen of series: one value a year, splits into groups, an index."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.indicators.rules.seen import (
    Seen,
    SeenLine,
    Within,
    common_years,
    indexed,
    splits,
)


def line(
    name: str, *values: tuple[int, float | None], area: str = "", unit: str = "%", **dims: str
) -> SeenLine:
    seen = tuple(Seen(year, value, "A" if value is not None else "M") for year, value in values)
    return SeenLine(name, name, area, tuple(sorted(dims.items())), unit, seen)


@pytest.mark.parametrize(
    ("values", "known", "kinds"),
    [
        ([Seen(2020, 1.0), Seen(2020, 2.0)], {2020: 2.0}, {}),
        ([Seen(2020, 1.0), Seen(2020, None, "M")], {2020: 1.0}, {}),
        ([Seen(2020, None, "Q"), Seen(2020, 3.0, "E")], {2020: 3.0}, {2020: "estimated"}),
        ([Seen(2020, None, "M"), Seen(2020, None, "Q")], {}, {2020: "suppressed"}),
        ([Seen(2021, 1.0, "B"), Seen(2019, 2.0, "P")], {2019: 2.0, 2021: 1.0},
         {2019: "provisional", 2021: "break"}),
        ([Seen(2020, None, "A")], {}, {}),
    ],
)  # fmt: skip
def test_one_value_a_year(
    values: list[Seen], known: dict[int, float], kinds: dict[int, str]
) -> None:
    seen = SeenLine("a", "a", values=tuple(values))
    assert seen.known == known
    assert list(seen.known) == sorted(seen.known)
    assert seen.kinds == kinds


WHOLE = line("whole", (2020, 5.0))
WOMEN = line("women", (2018, 3.0), (2020, 4.0), sex="female")
MEN = line("men", (2018, 5.0), (2019, 5.0), (2020, 6.0), sex="male")


def test_series_that_differ_in_one_dimension_are_its_groups() -> None:
    (split,) = splits([WOMEN, WHOLE, MEN])
    assert split.dimension == "sex"
    assert [group for group, _line in split.groups] == ["female", "male"]
    assert split.whole is WHOLE
    assert (split.years, split.latest) == ((2018, 2019, 2020), 2020)
    assert split.earliest_before(2020) == 2018
    assert split.earliest_before(2018) is None


def test_units_and_other_dimensions_are_never_mixed() -> None:
    others = [
        line("women, persons", (2020, 400.0), unit="persons", sex="female"),
        line("old women", (2020, 2.0), sex="female", age="65+"),
        line("old men", (2020, 2.5), sex="male", age="65+"),
        line("women of the north", (2020, 4.5), sex="female", area="n"),
    ]
    found = splits([WHOLE, WOMEN, MEN, *others])
    about = {
        (split.dimension, split.within): [one.name for _group, one in split.groups]
        for split in found
    }
    assert about == {
        ("sex", Within()): ["women", "men"],
        ("sex", Within("", (("age", "65+"),))): ["old women", "old men"],
    }
    assert [split.within for split in found] == [Within(), Within("", (("age", "65+"),))]


def test_areas_are_groups_too_and_stand_by_name() -> None:
    north = line("North", (2020, 9.0), area="1")
    harbour = line("Harbour", (2020, 1.0), area="2")
    (split,) = splits([north, WHOLE, harbour])
    assert split.dimension == "area"
    assert [one.name for _group, one in split.groups] == ["Harbour", "North"]


def test_groups_stand_in_the_order_of_their_vocabulary_and_ages_by_age() -> None:
    ages = [line(age, (2020, float(i)), age=age) for i, age in enumerate(("65+", "5-14", "0-4"))]
    (split,) = splits(ages)
    assert [group for group, _line in split.groups] == ["0-4", "5-14", "65+"]
    odd = [line(age, (2020, 1.0), age=age) for age in ("100+", "18-25", "young")]
    (split,) = splits(odd)
    assert [group for group, _line in split.groups] == ["18-25", "100+", "young"]


dims = st.dictionaries(
    st.sampled_from(["sex", "age", "race/ethnicity"]), st.sampled_from("abc"), max_size=2
)
lines = st.builds(
    lambda i, d, area, unit, values: SeenLine(
        str(i), str(i), area, tuple(sorted(d.items())), unit,
        tuple(Seen(year, value) for year, value in values),
    ),
    st.integers(),
    dims,
    st.sampled_from(["", "n", "s"]),
    st.sampled_from(["%", "persons"]),
    st.lists(st.tuples(st.integers(2015, 2020), st.floats(0, 100)), max_size=4),
)  # fmt: skip


@given(st.lists(lines, max_size=25, unique_by=lambda one: (one.area, one.dims, one.unit)))
def test_a_split_holds_series_that_differ_in_nothing_else(found: list[SeenLine]) -> None:
    for split in splits(found):
        assert len(split.groups) > 1
        assert len({group for group, _line in split.groups}) == len(split.groups)
        for group, one in split.groups:
            assert one.unit == split.unit
            rest = tuple(pair for pair in one.dims if pair[0] != split.dimension)
            if split.dimension == "area":
                assert (one.area, one.dims) == (group, split.within.dims)
            else:
                assert dict(one.dims)[split.dimension] == group
                assert (one.area, rest) == (split.within.area, split.within.dims)
        if split.latest is not None and (first := split.earliest_before(split.latest)):
            assert first < split.latest


@given(st.lists(lines, max_size=12, unique_by=lambda one: (one.area, one.dims, one.unit)))
def test_the_order_of_groups_says_nothing_of_their_values(found: list[SeenLine]) -> None:
    def turned(one: SeenLine) -> SeenLine:
        values = tuple(Seen(v.year, None if v.value is None else -v.value) for v in one.values)
        return SeenLine(one.id, one.name, one.area, one.dims, one.unit, values)

    def order(several: list[SeenLine]) -> list[list[str]]:
        return [[group for group, _line in split.groups] for split in splits(several)]

    assert order(found) == order([turned(one) for one in found])


def test_an_index_starts_at_a_hundred() -> None:
    rising = line("a", (2015, 40.0), (2016, None), (2018, 50.0))
    found = indexed(rising, 2015)
    assert found is not None
    assert found.known == {2015: 100.0, 2018: 125.0}
    assert found.kinds == {2016: "missing"}
    assert indexed(rising, 2017) is None
    assert indexed(line("b", (2015, 40.0), (2016, 0.0)), 2015) is None
    assert indexed(line("c", (2015, -1.0), (2016, 2.0)), 2016) is None
    assert common_years(rising, MEN) == [2018]
