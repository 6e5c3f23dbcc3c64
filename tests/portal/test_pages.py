"""The public site: what everybody may read, in how many queries and how many bytes."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.schemes.editing import approved
from waymark.base import face
from waymark.indicators.models import Framework, Indicator
from waymark.kernel import canonical
from waymark.people.rules import BodyKind, SeatRole
from waymark.portal import browser
from waymark.schemes import actions
from waymark.schemes.models import Edition

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGES = (
    *("/", "/schemes/", "/schemes/sdg-cities/", "/schemes/sdg-cities/A01/", "/help/"),
    *("/help/city/", "/about/", "/accessibility/", "/privacy/"),
)
MOST_BYTES, MOST_QUERIES = 30 * 1024, 4


@pytest.fixture
def edition() -> Edition:
    """The edition that ships with Waymark, in force."""
    return actions.load_reference(at=AT)[0]


def css_bytes() -> int:
    """The style sheet and the mark, compressed."""
    folder = Path(face.__file__).parent / "static" / "base"
    return sum(
        len(gzip.compress((folder / name).read_bytes(), 9)) for name in ("house.css", "mark.svg")
    )


@pytest.mark.parametrize("language", ["en", "ar", "fr", "zh-hans"])
@pytest.mark.parametrize("path", PAGES)
def test_public_pages_are_light_and_plain(
    path: str,
    language: str,
    edition: Edition,
    client: Client,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    client.cookies["django_language"] = language
    client.get(path)
    with django_assert_max_num_queries(MOST_QUERIES):
        response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    direction = "rtl" if language == "ar" else "ltr"
    assert re.search(rf'<html lang="{language}" dir="{direction}">', html, re.I)
    assert len(gzip.compress(html.encode(), 9)) + css_bytes() <= MOST_BYTES
    assert "<script" not in html
    assert not re.search(r"<[^>]*\s(style|on\w+)=", html)
    assert html.count("<h1") == 1
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert len(re.findall(r'<link rel="(stylesheet|icon)"', html)) <= 2


def test_the_count_of_queries_sees_queries(
    edition: Edition, client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client.get("/schemes/sdg-cities/")
    with django_assert_num_queries(1):  # the editions, the one in force among them
        client.get("/schemes/sdg-cities/")


def test_before_a_scheme_is_published_the_site_stands(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert "No scheme is in force yet" in client.get("/schemes/").content.decode()
    assert client.get("/schemes/sdg-cities/").status_code == 404


def test_the_first_page_counts_what_is_there(client: Client, edition: Edition) -> None:
    html = client.get("/").content.decode()
    assert re.search(r"<b>60</b>\s*public criteria", html)


def test_every_criterion_has_its_page(client: Client, edition: Edition) -> None:
    html = client.get("/schemes/sdg-cities/").content.decode()
    links = re.findall(r'href="(/schemes/sdg-cities/[A-D]\d\d/)"', html)
    assert len(links) == 60
    for link in links:
        page = client.get(link)
        assert page.status_code == 200
        assert page.content.decode().count("<b aria-hidden") == 4


def test_a_criterion_says_what_is_asked_why_and_how_it_is_judged(
    client: Client, edition: Edition
) -> None:
    html = client.get("/schemes/sdg-cities/A01/").content.decode()
    held = json.loads(edition.document)["criteria"][0]
    for text in (held["text"], held["why"], held["guidance"], *held["descriptors"]):
        assert text["en"] in html
    assert "The city stands at level 2 or higher." in html
    assert "Policy document or Stock-take report." in html
    assert "2 reviewers have accepted it" in html
    assert "Partnerships for the goals" in html
    assert 'rel="next">Next: A02' in html
    assert 'rel="prev"' not in html


def test_an_indicator_is_named_where_its_list_is_known(client: Client, edition: Edition) -> None:
    assert "<b>SDG 17.14.1</b>" in client.get("/schemes/sdg-cities/A01/").content.decode()
    framework = Framework.objects.create(code="sdg", name={"en": "SDG"}, edition="2026")
    label = {"en": "Policy coherence <b>"}
    Indicator.objects.create(framework=framework, code="17.14.1", label=label)
    html = client.get("/schemes/sdg-cities/A01/").content.decode()
    assert "<b>SDG 17.14.1</b> Policy coherence &lt;b&gt;" in html


def test_in_another_language_the_title_is_translated_and_the_rest_marked(
    client: Client, edition: Edition
) -> None:
    client.cookies["django_language"] = "fr"
    html = client.get("/schemes/sdg-cities/A01/").content.decode()
    assert "Inventaire des politiques" in html
    assert '<span lang="en" dir="ltr">List the national' in html
    client.cookies["django_language"] = "ar"
    html = client.get("/schemes/sdg-cities/A01/").content.decode()
    assert "<title>A01 حصر السياسات" in html
    assert "اذكر السياسات الوطنية" in html
    assert '<span lang="en"' not in html.partition("<main")[2].partition("</main")[0]


def test_criteria_by_stage_and_by_words(client: Client, edition: Edition) -> None:
    stage = client.get("/schemes/sdg-cities/?stage=C").content.decode()
    assert set(re.findall(r'data-code="([A-D])', stage)) == {"C"}
    words = client.get("/schemes/sdg-cities/", {"q": "STOCK-TAKE"}).content.decode()
    assert 'data-code="A01"' in words
    assert 'data-code="D14"' not in words
    both = client.get("/schemes/sdg-cities/", {"q": "stock-take", "stage": "D"}).content.decode()
    assert "Nothing found" in both
    hostile = client.get("/schemes/sdg-cities/", {"q": '"><script>x', "stage": "<b>"})
    assert "<script>x" not in hostile.content.decode()


@pytest.mark.parametrize("most", [1, 100])
def test_what_is_kept_of_an_edition_is_kept_by_language_and_stage(
    most: int, client: Client, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "MOST_KEPT", most)
    browser._kept.clear()
    path = "/schemes/sdg-cities/"

    def shown(language: str, query: str) -> tuple[set[str], bool]:
        client.cookies["django_language"] = language
        html = client.get(path + query).content.decode()
        return set(re.findall(r'data-code="([A-D])', html)), "حصر السياسات" in html

    for _round in range(2):
        assert shown("en", "") == ({"A", "B", "C", "D"}, False)
        assert shown("ar", "") == ({"A", "B", "C", "D"}, True)
        assert shown("en", "?stage=A") == ({"A"}, False)
        assert shown("ar", "?stage=B") == ({"B"}, False)
        assert shown("en", "?stage=X") == (set(), False)
    assert 0 < len(browser._kept) <= min(most, 4)


def test_the_document_is_the_one_that_was_published(client: Client, edition: Edition) -> None:
    response = client.get("/schemes/sdg-cities/document.json")
    assert canonical.digest(json.loads(response.content)) == edition.sha256
    assert response["ETag"] == f'"{edition.sha256}"'
    assert "sdg-cities-1.0.0.json" in response["Content-Disposition"]


def test_an_old_edition_stays_readable_and_says_so(client: Client, edition: Edition) -> None:
    document = json.loads(edition.document) | {"version": "1.1.0"}
    chair = factories.make_seat(factories.make_body(BodyKind.COMMITTEE), SeatRole.CHAIR)
    draft = actions.draft_edition(document=document, by=factories.make_secretary(), at=AT)
    path = "/schemes/sdg-cities/"
    assert client.get(path, {"version": "1.1.0"}).status_code == 404  # a draft is nobody's to read
    actions.publish_edition(edition=approved(draft), by=chair, at=AT)
    assert "<b>1.1.0</b>" in client.get("/schemes/").content.decode()
    old = client.get(path, {"version": "1.0.0"}).content.decode()
    assert "no longer in force" in old
    assert "/schemes/sdg-cities/A01/?version=1.0.0" in old
    assert "no longer in force" not in client.get(path).content.decode()
    page = client.get(f"{path}A01/", {"version": "1.0.0"}).content.decode()
    assert 'href="/schemes/sdg-cities/A02/?version=1.0.0" rel="next"' in page


@pytest.mark.parametrize(
    "path",
    ["/schemes/none/", "/schemes/sdg-cities/Z99/", "/help/nope/", "/help/..%2fsettings/", "/nope"],
)
def test_what_is_not_there_gets_a_kind_page(path: str, client: Client, edition: Edition) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_the_language_switch_needs_no_javascript(client: Client) -> None:
    html = client.get("/about/").content.decode()
    assert '<button class="item" name="language" value="ar">' in html
    response = client.post("/language/", {"language": "ar", "next": "/about/"})
    assert response["Location"] == "/about/"
    assert 'dir="rtl"' in client.get("/about/").content.decode()
    away = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert away["Location"] == "/"


def test_help_finds_guides_by_their_words(client: Client) -> None:
    every = client.get("/help/").content.decode()
    assert every.index("For cities") < every.index("For reviewers")
    found = client.get("/help/", {"q": "quorum"}).content.decode()
    assert "For committees" in found
    assert "For cities" not in found.partition("<main")[2]
    assert "Nothing found" in client.get("/help/", {"q": "xyzzy"}).content.decode()


def test_what_machines_ask(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    robots = client.get("/robots.txt")
    assert robots["Content-Type"].startswith("text/plain")
    assert b"Disallow: /account/" in robots.content
    assert client.get("/favicon.ico")["Location"].endswith("base/mark.svg")
    assert client.post("/healthz").status_code == 405


def test_the_design_page_shows_every_kind_of_drawing_in_both_directions(client: Client) -> None:
    assert 'href="/design/drawings"' in client.get("/design").content.decode()
    html = client.get("/design/drawings").content.decode()
    for kind in (
        "chart line",
        "chart bars",
        "chart gaps",
        "chart pair",
        "chart scatter",
        "chart small",
        "map areas",
    ):
        drawn = re.findall(rf'<svg [^>]*class="{kind}"[^>]*direction="(ltr|rtl)"', html)
        assert set(drawn) == {"ltr", "rtl"}, kind
    arabic = html.split('<div lang="ar" dir="rtl"')[1]
    words = re.findall(r"<title>([^<]*)</title>", arabic)
    assert words
    assert not [one for one in words if ", " in one], "a comma of another script"


def test_the_design_page_shows_both_directions(client: Client) -> None:
    html = client.get("/design").content.decode()
    assert html.count('<div lang="en" dir="ltr">') == 1
    assert html.count('<div lang="ar" dir="rtl">') == 1
    ids = re.findall(r'\sid="([^"]+)"', html)
    doubled = {i for i in ids if ids.count(i) > 1} - {"errors-title"}
    assert not doubled


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_demo_says_that_all_is_invented(demo: bool, client: Client, settings: Any) -> None:
    settings.DEMO = demo
    html = client.get("/").content.decode()
    assert ("Every city, person and figure here is invented." in html) is demo
