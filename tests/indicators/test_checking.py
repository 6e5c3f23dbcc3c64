"""Somebody else looks a value over: who may, what is kept, what the pages show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from tests.indicators.cities import City, browser, make_city
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.checking import check_values, uncheck_value
from waymark.indicators.actions.values import change_value
from waymark.indicators.models import Observation
from waymark.indicators.rules.facts import Value
from waymark.kernel.flow import Refused

pytestmark = pytest.mark.django_db


def check(city: City, *rows: Observation, by: Any) -> list[Observation]:
    return check_values(
        series=rows[0].series, values=[row.pk for row in rows], by=by, at=city.later()
    )


def keys(refused: Any) -> list[str]:
    return [reason.key for reason in refused.value.reasons]


def test_somebody_else_looks_over_and_the_ledger_says_so() -> None:
    city = make_city()
    rows = city.enter(81, "2020"), city.enter(82, "2021")
    assert check(city, *rows, by=city.lead) == list(rows)
    held = list(Observation.objects.order_by("pk"))
    assert [(row.checked_by, row.checked_at) for row in held] == [(city.lead, city.now)] * 2
    told = Record.objects.get(verb="value.check")
    assert json.loads(told.body)["facts"]["observations"] == [row.pk for row in rows]
    assert check(city, *rows, by=city.lead) == []
    assert Record.objects.filter(verb="value.check").count() == 1


def test_nobody_looks_over_her_own_value_and_a_viewer_none() -> None:
    city = make_city()
    row = city.enter(81)
    with pytest.raises(Refused) as refused:
        check(city, row, by=city.editor)
    assert keys(refused) == ["checking.own"]
    with pytest.raises(NotPermitted):
        check(city, row, by=city.viewer)
    row.refresh_from_db()
    assert row.checked_at is None


def test_a_changed_value_is_looked_over_by_nobody() -> None:
    city = make_city()
    row = city.enter(81)
    check(city, row, by=city.lead)
    new = change_value(observation=row, value=Value("2020", 82.0), by=city.editor, at=city.later())
    assert (new.checked_by, new.checked_at) == (None, None)
    with pytest.raises(Refused) as refused:
        check(city, row, by=city.lead)
    assert keys(refused) == ["checking.changed_meanwhile"]
    with pytest.raises(Refused) as refused:
        check_values(series=row.series, values=[], by=city.lead, at=city.later())
    assert keys(refused) == ["checking.none"]


def test_a_value_of_another_series_is_not_reached() -> None:
    city = make_city()
    one, other = city.enter(81), city.enter(9, code="UMF-1.1.5")
    with pytest.raises(Refused):
        check_values(series=one.series, values=[other.pk], by=city.lead, at=city.later())
    other.refresh_from_db()
    assert other.checked_at is None


def test_it_can_be_taken_back_once() -> None:
    city = make_city()
    row = city.enter(81)
    check(city, row, by=city.lead)
    for _time in range(2):
        uncheck_value(observation=row, by=city.editor, at=city.later())
    row.refresh_from_db()
    assert row.checked_by is None
    assert Record.objects.filter(verb="value.uncheck").count() == 1


def test_the_page_shows_who_and_offers_it_to_others_only() -> None:
    city = make_city()
    row = city.enter(81)
    url = reverse("indicators:detail", args=[city.place.slug, "umf", "UMF-1.1.2"])
    tick = f'name="value" value="{row.pk}"'
    assert tick not in browser(city.editor).get(url).content.decode()
    assert tick not in browser(city.viewer).get(url).content.decode()
    client = browser(city.lead)
    assert tick in client.get(url).content.decode()
    said = {"series": row.series_id, "value": [row.pk, "x", "9" * 30]}
    sent = client.post(
        reverse("indicators:check", args=[city.place.slug, "umf", "UMF-1.1.2"]), said
    )
    assert sent.status_code == 302
    shown = client.get(sent["Location"]).content.decode()
    assert "1 value looked over." in shown
    assert str(city.lead) in shown
    assert tick not in shown
    past = reverse("indicators:history", args=[city.place.slug, "umf", "UMF-1.1.2"])
    assert "Looked over" in client.get(past).content.decode()
    edit = client.get(reverse("indicators:edit", args=[city.place.slug, row.pk])).content.decode()
    assert reverse("indicators:uncheck", args=[city.place.slug, row.pk]) in edit
    client.post(reverse("indicators:uncheck", args=[city.place.slug, row.pk]))
    assert tick in client.get(url).content.decode()
    refused = browser(city.editor).post(sent.wsgi_request.path, said, follow=True)
    assert "You entered the value for 2020 yourself" in refused.content.decode()
