"""A city's pages and its checks judge progress by the method that the edition of its case names."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.indicators.cities import browser, make_city
from tests.world import FEW, scheme_content
from waymark.assessments.models import Case
from waymark.assessments.queries.method import progress_method
from waymark.indicators.methods import method_of
from waymark.indicators.rules.judging import DEFAULT
from waymark.kernel import canonical
from waymark.kernel.progress import METHODS
from waymark.places.models import Place
from waymark.schemes import data
from waymark.schemes.models import Edition, Scheme
from waymark.schemes.rules import InvalidDocument, parse_scheme, scheme_document

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def edition(version: str, **changes: Any) -> Edition:
    rules = parse_scheme(scheme_content(FEW) | {"version": version} | changes)
    scheme, _made = Scheme.objects.get_or_create(slug=rules.id, defaults={"created_at": AT})
    scheme.editions.filter(state="published").update(state="superseded")  # one is in force
    return Edition.objects.create(
        scheme=scheme, version=version, sha256=rules.hash, state="published", published_at=AT,
        document=canonical.dumps(scheme_document(rules)).decode(),
    )  # fmt: skip


def case(place: Place, which: Edition, by: Any, mechanism: Any, **more: Any) -> Case:
    return Case.objects.create(
        place=place, mechanism=mechanism, scheme_id=which.scheme_id, edition=which,
        target_level="silver", opened_by=by, opened_at=AT, **more,
    )  # fmt: skip


def test_a_published_edition_keeps_its_hash_and_means_the_default() -> None:
    shipped = parse_scheme(data.read())
    assert shipped.progress_method == DEFAULT
    assert "progress_method" not in scheme_document(shipped)
    spelled = parse_scheme({**data.read(), "progress_method": DEFAULT})
    assert spelled.hash == shipped.hash
    other = parse_scheme({**data.read(), "progress_method": "un-chart/2023"})
    assert scheme_document(other)["progress_method"] == "un-chart/2023"
    assert other.hash != shipped.hash


def test_only_methods_that_are_known_can_be_named() -> None:
    listed = data.read(data.SCHEMA)["properties"]["progress_method"]
    assert listed == {"enum": list(METHODS), "default": DEFAULT}
    for wrong in ("tea-leaves/1", "open-sdg", "", 3):
        with pytest.raises(InvalidDocument) as caught:
            parse_scheme({**data.read(), "progress_method": wrong})
        assert caught.value.problems[0].path == "$.progress_method"


@pytest.mark.django_db
def test_the_pages_use_the_method_of_the_open_case() -> None:
    from tests.world import make_mechanism

    city, mechanism = make_city(), make_mechanism()
    city.enter(70, "2015")
    city.enter(80, "2021")
    page = f"/workspaces/{city.place.slug}/indicators/umf/UMF-1.1.2/"
    client = browser(city.viewer)
    assert method_of(city.viewer, city.place) == DEFAULT
    old, new = edition("1.0.0"), edition("2.0.0", progress_method="un-chart/2023")
    case(city.place, new, city.lead, mechanism, closed_at=AT)
    assert progress_method(city.viewer, city.place) == "un-chart/2023"
    case(city.place, old, city.lead, mechanism)
    assert method_of(city.viewer, city.place) == DEFAULT
    Case.objects.filter(edition=old).delete()
    shown = client.get(page).context["progress"]
    assert shown.judged.method.id == "un-chart/2023"
    asked = client.get(page, {"method": "eurostat/2024"}).context["progress"]
    assert asked.judged.method.id == "eurostat/2024"
    assert (
        client.get(page, {"method": "no"}).context["progress"].judged.method.id
        == shown.judged.method.id
    )
    written = json.loads(client.get(f"{page}progress.json").content)
    assert written["method"] == "un-chart/2023"
