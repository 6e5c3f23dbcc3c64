"""The pages on which a city makes its data public."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.indicators.cities import City, browser, dims, make_city
from waymark.indicators.models import Publication, PublicTerms, PublicValue

pytestmark = pytest.mark.django_db
NAME = "umf:UMF-1.1.2"


def url(city: City, name: str, query: str = "") -> str:
    return reverse(f"indicators:{name}", args=[city.place.slug]) + query


def counted(city: City) -> None:
    city.enter(100.0, unit="people", note="Counted twice.")
    city.enter(4.0, unit="people", dims=dims(sex="male"))
    city.enter(96.0, unit="people", dims=dims(sex="female"))


def look(city: City, client: Any, **more: Any) -> dict[str, Any]:
    """The hidden fields of the preview's form."""
    shown = client.get(url(city, "publish_preview"), {"i": NAME, **more})
    assert shown.status_code == 200
    return {"i": NAME, **more, "seen": shown.context["preview"].seen}


def test_the_way_to_the_public_and_back() -> None:
    city = make_city()
    counted(city)
    client = browser(city.lead)
    first = client.get(url(city, "publish")).content.decode()
    assert "0 of 1 indicator is public" in first
    assert "Change the terms" in first
    words = look(city, client)
    done = client.post(url(city, "publish_preview"), words, follow=True)
    assert "1 indicator is public now." in done.content.decode()
    assert PublicValue.objects.filter(status="Q").count() == 2
    asked = client.get(url(city, "publish_withdraw"), {"i": NAME}).content.decode()
    assert "Take these indicators back?" in asked
    assert Publication.objects.filter(withdrawn_at=None).count() == 1
    client.post(url(city, "publish_withdraw"), {"i": NAME})
    assert not Publication.objects.filter(withdrawn_at=None).exists()
    assert not PublicValue.objects.exists()


def test_the_preview_says_what_is_withheld_and_why() -> None:
    city = make_city()
    counted(city)
    client = browser(city.editor)
    shown = client.get(url(city, "publish_preview"), {"i": NAME}).content.decode()
    assert "Withheld: a small number" in shown
    assert "Withheld: it would give a small number away" in shown
    assert "Counted twice." not in shown
    assert "Make this public" not in shown, "an editor may look, and no more"
    with_notes = client.get(url(city, "publish_preview"), {"i": NAME, "n": NAME}).content.decode()
    assert "Counted twice." in with_notes
    table = client.get(url(city, "publish_preview_csv"), {"i": NAME}).content.decode("utf-8-sig")
    assert len(table.splitlines()) == 4


def test_what_changed_meanwhile_is_shown_again() -> None:
    city = make_city()
    counted(city)
    client = browser(city.lead)
    words = look(city, client)
    city.enter(120.0, "2021", unit="people")
    refused = client.post(url(city, "publish_preview"), words)
    assert refused.status_code == 409
    assert "The data has changed since you looked" in refused.content.decode()
    assert not Publication.objects.exists()
    words["seen"] = refused.context["preview"].seen
    assert client.post(url(city, "publish_preview"), words).status_code == 302


def test_nothing_ticked_is_said() -> None:
    city = make_city()
    client = browser(city.lead)
    assert "No data yet" in client.get(url(city, "publish")).content.decode()
    for page in ("publish_preview", "publish_withdraw"):
        for query in ("", "?i=umf:none", "?i=%00", "?i=" + "x" * 9000):
            answer = client.get(url(city, page, query))
            assert answer.status_code in (302, 400)


def test_terms_are_kept_and_refused_below_the_usual() -> None:
    city = make_city()
    client = browser(city.lead)
    words = {"licence": "CC-BY-4.0", "count_under": "9", "size_under": "30"}
    refused = client.post(url(city, "publish_terms"), words)
    assert refused.status_code == 400
    assert 'value="9"' in refused.content.decode()
    assert client.post(url(city, "publish_terms"), words | {"count_under": "12"}).status_code == 302
    held = PublicTerms.objects.get()
    assert (held.licence, held.count_under, held.size_under) == ("CC-BY-4.0", 12, 30)
    shown = client.get(url(city, "publish_terms")).content.decode()
    assert 'value="12"' in shown


def test_the_cost_of_the_pages_does_not_grow_with_the_data() -> None:
    city = make_city()
    client = browser(city.lead)
    client.get(url(city, "publish"))  # the first page of a session asks for more
    costs = []
    for rows in (1, 3):
        for number in range(rows):
            city.enter(60.0 + number, str(2010 + 10 * rows + number))
            city.enter(30.0, str(2010 + 10 * rows + number), dims=dims(sex="female"))
        for page in ("publish", "publish_preview"):
            with CaptureQueriesContext(connection) as caught:
                client.get(url(city, page), {"i": NAME})
            costs.append(len(caught))
    assert costs[:2] == costs[2:]
    assert max(costs) <= 15
