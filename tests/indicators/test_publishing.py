"""A city makes indicators public: who may, what is then seen, and what never is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.utils import timezone

from tests.indicators.cities import City, dims, make_city
from waymark.base.jobs import run_due
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.indicators.actions.imports import undo_import
from waymark.indicators.actions.local import retire_local
from waymark.indicators.actions.publishing import (
    publish_indicators,
    set_public_terms,
    withdraw_indicators,
)
from waymark.indicators.actions.targets import set_target
from waymark.indicators.actions.values import change_value, remove_value
from waymark.indicators.models import Link, PublicSeries, PublicValue
from waymark.indicators.queries import public, public_rows
from waymark.indicators.queries.disclosed import Wish
from waymark.indicators.queries.place import here
from waymark.indicators.queries.publishing import may_publish, preview, publishable
from waymark.indicators.rules.facts import Goal, Value
from waymark.indicators.rules.suppression import Limits
from waymark.kernel.flow import Refused
from waymark.places.actions import set_parts
from waymark.places.rules import plan_areas, read_areas

pytestmark = pytest.mark.django_db
WATER, DEATHS, SDG_WATER = "UMF-1.1.2", "UMF-1.1.5", "6.1.1"


def publish(city: City, *codes: str, **more: Any) -> None:
    """Make indicators public as the lead, after looking."""
    wishes = [Wish(city.indicator(code), **more) for code in codes or (WATER,)]
    seen = preview(city.here, wishes).seen
    publish_indicators(place=city.place, wishes=wishes, seen=seen, by=city.lead, at=city.later())


def shown(city: City, code: str = WATER) -> dict[str, dict[str, Any]]:
    """What everybody sees: values by series, without what is withheld; "Q" for that."""
    indicator = city.indicator(code)
    found = public_rows.publication(None, city.place.slug, indicator.framework_id, code)
    if found is None:
        return {}
    return {
        line.series.key.split("/", 3)[3]: {
            value.period: value.status if value.value is None else value.value
            for value in line.values
        }
        for line in public_rows.lines(None, found.pk)
    }


def test_nothing_is_public_until_somebody_says_so() -> None:
    city = make_city()
    city.enter(61.0)
    assert public.places(None) == []
    assert shown(city) == {}
    publish(city)
    assert shown(city) == {"//%": {"2020": 61.0}}
    (place,) = public.places(None)
    assert (place.place, place.indicators, place.licence) == (city.place, 1, "")


def test_only_leads_and_signatories_may() -> None:
    city, other = make_city(), make_city()
    city.enter(61.0)
    wishes = [Wish(city.indicator())]
    seen = preview(city.here, wishes).seen
    for person in (city.editor, city.viewer, other.lead, None):
        with pytest.raises(NotPermitted):
            publish_indicators(place=city.place, wishes=wishes, seen=seen, by=person, at=city.now)
        with pytest.raises(NotPermitted):
            withdraw_indicators(place=city.place, indicators=[], by=person, at=city.now)
        with pytest.raises(NotPermitted):
            set_public_terms(place=city.place, licence="", limits=Limits(), by=person, at=city.now)
    assert not may_publish(city.here)
    assert may_publish(here(city.lead, city.place.slug))  # type: ignore[arg-type]


def test_what_changed_since_it_was_looked_at_is_not_published() -> None:
    city = make_city()
    row = city.enter(61.0)
    wishes = [Wish(city.indicator())]
    seen = preview(city.here, wishes).seen
    change_value(observation=row, value=Value("2020", 62.0), by=city.editor, at=city.later())
    with pytest.raises(Refused) as refused:
        publish_indicators(
            place=city.place, wishes=wishes, seen=seen, by=city.lead, at=city.later()
        )
    assert [reason.key for reason in refused.value.reasons] == ["publication.changed_meanwhile"]
    assert shown(city) == {}


def test_new_values_follow_and_old_ones_go() -> None:
    city = make_city()
    first = city.enter(61.0)
    publish(city)
    city.enter(64.0, "2021")
    remove_value(observation=first, by=city.editor, at=city.later())
    run_due(timezone.now())
    assert shown(city) == {"//%": {"2021": 64.0}}
    batch = city.bring(f"indicator,year,value\n{WATER},2022,66\n")
    run_due(timezone.now())
    assert shown(city) == {"//%": {"2021": 64.0, "2022": 66.0}}
    undo_import(batch=batch, by=city.editor, at=city.later())
    run_due(timezone.now())
    assert shown(city) == {"//%": {"2021": 64.0}}


def test_it_is_looked_at_again_when_a_citys_areas_change() -> None:
    city = make_city()
    city.enter(61.0)
    publish(city)
    run_due(timezone.now())
    PublicValue.objects.all().delete()  # as if it were out of date
    assert shown(city) == {"//%": {}}
    square = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}
    part = {"type": "Feature", "properties": {"code": "N1", "name": "New"}, "geometry": square}
    raw = json.dumps({"type": "FeatureCollection", "features": [part]}).encode()
    planned = plan_areas(read_areas(raw).features, (), None)
    set_parts(place=city.place, plan=planned, language="en", by=city.editor, at=city.later())
    run_due(timezone.now())
    assert shown(city) == {"//%": {"2020": 61.0}}


def test_what_does_not_change_is_not_written_again() -> None:
    city = make_city()
    city.enter(61.0)
    publish(city)
    (value,) = PublicValue.objects.all()
    city.enter(64.0, "2021")
    run_due(timezone.now())
    again = PublicValue.objects.get(period="2020")
    assert (again.pk, again.changed_at) == (value.pk, value.changed_at)


def test_withdrawn_is_gone_at_once() -> None:
    city = make_city()
    city.enter(61.0)
    city.enter(7.0, code=DEATHS)
    publish(city, WATER, DEATHS)
    done = withdraw_indicators(
        place=city.place, indicators=[city.indicator()], by=city.lead, at=city.later()
    )
    assert done == 1
    assert shown(city) == {}
    assert shown(city, DEATHS) == {"//per 100 000 people": {"2020": 7.0}}
    assert PublicSeries.objects.count() == 1
    city.enter(62.0, "2021")
    run_due(timezone.now())
    assert shown(city) == {}
    publish(city)
    assert shown(city) == {"//%": {"2020": 61.0, "2021": 62.0}}


def test_small_numbers_are_withheld_and_say_nothing_else() -> None:
    city = make_city()
    for value, group in ((100.0, {}), (4.0, {"sex": "male"}), (96.0, {"sex": "female"})):
        city.enter(value, dims=dims(**group), unit="people", source="Register", note="A note.")
    assert [row.values for row in publishable(city.here)] == [3]
    publish(city, notes=True)
    assert shown(city) == {
        "//people": {"2020": 100.0},
        '/{"sex":"female"}/people': {"2020": "Q"},
        '/{"sex":"male"}/people': {"2020": "Q"},
    }
    for value in PublicValue.objects.filter(status="Q"):
        assert (value.value, value.source, value.note, value.sample_size) == (None, "", "", None)
    assert PublicValue.objects.get(status="A").note == "A note."


def test_notes_are_public_only_where_the_city_says_so() -> None:
    city = make_city()
    city.enter(61.0, note="Ask Ana before use.")
    publish(city)
    assert PublicValue.objects.get().note == ""


def test_a_city_may_withhold_more_but_not_less() -> None:
    city = make_city()
    city.enter(15.0, unit="people")
    publish(city)
    set_public_terms(
        place=city.place,
        licence="CC-BY-4.0",
        limits=Limits(20, 30),
        by=city.lead,
        at=city.later(),
    )
    assert shown(city) == {"//people": {"2020": "Q"}}
    for wrong in (Limits(9, 30), Limits(10, 29), Limits(10, 1e6), Limits(10.5, 30)):
        with pytest.raises(Refused):
            set_public_terms(place=city.place, licence="", limits=wrong, by=city.lead, at=city.now)
    with pytest.raises(Refused):
        set_public_terms(
            place=city.place, licence="MIT", limits=Limits(), by=city.lead, at=city.now
        )
    assert public.places(None)[0].licence == "CC-BY-4.0"


def test_a_baseline_or_target_of_a_small_group_is_withheld_with_its_values() -> None:
    city = make_city()
    city.enter(100.0, unit="people")
    city.enter(96.0, unit="people", dims=dims(sex="female"))
    city.enter(4.0, unit="people", dims=dims(sex="male"))
    for group, least in ((dims(sex="male"), 3.0), ((), 80.0)):
        set_target(
            place=city.place,
            indicator=city.indicator(),
            dims=group,
            goal=Goal("2018", least, 2030, least - 1, ((2025, least),)),
            by=city.lead,
            at=city.later(),
        )
    publish(city)
    kept = PublicSeries.objects.get(dimensions={"sex": "male"})
    assert (kept.baseline_value, kept.target_value, kept.milestones) == (None, None, [])
    whole = PublicSeries.objects.get(dimensions={})
    assert (whole.baseline_value, whole.target_value) == (80.0, 79.0)
    assert whole.milestones == [{"year": 2025, "value": 80.0}]


def test_what_an_exactly_linked_indicator_shows_is_no_way_round() -> None:
    city = make_city()
    Link.objects.create(
        indicator=city.indicator(WATER), other=city.indicator(SDG_WATER), kind="exact"
    )
    city.enter(100.0, unit="people")
    city.enter(4.0, unit="people", dims=dims(sex="male"))
    city.enter(96.0, unit="people", dims=dims(sex="female"), code=SDG_WATER)
    publish(city, WATER)
    assert shown(city)["//people"] == {"2020": 100.0}
    publish(city, SDG_WATER)
    assert shown(city)['/{"sex":"male"}/people'] == {"2020": "Q"}
    assert shown(city, SDG_WATER) == {'/{"sex":"female"}/people': {"2020": "Q"}}


def test_a_retired_indicator_of_ones_own_is_no_longer_public() -> None:
    from waymark.indicators.actions.local import create_local
    from waymark.indicators.models import LOCAL, Framework
    from waymark.indicators.rules.local import Local

    city = make_city()
    Framework.objects.get_or_create(code=LOCAL, defaults={"name": {"en": "Own"}, "edition": ""})
    own = create_local(
        place=city.place,
        code="H1",
        local=Local("Trees", "trees", "up", "none", ""),
        other=None,
        by=city.editor,
        at=city.later(),
    )
    city.enter(500.0, code="H1")
    publish(city, "H1")
    assert shown(city, "H1")
    retire_local(indicator=own, by=city.editor, at=city.later())
    assert shown(city, "H1") == {}
    with pytest.raises(Refused):
        publish(city, "H1")


def test_the_ledger_knows_what_was_looked_at_and_no_number() -> None:
    city = make_city()
    city.enter(4.0, unit="people")
    publish(city)
    row = Record.objects.get(verb="indicators.publish")
    assert '"withheld":1' in row.body
    assert "sha256" in row.body
    assert "4.0" not in row.body
