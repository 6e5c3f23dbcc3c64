"""Fees: asked of who can pay, never of the poorest, and never looked at by any step of a case."""

from __future__ import annotations

import ast
import json
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests import factories
from tests.assessments.review_acts import browser
from tests.races import ROUNDS, race, split
from tests.world import FEW, World, make_world, neighbour
from waymark.assessments.actions import fees
from waymark.assessments.actions.answers import BadAnswer
from waymark.assessments.jobs.fees import remind_of_invoices
from waymark.assessments.models import FeeSchedule, Invoice, InvoiceEvent
from waymark.assessments.queries.fees import invoices as queries
from waymark.assessments.queries.fees.schedules import asked_of, asked_of_all
from waymark.assessments.rules.fees.schedule import Ask, Holds, Line, Schedule
from waymark.awards.models import Award
from waymark.base.jobs import run_due
from waymark.base.models import Notice
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.places.models import CountryGroup

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def schedule(**changes: Any) -> Schedule:
    told: dict[str, Any] = {
        "currency": "USD",
        "effective_from": date(2026, 3, 3),
        "lines": (Line(Decimal("1200.50")),),
        "pay_to": "A bank\nAccount 1",
        "holds": Holds.PAPER,
    }
    return Schedule(**told | changes)


def set_schedule(world: World, **changes: Any) -> FeeSchedule:
    return fees.set_schedule(
        mechanism=world.mechanism,
        schedule=schedule(**changes),
        digits=2,
        reason="Agreed by the members.",
        by=world.secretary,
        at=world.later(),
    )


def priced(until: str) -> World:
    """A city that opened its case on the day after a schedule was set, and how far it came."""
    before = make_world(criteria=FEW)
    set_schedule(before)
    before.later(days=1)
    return neighbour(before, until=until)


@pytest.fixture
def world() -> World:
    """A case under review, opened under a schedule."""
    return priced("in_review")


def issue(world: World) -> Invoice:
    assert world.case is not None
    return fees.issue_invoice(case=world.case, by=world.secretary, at=world.later())


def pay(world: World, invoice: Invoice) -> InvoiceEvent:
    return fees.mark_paid(
        invoice=invoice,
        received_on=world.now.date(),
        reference="Transfer 7",
        by=world.secretary,
        at=world.later(),
    )


def make_poor(world: World) -> None:
    CountryGroup.objects.create(country=world.place.country, group="ldc")


def keys(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.key for reason in refused.value.reasons]


def test_an_invoice_keeps_what_the_schedule_of_its_day_said(world: World) -> None:
    set_schedule(world, effective_from=date(2026, 4, 1), lines=(Line(Decimal(9)),))
    world.later(days=40)
    invoice = issue(world)
    assert (invoice.number, invoice.amount) == ("GLOBAL-2026-F0001", Decimal("1200.500"))
    told = json.loads(invoice.document)
    assert (told["schedule"], told["amount"], told["currency"]) == (1, "1200.50", "USD")
    assert invoice.due_on - invoice.issued_on == timedelta(days=60)


def test_a_city_of_a_least_developed_country_is_never_asked(world: World) -> None:
    make_poor(world)
    with pytest.raises(Refused) as refused:
        issue(world)
    assert keys(refused) == ["fees.not_exempt"]
    assert queries.to_ask(world.secretary, world.now) == []
    assert not Invoice.objects.exists()


def test_nobody_is_reminded_once_its_country_is_among_the_poorest(world: World) -> None:
    invoice = issue(world)
    late = timezone.now() + timedelta(days=400)
    assert queries.overdue(late) == [invoice]
    make_poor(world)
    assert queries.overdue(late) == []
    assert remind_of_invoices(late) == 0


def test_an_unpaid_invoice_holds_up_no_step_to_the_certificate(world: World) -> None:
    issue(world)
    world.now += timedelta(days=100)
    for act in (world.review, world.report, world.convene, world.vote, world.decide, world.publish):
        act()
    assert Award.objects.count() == 1
    assert world.case is not None
    assert world.case.state == "closed"
    assert queries.overdue(world.now)


def test_no_act_on_a_case_and_no_rule_knows_of_fees() -> None:
    room = ROOT / "waymark" / "assessments"
    ours = {path for path in room.rglob("*.py") if "fee" in str(path.relative_to(room))}
    told = {room / name for name in ("models/__init__.py", "face.py")}
    told |= {path for path in room.rglob("*.py") if "migrations" in path.parts}
    knowing = []
    for path in room.rglob("*.py"):
        if path in ours | told:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in getattr(node, "names", [])]
            module = getattr(node, "module", "") or ""
            words = [module, *names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if any("fee" in word.lower() or word in {"Invoice", "InvoiceEvent"} for word in words):
                knowing.append(path.name)
    assert knowing == []
    assert len(ours) >= 12, "the search finds what it looks for"


def test_who_reviews_or_decides_does_not_learn_who_has_paid(world: World) -> None:
    invoice = issue(world)
    hidden = [*world.reviewers, world.chair, *world.members]
    for person in hidden:
        assert queries.invoice(person, invoice.pk, world.now) is None
        assert browser(person).get(f"/invoices/{invoice.pk}/").status_code == 404
        with pytest.raises(NotPermitted):
            fees.mark_paid(invoice=invoice, received_on=None, reference="", by=person, at=world.now)
    for person in (world.secretary, world.editor):
        assert queries.invoice(person, invoice.pk, world.now) == invoice


def test_numbers_have_no_gaps_also_where_an_act_fails(world: World) -> None:
    first = issue(world)
    with pytest.raises(Refused):
        issue(world)
    try:
        with transaction.atomic():
            fees.cancel_invoice(
                invoice=first, reason="Wrong.", by=world.secretary, at=world.later()
            )
            issue(world)
            raise RuntimeError
    except RuntimeError:
        assert Invoice.objects.count() == 1
    event = fees.cancel_invoice(
        invoice=first, reason="Wrong amount.", by=world.secretary, at=world.later()
    )
    second = issue(world)
    assert event.credit_number == "GLOBAL-2026-C0001"
    assert second.number == "GLOBAL-2026-F0002"
    world.now += timedelta(days=365)
    fees.cancel_invoice(invoice=second, reason="Again.", by=world.secretary, at=world.later())
    assert issue(world).number == "GLOBAL-2027-F0001"


def test_a_payment_noted_in_error_is_taken_back_and_both_stay(world: World) -> None:
    invoice = issue(world)
    pay(world, invoice)
    with pytest.raises(Refused):
        pay(world, invoice)
    with pytest.raises(Refused):
        fees.cancel_invoice(invoice=invoice, reason="No.", by=world.secretary, at=world.later())
    fees.take_back_payment(
        invoice=invoice, reason="Another city’s.", by=world.secretary, at=world.later()
    )
    assert [event.step for event in invoice.events.all()] == ["pay", "take_back"]
    found = queries.invoice(world.secretary, invoice.pk, world.now)
    assert found is not None
    assert found.state == "open"  # type: ignore[attr-defined]


def test_a_waiver_has_a_reason_and_cancels_what_was_issued(world: World) -> None:
    invoice = issue(world)
    assert world.case is not None
    with pytest.raises(BadAnswer):
        fees.waive_fee(case=world.case, reason=" ", by=world.secretary, at=world.later())
    fees.waive_fee(
        case=world.case, reason="A flood took the budget.", by=world.secretary, at=world.later()
    )
    assert [event.step for event in invoice.events.all()] == ["cancel"]
    assert asked_of(world.case, world.now)[0].ask is Ask.WAIVED
    with pytest.raises(Refused) as refused:
        issue(world)
    assert keys(refused) == ["fees.not_waived"]


def test_what_was_paid_is_not_waived(world: World) -> None:
    pay(world, issue(world))
    assert world.case is not None
    with pytest.raises(Refused) as refused:
        fees.waive_fee(case=world.case, reason="Late.", by=world.secretary, at=world.later())
    assert keys(refused) == ["fees.paid"]


def test_without_a_schedule_nothing_is_asked() -> None:
    world = make_world(until="in_review", criteria=FEW)
    with pytest.raises(Refused) as refused:
        issue(world)
    assert keys(refused) == ["fees.not_nothing"]
    with pytest.raises(Refused) as refused:
        set_schedule(world, effective_from=world.now.date())
    assert keys(refused) == ["fees.backdated"]
    set_schedule(world, effective_from=world.now.date() + timedelta(days=1))
    world.later(days=30)
    assert world.case is not None
    assert asked_of(world.case, world.now)[0].ask is Ask.NOTHING, "opened before anything was asked"


def test_nothing_is_asked_before_admission() -> None:
    world = priced("submitted")
    with pytest.raises(Refused) as refused:
        issue(world)
    assert keys(refused) == ["fees.not_yet"]


def test_rows_of_the_books_are_never_changed(world: World) -> None:
    invoice = issue(world)
    pay(world, invoice)
    for change in (
        lambda: Invoice.objects.update(amount=1),
        lambda: InvoiceEvent.objects.update(reference="Another"),
        lambda: FeeSchedule.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_city_is_told_and_reminded_at_each_step_once(world: World) -> None:
    invoice = issue(world)
    run_due(timezone.now())
    assert Notice.objects.filter(kind="fees.issued", user=world.signatory).count() == 1
    day = timezone.now().replace(year=invoice.due_on.year, month=invoice.due_on.month, day=1)
    day += timedelta(days=invoice.due_on.day)  # the day after
    first = remind_of_invoices(day)
    assert first > 0
    assert remind_of_invoices(day + timedelta(days=3)) == 0
    assert remind_of_invoices(day + timedelta(days=30)) == first
    fees.mark_paid(
        invoice=invoice,
        received_on=invoice.issued_on,
        reference="",
        by=world.secretary,
        at=world.later(),
    )
    assert remind_of_invoices(day + timedelta(days=120)) == 0
    run_due(timezone.now())
    assert Notice.objects.filter(kind="fees.paid", user=world.signatory).exists()


def test_one_case_and_many_are_asked_alike(world: World) -> None:
    assert world.case is not None
    one = asked_of(world.case, world.now)[0]
    assert asked_of_all([world.case], world.now) == {world.case.pk: one}
    assert one.amount == Decimal("1200.50")


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_issue_at_once_and_the_city_is_asked_once() -> None:
    world = priced("in_review")
    second = factories.make_seat(world.mechanism.secretariat)
    at = world.later()
    for _round in range(min(ROUNDS, 4)):
        acts = [
            partial(fees.issue_invoice, case=world.case, by=by, at=at)
            for by in (world.secretary, second, world.secretary)
        ]
        won, lost = split(race(*acts))
        assert len(won) == 1
        assert all(isinstance(error, Refused) for error in lost)
        ends = [
            partial(fees.cancel_invoice, invoice=won[0], reason="A", by=world.secretary, at=at),
            partial(
                fees.mark_paid,
                invoice=won[0],
                received_on=at.date(),
                reference="",
                by=second,
                at=at,
            ),
        ]
        ended, late = split(race(*ends))
        assert (len(ended), len(late)) == (1, 1)
        if ended[0].step == "pay":
            fees.take_back_payment(invoice=won[0], reason="A", by=second, at=at)
            fees.cancel_invoice(invoice=won[0], reason="A", by=second, at=at)
    given = sorted(Invoice.objects.values_list("seq", flat=True))
    assert given == list(range(1, len(given) + 1))
    credits_ = sorted(
        InvoiceEvent.objects.filter(step="cancel").values_list("credit_seq", flat=True)
    )
    assert credits_ == given
