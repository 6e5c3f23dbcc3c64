"""A city's data as SDMX, read by two programs that we did not write and checked by the schemas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.indicators.exporting import data_of
from tests.kernel.test_sdmx_readers import compare, others, ours, write_all
from waymark.indicators.rules.exports.model import Line
from waymark.indicators.rules.exports.sdmx_structure import city_of
from waymark.indicators.rules.exports.sdmx_write import observations
from waymark.indicators.rules.facts import Goal, Series, Value

pytestmark = pytest.mark.slow
LINES = [
    Line(
        Series("sdg:11.6.2", "harbour", (("age", "65+"), ("sex", "female")), "ug/m3"),
        (
            Value("2019", 12.5, note="Citizens' air: l'été & \"so\" <b>", source="مكتب"),
            Value("2020 Q1", None, "Q"),
            Value("2021-06", -0.25, "P", sample_size=400, margin=1.5, source_type="survey"),
        ),
        Goal("2014/15", 20.0, 2030, 5.0, ((2027, 8.0),), "北京 plan"),
    ),
    Line(
        Series("local:W1", "", (("occupation", "Fishers' families"), ("مهنة", "معلم")), "wells"),
        (Value("1987-1991", 3.0, "E", method="count"), Value("2020", None, text="Few, by word")),
    ),
]


def test_both_read_every_format_and_the_structure(tmp_path: Path) -> None:
    city = city_of(data_of(LINES))
    found = list(observations(city, LINES))
    write_all(tmp_path, city.structures, city.schema, found)
    compare(others(tmp_path), city.structures, ours(city.schema, found))
