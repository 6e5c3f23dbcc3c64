"""Rows straight from the driver: the same as those that go through the fields."""

from __future__ import annotations

from datetime import date
from types import GeneratorType

import pytest

from tests.indicators.cities import dims, make_city
from waymark.indicators.models import Observation, Series
from waymark.indicators.queries.columns import columns
from waymark.indicators.queries.known import VALUE_FIELDS

pytestmark = pytest.mark.django_db


def test_every_column_of_a_value_comes_as_its_field_gives_it() -> None:
    city = make_city()
    city.enter(81, "2020", source="L'office", note="غبار", next_update=date(2027, 6, 30))
    city.enter(None, "2021", dims=dims(sex="female"), status="Q", sample_size=7, margin=0.5)
    names = ("series_id", *VALUE_FIELDS, "series__indicator_id")
    rows = Observation.objects.order_by("pk")
    told = columns(rows, *names)
    assert isinstance(told, GeneratorType)  # nothing is read before it is asked for
    assert list(told) == list(rows.values_list(*names))
    assert next(columns(rows, "next_update")) == (date(2027, 6, 30),)
    assert list(columns(rows.filter(pk__in=[]), "pk")) == []


def test_json_is_refused_for_the_driver_gives_its_text() -> None:
    with pytest.raises(TypeError, match="dimensions"):
        list(columns(Series.objects.all(), "pk", "dimensions"))
