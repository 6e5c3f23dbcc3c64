"""What was proposed from outside and accepted is said so wherever it is public, without a name."""

from __future__ import annotations

import csv
import importlib
import io
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from tests.indicators.cities import City, upload
from tests.indicators.test_pages import text
from tests.indicators.test_proposals import contributing_city, proposed
from tests.opendata.published import WATER, body, everything, get, publish
from waymark.base.jobs import run_due
from waymark.indicators.actions.deciding import accept_proposal, undo_acceptance
from waymark.indicators.actions.values import change_value
from waymark.indicators.models import Observation, Proposal, PublicValue
from waymark.indicators.rules.facts import PROPOSED, Value
from waymark.people.models import User

pytestmark = pytest.mark.django_db
MARK, ALL = "from residents", "Values marked"
CSV = "application/vnd.sdmx.data+csv;version=1.0.0"


def published() -> tuple[City, User, Proposal]:
    """A city whose public values are its own, but for one that a resident proposed."""
    city, resident = contributing_city(slug="harbour-city")
    User.objects.filter(pk=resident.pk).update(name="Zephyrine Quill")
    city.enter(60, "2023", source="Utility register", source_type="citizen_generated")
    row = proposed(city, resident)
    accept_proposal(proposal=row, by=city.editor, at=city.later())
    publish(city, WATER)
    return city, resident, row


def page(query: str = "") -> str:
    run_due(timezone.now(), limit=1000)  # what everybody sees follows
    where = reverse("opendata:indicator", args=["harbour-city", "umf", WATER])
    return text(get(where + query))


def table() -> list[dict[str, str]]:
    where = reverse("opendata:indicator_csv", args=["harbour-city", "umf", WATER])
    return list(csv.DictReader(io.StringIO(body(get(where)).decode("utf-8-sig"))))


def items() -> list[dict[str, Any]]:
    return everything(f"{reverse('opendata:api_observations')}?place=harbour-city")


def test_the_page_and_its_files_say_which_values_residents_proposed() -> None:
    _city, resident, _row = published()
    resident.refresh_from_db()
    shown = page()
    assert shown.count(MARK) == 2, "in the cell of the one value and in the sentence below"
    assert ALL in shown
    origin = {row["period"]: row["origin"] for row in table()}
    assert origin == {"2023": "", "2024": PROPOSED}, "a kind of source is not a proposal"
    assert {row["period"]: row["proposed"] for row in items()} == {"2023": False, "2024": True}
    sdmx = get(reverse("opendata:sdmx_index") + "data/DF_CITY/all/all", accept=CSV)
    lines = {row["TIME_PERIOD"]: row for row in csv.DictReader(io.StringIO(body(sdmx).decode()))}
    assert {time: row["ORIGIN"] for time, row in lines.items()} == {"2023": "", "2024": PROPOSED}
    embed = body(get(reverse("opendata:embed", args=["harbour-city", "umf", WATER]))).decode()
    assert "were proposed by residents" in embed
    for told in (shown, str(table()), str(items()), str(lines), embed):
        assert resident.name not in told


FILES = ("data-package", "json", "open-sdg", "sdmx-csv-2.0", "sdmx-ml-2.1", "sdmx-ml-3.0")
OF_COUNTRY = ("csv", "data-package", "sdmx-csv-2.0")


def unpacked(content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = [n for n in archive.namelist() if n.startswith(("data.", "data/", "values."))]
        return b"".join(map(archive.read, data))


def test_every_file_of_the_place_and_of_its_country_says_it_of_the_one_value() -> None:
    city, resident, _row = published()
    resident.refresh_from_db()
    code = city.place.country_id
    paths = [f"/data/harbour-city/all/{kind}" for kind in FILES]
    paths += [f"/data/country/{code}/{kind}" for kind in OF_COUNTRY]
    for path in paths:
        told = unpacked(body(get(path)))
        assert told.count(PROPOSED.encode()) == 1, path
        assert resident.name.encode() not in told, path
    PublicValue.objects.update(proposed=False)
    for path in paths:
        assert b"origin" not in unpacked(body(get(path))).lower(), "the control: no empty column"


def test_what_the_city_makes_of_it_later_is_its_own() -> None:
    city, _resident, row = published()
    value = Observation.objects.get(retired_at=None, period="2024")
    change_value(observation=value, value=Value("2024", 70.0), by=city.editor, at=city.later())
    assert MARK not in page()
    assert {row["origin"] for row in table()} == {""}
    other = proposed(city, row.proposed_by, 12, period="2022")
    accept_proposal(proposal=other, by=city.editor, at=city.later())
    assert MARK in page()
    undo_acceptance(proposal=other, by=city.editor, at=city.later())
    assert MARK not in page()


def test_a_withheld_value_does_not_say_where_it_came_from() -> None:
    city, resident = contributing_city(slug="harbour-city")
    row = proposed(city, resident, 3, unit="people")
    accept_proposal(proposal=row, by=city.editor, at=city.later())
    publish(city, WATER)
    (shown,) = PublicValue.objects.all()
    assert (shown.status, shown.proposed) == ("Q", False)
    assert MARK not in page()


def test_the_public_table_can_be_brought_in_again() -> None:
    city, _resident, _row = published()
    where = reverse("opendata:indicator_csv", args=["harbour-city", "umf", WATER])
    batch = city.preview(body(get(where)), "public.csv")
    assert not batch.plan.get("error"), batch.plan
    assert batch.plan["counts"]["unchanged"] == 2, batch.plan["counts"]
    answered = upload(b"indicator,period,value,origins\nUMF-1.1.2,2023,60,somebody\n", "o.csv")
    other = city.preview(answered.read(), "o.csv")
    assert other.plan["problems"], "the control: no other header is passed over"


def test_what_was_public_before_says_it_too() -> None:
    published()
    PublicValue.objects.update(proposed=False)
    step = importlib.import_module("waymark.indicators.migrations.0018_proposed_values_shown")
    step.mark(apps, None)
    marked = PublicValue.objects.order_by("start").values_list("period", "proposed")
    assert list(marked) == [("2023", False), ("2024", True)]
