"""Rows put in at once are those that Django would have made one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.indicators.cities import make_city
from waymark.base.fields import id_time, new_id, new_ids
from waymark.indicators.actions.inserting import insert
from waymark.indicators.models import Observation, Series

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def plain(row: Any) -> dict[str, Any]:
    """The fields of a row, without its id."""
    return {
        one.attname: getattr(row, one.attname)
        for one in row._meta.concrete_fields
        if not one.primary_key
    }


def test_rows_are_as_django_makes_them() -> None:
    city = make_city()
    indicator = city.indicator("UMF-1.1.2")
    ids = new_ids(3)
    assert ids == sorted(set(ids))
    about = ("id", "place_id", "indicator_id", "area_id", "dimensions", "dimensions_key", "unit")
    areas = [None, city.areas["north"].pk, None]
    groups = [{}, {}, {"sex": "female"}]
    keys = ["", "", '{"sex":"female"}']
    rows = zip(ids, areas, groups, keys, strict=True)
    told = [(pk, city.place.pk, indicator.pk, area, dims, key, "%") for pk, area, dims, key in rows]
    assert insert(Series, about, told) == 3
    assert [row.dimensions for row in Series.objects.order_by("pk")] == groups
    columns = ("series_id", "year", "period", "value", "entered_at", "note")
    values = [
        (pk, 2020, "2020", value, AT, "ünd '")
        for pk, value in zip(ids, (1.5, None, 0.0), strict=True)
    ]
    assert insert(Observation, columns, values) == 3
    for row in Observation.objects.order_by("series"):
        alike = Observation.objects.create(
            series_id=row.series_id,
            year=2020,
            period="2021",
            value=row.value,
            entered_at=AT,
            note="ünd '",
        )
        alike.refresh_from_db()
        assert plain(row) == plain(alike) | {"period": "2020"}


def test_what_is_the_same_in_all_rows_is_said_once() -> None:
    city = make_city()
    same = {"place_id": city.place.pk, "indicator_id": city.indicator("UMF-1.1.2").pk}
    ids = new_ids(2)
    rows = [(pk, {"sex": "female"}, unit) for pk, unit in zip(ids, ("%", "people"), strict=True)]
    assert insert(Series, ("id", "dimensions", "unit"), rows, same) == 2
    assert list(Series.objects.order_by("pk").values_list("pk", "dimensions", "unit")) == rows
    assert Series.objects.filter(**same, area=None).count() == 2
    told = {"entered_at": AT, "year": 2020, "period": "2020"}
    assert (
        insert(Observation, ("series_id", "value"), zip(ids, (1.5, None), strict=True), told) == 2
    )
    for row, pk in zip(Observation.objects.order_by("pk"), ids, strict=True):
        assert (row.series_id, row.entered_at, row.year, row.status) == (pk, AT, 2020, "A")


def test_many_ids_are_different_in_order_and_of_now() -> None:
    before, ids, after = new_id(), new_ids(5000), new_id()
    assert ids == sorted(set(ids))
    assert {len(one) for one in ids} == {26}
    assert before[:9] <= ids[0][:9] <= ids[-1][:9] <= after[:9]
    assert id_time(ids[0]) == id_time(ids[-1])


def test_nothing_is_nothing() -> None:
    assert insert(Series, ("id",), []) == 0
