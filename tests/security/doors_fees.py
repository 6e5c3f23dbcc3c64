"""The addresses of fees, for all, the city concerned or the desk, and of the ESG table."""

from __future__ import annotations

from tests.security.doors import CITY, HOLDER, NATIONAL, SECRETARY, Door
from tests.security.doors_city import OPENERS, here, said
from tests.security.doors_office import of
from tests.security.doors_public import public
from tests.security.story import Everything

NAME = "assessments:"


def to_pay(world: Everything) -> str:
    return world.books.to_pay.pk


def to_pay_case(world: Everything) -> str:
    return world.books.to_pay.case_id


def paid(world: Everything) -> str:
    return world.books.paid.pk


def issued(world: Everything) -> str:
    return world.books.to_pay.issued_on.isoformat()


def heard(world: Everything) -> str:
    assert world.heard.case is not None
    return world.heard.case.pk


SCHEDULE = {
    "currency": "EUR",
    "effective_from": "2040-01-01",
    "due_days": "60",
    "pay_to": "A bank",
    "holds": "nothing",
    "line0-who": "all",
    "line0-amount": "100",
}
DOORS = [
    public(f"{NAME}costs"),
    public(f"{NAME}esg"),
    public(f"{NAME}esg_csv"),
    public(f"{NAME}esg_json"),
    Door(f"{NAME}city_fees", CITY, args=here()),
    Door(
        f"{NAME}fee_ask_waiver",
        OPENERS,
        OPENERS,
        here(to_pay_case),
        said(reason="Our budget is small."),
    ),
    Door(f"{NAME}invoice", CITY | SECRETARY, args=of(to_pay)),
    Door(f"{NAME}invoice_pdf", CITY | SECRETARY, args=of(to_pay)),
    Door(f"{NAME}invoice_event_pdf", HOLDER | SECRETARY, args=of(paid, "receipt")),
    Door(
        f"{NAME}invoice_paid",
        None,
        SECRETARY,
        of(to_pay),
        said(received_on=issued, reference="Transfer 8"),
    ),
    Door(f"{NAME}invoice_take_back", None, SECRETARY, of(paid), said(reason="Another city’s.")),
    Door(f"{NAME}invoice_cancel", None, SECRETARY, of(to_pay), said(reason="Wrong amount.")),
    Door(f"{NAME}fee_desk", SECRETARY | NATIONAL),
    Door(f"{NAME}fee_table", SECRETARY | NATIONAL),
    Door(
        f"{NAME}fee_schedule",
        SECRETARY,
        SECRETARY,
        of("global"),
        said(**SCHEDULE, reason="Less is asked."),
    ),
    Door(f"{NAME}fee_case", SECRETARY, SECRETARY, of(heard), said(issue="1")),
]
