"""The pages of proposals: what a contributor and the city's people see, and what they cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_member
from tests.indicators.cities import City, browser, upload
from tests.indicators.test_pages import address, text
from tests.indicators.test_proposals import WATER, contributing_city, current, proposed
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.indicators.actions.deciding import accept_proposal
from waymark.indicators.models import Indicator, Observation, Proposal
from waymark.people.models import User
from waymark.places.models import Place

pytestmark = pytest.mark.django_db


def words(city: City, **more: Any) -> dict[str, Any]:
    """What the small form holds."""
    pk = Indicator.objects.get(code=WATER).pk
    return {"indicator": pk, "period": "2024", "value": "71.5", "status": "A", **more}


def test_a_value_goes_from_a_resident_to_the_city_and_back_as_a_word() -> None:
    city, resident = contributing_city()
    city.enter(61.25, "2024", source="Register")
    hers, theirs = browser(resident), browser(city.editor)
    area = city.areas["north"].pk
    page = hers.post(address(city, "propose"), words(city, sample_size="40", note="Ours"))
    assert page.status_code == 302
    hers.post(address(city, "propose"), words(city, area=area, value="50", sex="female"))
    listed = text(theirs.get(address(city, "proposals")))
    assert "71.5" in listed
    assert "61.25" in listed, "what holds now stands beside it"
    first, second = Proposal.objects.order_by("proposed_at", "pk")
    assert (second.area_id, second.dimensions) == (area, {"sex": "female"})
    opened = theirs.get(address(city, "proposal", first.pk))
    form = opened.context["form"]
    sent = {name: form.initial.get(name) or "" for name in form.fields}
    assert theirs.post(address(city, "proposal", first.pk), sent).status_code == 302
    assert ("2024", 71.5, "citizen_generated") in current()
    value = Observation.objects.get(retired_at=None, source_type="citizen_generated")
    assert resident.name in text(theirs.get(address(city, "edit", value.pk)))
    declined = {"reason": "One street is not the district."}
    theirs.post(address(city, "proposal_decline", second.pk), declined)
    told = text(hers.get(address(city, "contribute")))
    assert "One street is not the district." in told
    assert "Accepted" in told
    assert "61.25" not in told, "nothing that the city holds"
    theirs.post(address(city, "proposal_undo", first.pk))
    assert current() == [("2024", 61.25, "")]


def test_a_stale_page_accepts_nothing_and_keeps_what_was_typed() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    city.enter(60, "2024")
    sent = {"value": "70", "status": "A", "note": "Typed here", "replaces": ""}
    page = browser(city.editor).post(address(city, "proposal", row.pk), sent)
    assert page.status_code == 400
    assert "Typed here" in page.content.decode()
    assert current() == [("2024", 60.0, "")]
    empty = browser(city.editor).post(address(city, "proposal_decline", row.pk), {"reason": ""})
    assert empty.status_code == 400
    assert not row.steps.exists()


def test_a_slip_in_the_number_unfolds_no_question_that_was_left_alone() -> None:
    city, resident = contributing_city()
    client, where = browser(resident), address(city, "propose")
    page = client.post(where, words(city, value="abc"))
    assert page.status_code == 400
    assert "“abc” is no number" in text(page)
    assert "<details open>" not in page.content.decode()
    again = client.post(where, words(city, value="abc", sex="female"))
    assert "<details open>" in again.content.decode(), "what was said of a group stays in sight"


def test_what_was_refused_on_a_stale_page_can_be_sent_again_as_the_page_stands_then() -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    city.enter(60, "2024")
    theirs, where = browser(city.editor), address(city, "proposal", row.pk)
    sent = {"value": "70", "status": "A", "note": "Typed here", "replaces": ""}
    form = theirs.post(where, sent).context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert again["note"] == "Typed here"
    assert theirs.post(where, again).status_code == 302, "it names the value that holds by now"
    assert current() == [("2024", 70.0, "citizen_generated")]


@pytest.mark.parametrize("odd", ["²", "９" * 3, "9" * 5000, "-1", "x"])
def test_an_odd_hidden_field_accepts_nothing_and_breaks_nothing(odd: str) -> None:
    city, resident = contributing_city()
    row = proposed(city, resident)
    city.enter(60, "2024")
    sent = {"value": "70", "status": "A", "replaces": odd}
    page = browser(city.editor).post(address(city, "proposal", row.pk), sent)
    assert page.status_code == 400
    assert current() == [("2024", 60.0, "")]


def test_a_contributor_meets_closed_doors_everywhere_else() -> None:
    city, resident = contributing_city()
    city.enter(60, "2024")
    hers = browser(resident)
    row = Indicator.objects.get(code=WATER)
    closed = [
        *(address(city, name) for name in ("list", "imports", "checks", "publish", "proposals")),
        address(city, "detail", "umf", WATER),
        address(city, "take_file", "json"),
        reverse("people:members", args=[city.place.slug]),
        reverse("assessments:journey", args=[city.place.slug]),
        reverse("people:place", args=[city.place.slug]),
    ]
    found = {path: hers.get(path).status_code for path in closed}
    assert set(found.values()) == {404}
    opened = {path: browser(city.viewer).get(path).status_code for path in closed}
    assert set(opened.values()) == {200}, "the control: they do open for the city"
    others = proposed(city, make_member(city.place, "contributor"))
    assert hers.post(address(city, "proposal_withdraw", others.pk)).status_code == 404
    assert row.code not in text(hers.get(address(city, "contribute")))


def test_an_area_that_is_no_part_any_more_keeps_its_name_on_the_pages() -> None:
    city, resident = contributing_city()
    area = city.areas["north"]
    row = proposed(city, resident, area=area)
    Place.objects.filter(pk=area.pk).update(parent=None, name={"en": "Northside"})
    pages = [
        browser(resident).get(address(city, "contribute")),
        browser(city.viewer).get(address(city, "proposals")),
        browser(city.viewer).get(address(city, "proposal", row.pk)),
    ]
    assert [(page.status_code, "Northside" in text(page)) for page in pages] == [(200, True)] * 3


def test_the_way_in_leads_to_the_contributions_and_a_way_out_is_there() -> None:
    city, resident = contributing_city()
    hers = browser(resident)
    page = hers.get(reverse("people:workspaces")).content.decode()
    assert address(city, "contribute") in page
    assert reverse("people:members", args=[city.place.slug]) not in page
    leave = reverse("people:leave", args=[city.place.slug])
    assert hers.get(leave).status_code == 200
    hers.post(leave)
    assert hers.get(address(city, "contribute")).status_code == 404


def test_a_file_that_cannot_be_read_says_why_and_one_that_can_is_proposed() -> None:
    city, resident = contributing_city()
    hers, where = browser(resident), address(city, "propose_file")
    bad = upload("indicator,period,value\nUMF-1.1.2,soon,1\nUMF-1.1.2,2023,5\n", "ours.csv")
    page = hers.post(where, {"framework": "umf", "file": bad})
    assert page.status_code == 400
    assert "soon" in text(page)
    assert not Proposal.objects.exists()
    bad.seek(0)
    sent = {"framework": "umf", "file": bad, "leave_out": "on"}
    assert hers.post(where, sent).status_code == 302
    assert Proposal.objects.get().value == 5
    for name, content in (("ours.zip", b"PK\x05\x06" + bytes(18)), ("big.csv", b"x,y\n" * 300_000)):
        page = hers.post(where, {"framework": "umf", "file": upload(content, name)})
        assert page.status_code in {400, 413}


def test_both_are_told_and_nobody_else() -> None:
    city, resident = contributing_city()
    row, other = proposed(city, resident), proposed(city, resident, 3, period="2022")
    run_due(city.later(), limit=1000)
    told = set(Notice.objects.filter(kind="proposals.made").values_list("user", flat=True))
    assert told == {city.lead.pk, city.editor.pk}
    assert Notice.objects.filter(kind="proposals.made").count() == 2, "once a day, not once a value"
    accept_proposal(proposal=row, by=city.editor, at=city.later())
    browser(city.editor).post(address(city, "proposal_decline", other.pk), {"reason": "Too few"})
    run_due(city.later(), limit=1000)
    kinds = Notice.objects.filter(user=resident).values_list("kind", flat=True)
    assert sorted(kinds) == ["proposal.declined", "proposals.accepted"]
    assert any("Too few" in message.body for message in mail.outbox)


@pytest.mark.parametrize("name", ["contribute", "proposals"])
def test_lists_cost_the_same_however_long_they_are(name: str) -> None:
    city, resident = contributing_city()
    client = browser(resident if name == "contribute" else city.editor)

    def cost() -> int:
        client.get(address(city, name))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(city, name)).status_code == 200
        return len(queries)

    city.enter(1, "2020")
    proposed(city, resident, 2, period="2020")
    one = cost()
    for year in ("2021", "2022"):
        city.enter(1, year)
        proposed(city, resident, 2, period=year, area=city.areas["north"])
    assert cost() == one


def test_filters_narrow_the_list_and_odd_ones_do_no_harm() -> None:
    city, resident = contributing_city()
    other = make_member(city.place, "contributor")
    proposed(city, resident, 11.25)
    proposed(city, other, 22.5, code="UMF-1.1.5")
    done = proposed(city, other, 33.75, period="2021")
    accept_proposal(proposal=done, by=city.editor, at=city.later())
    client, where = browser(city.viewer), address(city, "proposals")

    def shown(query: str) -> set[str]:
        page = text(client.get(f"{where}?{query}"))
        return {number for number in ("11.25", "22.5", "33.75") if number in page}

    assert shown("") == {"11.25", "22.5"}
    assert shown("state=all") == {"11.25", "22.5", "33.75"}
    assert shown("state=accepted") == {"33.75"}
    assert shown("indicator=umf:UMF-1.1.5") == {"22.5"}
    assert shown(f"person={resident.pk}") == {"11.25"}
    assert shown("state=evil&indicator=evil&person=evil&page=x") == {"11.25", "22.5"}
    assert client.get(f"{where}?person=%00").status_code in {200, 400}


def test_the_tab_is_there_only_where_contributions_were_opened() -> None:
    city, _resident = contributing_city()
    tab = address(city, "proposals")
    assert tab in browser(city.viewer).get(address(city, "list")).content.decode()
    from tests.indicators.cities import make_city

    other = make_city()
    page = browser(other.viewer).get(address(other, "list")).content.decode()
    assert address(other, "proposals") not in page


def test_districts_and_people_are_the_only_things_a_contributor_learns() -> None:
    city, resident = contributing_city()
    city.enter(61.75, "2019", dims=(("occupation", "miners"),), unit="persons")
    page = browser(resident).get(address(city, "propose")).content.decode()
    assert "miners" not in page
    assert "61.75" not in page
    assert all(isinstance(one, Place) for one in city.areas.values())
    assert isinstance(resident, User)
    assert "North" in page
