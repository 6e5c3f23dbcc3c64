"""The pages of fees: forms that say what is wrong, few queries, files, and other languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.assessments.review_acts import browser
from tests.assessments.test_fees import issue, make_poor, pay, priced, set_schedule
from tests.world import World, neighbour
from waymark.assessments.models import Case, FeeSchedule, Invoice
from waymark.assessments.queries.fees import invoices
from waymark.assessments.queries.fees.invoices import overdue
from waymark.assessments.queries.fees.schedules import schedule_in
from waymark.assessments.reporting.fees import currencies, digits_of, invoice_pdf, money
from waymark.assessments.rules.fees.schedule import Ask, CityFacts, Line, asked
from waymark.places.actions import take_groups
from waymark.places.queries import groups_of
from waymark.places.rules.further import Membership, Memberships

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return priced("in_review")


def form(**changes: str) -> dict[str, str]:
    told = {
        "currency": "KWD",
        "effective_from": (timezone.localdate() + timedelta(days=1)).isoformat(),
        "due_days": "60",
        "pay_to": "A bank",
        "holds": "nothing",
        "reason": "Agreed.",
        "line0-who": "sids",
        "line0-amount": "10.125",
        "line1-who": "all",
        "line1-people_from": "500000",
        "line1-amount": "20",
    }
    return told | changes


def test_a_schedule_is_set_on_a_form_and_read_by_everybody(world: World) -> None:
    inside = browser(world.secretary)
    sent = inside.post("/fees/schedules/global/", form())
    assert sent.status_code == 302
    row = FeeSchedule.objects.get(version=2)
    assert '"10.125"' in row.document
    page = browser().get("/costs/").content.decode()
    assert "small island developing states" in page
    assert "500,000 people and more" in page
    assert "least developed countries" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"line0-amount": "10.1255"}, "decimal"),
        ({"line1-amount": ""}, "Give the amount"),
        ({"line2-who": "named", "line2-amount": "5"}, "Name at least one country"),
        ({"line2-who": "named", "line2-countries": "QQ", "line2-amount": "5"}, "QQ"),
        ({"effective_from": "2026-01-01"}, "tomorrow or later"),
        ({"currency": "JPY", "line0-amount": "10.5"}, "0 decimals"),
        ({"holds": "review"}, "review"),
        ({"reason": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    world: World, change: dict[str, str], said: str
) -> None:
    answer = browser(world.secretary).post("/fees/schedules/global/", form(**change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="500000"' in answer.content.decode()
    assert FeeSchedule.objects.count() == 1


def test_the_desk_issues_waives_and_finds_by_state(world: World) -> None:
    assert world.case is not None
    inside = browser(world.secretary)
    listed = inside.get("/fees/").content.decode()
    assert "Cases without an invoice" in listed
    sent = inside.post(f"/fees/cases/{world.case.pk}/", {"issue": "1"})
    invoice = Invoice.objects.get()
    assert sent["Location"] == f"/invoices/{invoice.pk}/"
    again = inside.post(f"/fees/cases/{world.case.pk}/", {"issue": "1"})
    assert again.status_code == 422
    assert "There is an invoice for this case already." in again.content.decode()
    assert "This field is required" not in again.content.decode(), "no reason is asked for"
    assert invoice.number in inside.get("/fees/?state=open").content.decode()
    assert invoice.number not in inside.get("/fees/?state=paid").content.decode()
    table = b"".join(inside.get("/fees/invoices.csv?state=open")).decode()
    assert f"{invoice.number},global," in table
    assert ",1200.5,USD," in table
    assert "GLOBAL" not in b"".join(inside.get("/fees/invoices.csv?state=paid")).decode()


def test_a_payment_is_noted_and_the_city_has_its_receipt(world: World) -> None:
    invoice = issue(world)
    inside = browser(world.secretary)
    wrong = inside.post(f"/invoices/{invoice.pk}/paid/", {"received_on": "2050-01-01"})
    assert wrong.status_code == 422
    day = invoice.issued_on.isoformat()
    assert inside.post(f"/invoices/{invoice.pk}/paid/", {"received_on": day}).status_code == 302
    late = inside.post(f"/invoices/{invoice.pk}/paid/", {"received_on": day})
    assert late.status_code == 422
    assert 'role="alert"' in late.content.decode(), "it is said why"
    city = browser(world.editor)
    page = city.get(f"/invoices/{invoice.pk}/").content.decode()
    assert "Mark as paid" not in page
    receipt = city.get(f"/invoices/{invoice.pk}/receipt.pdf")
    assert receipt.content.startswith(b"%PDF")
    assert city.get(f"/invoices/{invoice.pk}/credit-note.pdf").status_code == 404
    assert city.post(f"/invoices/{invoice.pk}/paid/", {"received_on": day}).status_code == 404


def test_the_city_page_says_what_is_asked_and_what_it_holds_up(world: World) -> None:
    address = f"/workspaces/{world.place.slug}/fees/"
    inside = browser(world.editor)
    page = inside.get(address).content.decode()
    assert "$1,200.50" in page
    assert "Review, decision, certificate, renewal and appeal go on" in page
    make_poor(world)
    page = inside.get(address).content.decode()
    assert "never asked for a fee" in page
    assert "1,200" not in page


def test_what_a_newer_version_overtakes_is_not_announced(world: World) -> None:
    day = timezone.localdate()
    for days, amount in ((60, 77), (30, 88)):
        set_schedule(
            world, effective_from=day + timedelta(days=days), lines=(Line(Decimal(amount)),)
        )
    page = browser().get("/costs/").content.decode()
    assert "$88.00" in page
    assert "$77.00" not in page, "version 3 began sooner and is newer"


@pytest.mark.parametrize("state", ["withdrawn", "transferred"])
def test_a_case_that_has_ended_is_asked_nothing(world: World, state: str) -> None:
    assert world.case is not None
    Case.objects.filter(pk=world.case.pk).update(state=state)
    page = browser(world.editor).get(f"/workspaces/{world.place.slug}/fees/").content.decode()
    assert "Nothing is asked for this case." in page
    assert "An invoice comes" not in page
    inside = browser(world.secretary)
    assert "Cases without an invoice" not in inside.get("/fees/").content.decode()
    assert inside.post(f"/fees/cases/{world.case.pk}/", {"issue": "1"}).status_code == 422


def test_nobody_is_reminded_of_a_case_that_was_withdrawn(world: World) -> None:
    invoice, after = issue(world), timedelta(days=70)
    assert world.case is not None
    assert len(overdue(invoice.at + after)) == 1
    Case.objects.filter(pk=world.case.pk).update(state="withdrawn")
    assert overdue(invoice.at + after) == []


def test_cases_that_are_asked_nothing_hide_none_that_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoices, "MOST_TO_ASK", 1)
    later = neighbour(world, until="in_review")
    assert world.case is not None
    before = world.case.opened_at - timedelta(days=30)
    Case.objects.filter(pk=world.case.pk).update(opened_at=before)
    found = invoices.to_ask(world.secretary, world.later())
    assert [one.case for one in found] == [later.case]


def test_lists_take_as_many_queries_for_three_as_for_one(world: World) -> None:
    def queries(person: object, address: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser(person).get(address).status_code == 200
        return len(caught)

    issue(world)
    waiting = neighbour(world, until="in_review")
    city = f"/workspaces/{world.place.slug}/fees/"
    one = [
        queries(world.secretary, "/fees/"),
        queries(world.editor, city),
        queries(None, "/costs/"),
    ]
    for _more in range(2):
        issue(neighbour(world, until="in_review"))
    pay(waiting, issue(waiting))
    neighbour(world, until="in_review")
    three = [
        queries(world.secretary, "/fees/"),
        queries(world.editor, city),
        queries(None, "/costs/"),
    ]
    assert Invoice.objects.count() == 4
    assert three == one


def test_an_invoice_as_pdf_in_two_languages_gives_equal_bytes(world: World) -> None:
    invoice = issue(world)
    with translation.override("ar"):
        first = invoice_pdf(invoice, {})
        assert first == invoice_pdf(invoice, {})
    with translation.override("en"):
        second = invoice_pdf(invoice, {})
    assert first != second
    assert second.startswith(b"%PDF")


def test_amounts_are_shown_by_locale_with_the_decimals_of_their_currency() -> None:
    assert {"USD", "KWD", "JPY", "XOF"} <= currencies()
    assert "DEM" not in currencies()
    assert [digits_of(code) for code in ("JPY", "USD", "KWD")] == [0, 2, 3]
    with translation.override("fr"):
        assert money(Decimal("1200.5"), "EUR").replace("\u202f", " ") == "1 200,50\xa0€"
    with translation.override("ar"):
        assert "د.ك" in money(Decimal("10.125"), "KWD")
        assert money(Decimal("1200.5"), "USD").endswith("1,200.50\xa0USD")
        assert money(Decimal("1200"), "JPY").endswith("1,200\xa0JPY")


def test_a_schedule_names_a_group_that_was_brought_in_and_never_asks_the_poorest(
    world: World,
) -> None:
    country, today = world.place.country, timezone.localdate()
    held = (Membership("income-high", country.pk, date(2020, 1, 1), None, "A list"),)
    take_groups(read=Memberships({"income-high": "High income"}, held), sha256="0" * 64,
                at=timezone.now())  # fmt: skip
    inside = browser(world.secretary)
    assert "High income" in inside.get("/fees/schedules/global/").content.decode()
    asks = {"line0-who": "income-high", "line1-who": ""}
    assert inside.post("/fees/schedules/global/", form(**asks)).status_code == 302
    assert "High income" in browser().get("/costs/").content.decode()
    assert inside.post("/fees/schedules/global/", form(**{"line0-who": "other"})).status_code == 422
    row = FeeSchedule.objects.get(version=2)
    facts = CityFacts(country.pk, groups_of(None, country, today), groups_of(None, country, today))
    assert asked(schedule_in(row), facts).ask == Ask.DUE
    make_poor(world)
    facts = replace(facts, groups_now=groups_of(None, country, today))
    assert asked(schedule_in(row), facts).ask == Ask.EXEMPT
