"""Rows put in at once are those that Django would have made one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.indicators.cities import make_city
from waymark.base.fields import new_ids
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


def test_nothing_is_nothing() -> None:
    assert insert(Series, ("id",), []) == 0
