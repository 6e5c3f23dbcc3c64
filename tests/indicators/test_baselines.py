"""A baseline has its period, whatever way it comes in: else no format could say of when it is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.indicators.cities import City, browser, make_city
from waymark.indicators import takeaway
from waymark.indicators.actions import targets
from waymark.indicators.models import Observation, Target
from waymark.indicators.queries.place import here
from waymark.indicators.queries.taking import Chosen
from waymark.indicators.rules.exports import formats
from waymark.indicators.rules.exports.opensdg import MARK
from waymark.indicators.rules.facts import Goal
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db
MADE = datetime(2026, 3, 2, tzinfo=UTC)
INDICATOR = "umf:UMF-1.1.2"


def in_table(period: str) -> tuple[bytes, str]:
    head = "indicator,baseline period,baseline value,target value\n"
    return f"{head}{INDICATOR},{period},70,95\n".encode(), "data.csv"


def in_document(period: str) -> tuple[bytes, str]:
    target = {"baseline_period": period, "baseline_value": 70, "value": 95, "year": 2030}
    series = [{"indicator": INDICATOR, "unit": "%", "values": [], "target": target}]
    told = {"format": "waymark-indicators", "version": 1, "indicators": [], "series": series}
    return json.dumps(told).encode(), "data.json"


def in_site(period: str) -> tuple[bytes, str]:
    target = {"baseline_period": period, "baseline_value": 70, "value": 95, "year": 2030}
    named = {"indicator": INDICATOR, "unit": "%", "target": target}
    mark = {"format": "waymark-open-sdg", "version": 1, "indicators": {}, "targets": [named]}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(MARK, json.dumps(mark))
        archive.writestr("config_data.yml", "languages: [en]\n")
    return held.getvalue(), "data.zip"


def in_package(period: str) -> tuple[bytes, str]:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("values.csv", in_table(period)[0])
    return held.getvalue(), "data.zip"


FILES = (in_table, in_document, in_site, in_package)


@pytest.mark.parametrize("made", FILES, ids=lambda made: made.__name__)
@pytest.mark.parametrize(("period", "key"), [("", "baseline.no_period"), ("soon", "period.")])
def test_no_file_brings_a_baseline_without_a_period(
    made: Callable[[str], tuple[bytes, str]], period: str, key: str
) -> None:
    city = make_city()
    city.enter(81, "2020")
    batch = city.preview(*made(period))
    assert [one["key"][: len(key)] for one in batch.plan["problems"]] == [key]
    with pytest.raises(Refused):
        city.commit(batch, leave_out=True)
    assert not Target.objects.exists()


@pytest.mark.parametrize("made", FILES, ids=lambda made: made.__name__)
def test_with_a_period_it_comes_in_and_goes_out_in_every_format(
    made: Callable[[str], tuple[bytes, str]],
) -> None:
    city = make_city()
    city.enter(81, "2020")
    city.bring(*made("2014/15"))
    for kind in ("csv", "xlsx", *formats.KINDS):
        assert taken(city, kind)


def taken(city: City, kind: str) -> bytes:
    at = here(city.viewer, city.place.slug, boundaries=True)
    assert at is not None
    with takeaway.made(at, kind, Chosen(), MADE) as file:
        return file.read()


@pytest.mark.parametrize("period", ["", "soon"])
def test_neither_the_form_nor_the_act_takes_one(period: str) -> None:
    city = make_city()
    city.enter(81, "2020")
    series = Observation.objects.get().series_id
    url = reverse("indicators:target", args=[city.place.slug, "umf", "UMF-1.1.2"])
    typed = {"baseline_value": "70", "target_year": "2030", "target_value": "95", "replaces": ""}
    client = browser(city.editor)
    refused = client.post(f"{url}?series={series}", typed | {"baseline_period": period})
    assert refused.status_code == 400
    with pytest.raises(Refused):
        targets.set_target(
            place=city.place,
            indicator=city.indicator(),
            goal=Goal(period, 70.0, 2030, 95.0),
            by=city.editor,
            at=city.later(),
        )
    assert not Target.objects.exists()
    assert client.post(f"{url}?series={series}", typed | {"baseline_period": "2015"}).url
    assert Target.objects.get().baseline_value == 70


def test_not_even_the_database_holds_one() -> None:
    city = make_city()
    city.enter(81, "2020")
    series = Observation.objects.get().series
    told = {"series": series, "updated_by": city.editor, "updated_at": MADE}
    for half in ({"baseline_value": 70.0}, {"baseline_period": "2015"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Target.objects.create(**told, **half)
    Target.objects.create(**told, baseline_value=70.0, baseline_period="2015")
    assert b"2015" in taken(city, "csv")


def test_a_period_that_cant_be_read_is_no_reason_to_show_no_page() -> None:
    city = make_city()
    for year, sex in (("2016", "female"), ("2020", "female"), ("2016", "male"), ("2020", "male")):
        city.enter(81 + int(year) - 2016, year, dims=(("sex", sex),))
    told = {"baseline_value": 70.0, "updated_by": city.editor, "updated_at": MADE}
    for series in {row.series for row in Observation.objects.all()}:
        Target.objects.create(series=series, baseline_period="soon", target_value=95.0, **told)
    client = browser(city.viewer)
    for name in ("progress", "charts", "checks"):
        assert client.get(reverse(f"indicators:{name}", args=[city.place.slug])).status_code == 200
    series = f"?series={Target.objects.all()[0].series_id}"
    for name in ("detail", "progress_json"):
        url = reverse(f"indicators:{name}", args=[city.place.slug, "umf", "UMF-1.1.2"])
        assert client.get(url).status_code == 200
        assert client.get(f"{url}{series}").status_code == 200


def test_an_upgrade_keeps_half_a_baseline_in_words_and_does_not_stop() -> None:
    city = make_city()
    for place in ("north", "harbour", None):
        city.enter(81, "2020", area=city.areas[place] if place else None)
    one, other, whole = (row.series for row in Observation.objects.order_by("pk"))
    told = {"updated_by": city.editor, "updated_at": MADE}
    with unguarded():
        Target.objects.create(series=one, baseline_value=70.5, target_value=95.0, **told)
        Target.objects.create(series=other, baseline_period="2015", note="By law.", **told)
        Target.objects.create(series=whole, baseline_period="2015", baseline_value=7.0, **told)
        module = import_module("waymark.indicators.migrations.0015_baseline_with_its_period")
        module.mend(apps, None)
    held = {row.series_id: row for row in Target.objects.all()}
    assert held[one.pk].note == "Baseline without a period: 70.5"
    assert held[one.pk].target_value == 95
    assert held[other.pk].note == "By law. (Baseline without a value: 2015)"
    assert (held[whole.pk].baseline_value, held[whole.pk].note) == (7, "")
    for row in held.values():
        row.save()
    assert taken(city, "sdmx-csv-2.0")


@contextmanager
def unguarded() -> Iterator[None]:
    """Let the database hold what it held before it had the constraint."""
    name = "indicators_target_baseline_whole"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE indicators_target DROP CONSTRAINT {name}")
            yield
            return
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
