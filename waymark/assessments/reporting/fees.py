"""Money, lines of a schedule and terms as words of the active language; invoices as PDF."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.core import get_global
from babel.numbers import (
    format_currency,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
)
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.assessments.reporting.words import show_day
from waymark.assessments.rules.fees.schedule import Holds, Line, read_line
from waymark.base.context import language_tag
from waymark.base.fields import listed, short_language
from waymark.base.typeset import typeset
from waymark.kernel import text

if TYPE_CHECKING:
    from waymark.assessments.models import Invoice, InvoiceEvent

_TEMPLATE = Path(__file__).parent.parent / "typst" / "fee.typ"
Names = Mapping[str, Mapping[str, str]]


def _locale() -> Locale:
    return Locale.parse(language_tag(get_language() or "en"), sep="-")


def currencies() -> frozenset[str]:
    """Return the ISO 4217 codes of the currencies that are legal tender somewhere today."""
    territories = get_global("territory_currencies").values()
    return frozenset(
        code for held in territories for code, _since, end, tender in held if tender and not end
    )


def digits_of(currency: str) -> int:
    """Return how many decimals a currency has."""
    return int(get_currency_precision(currency))


def money(amount: Decimal | str, currency: str) -> str:
    """Return an amount as the reader's language writes it.

    From right to left a sign such as US$ falls apart: the code of the currency stands there.
    """
    locale = _locale()
    foreign = re.search("[A-Za-z]", get_currency_symbol(currency, locale=locale))
    pattern = "#,##0.00\xa0¤¤" if foreign and locale.text_direction == "rtl" else None
    return str(format_currency(Decimal(amount), currency, pattern, locale=locale))


def people(line: Line) -> str:
    """Say which sizes a line is for; "" for every size."""
    low = format_decimal(line.people_from, locale=_locale())
    if line.people_below is None:
        return _("%(n)s people and more") % {"n": low} if line.people_from else ""
    high = format_decimal(line.people_below, locale=_locale())
    if not line.people_from:
        return _("fewer than %(n)s people") % {"n": high}
    return _("%(low)s to fewer than %(high)s people") % {"low": low, "high": high}


def countries(line: Line, names: Names) -> str:
    """Say which countries a line is for."""
    groups = {
        "sids": _("small island developing states"),
        "lldc": _("landlocked developing countries"),
    }
    said = [groups[group] for group in sorted(line.groups) if group in groups]
    for code in [*sorted(line.groups - set(groups)), *sorted(line.countries)]:
        name = names.get(code)
        said.append(text.pick(name, short_language()).text if name else code)
    return listed(tuple(said)) if said else _("all other countries")


def line_words(line: Line, names: Names) -> str:
    """Say for whom a line is."""
    return listed(tuple(part for part in (countries(line, names), people(line)) if part))


def holds_words(holds: str) -> str:
    """Say what an unpaid invoice holds up."""
    if holds == Holds.PAPER:
        return _(
            "As long as it is unpaid, no printed certificate is sent by post. Review, decision, "
            "certificate, renewal and appeal go on as if it were paid."
        )
    return _(
        "An unpaid invoice holds up nothing: review, decision, certificate, renewal and appeal "
        "go on as if it were paid."
    )


def _page(invoice: Invoice, title: str, lead: str, facts: list[tuple[str, str]]) -> dict[str, Any]:
    told = json.loads(invoice.document)
    language = short_language()
    city = listed((text.pick(told["city"]["name"], language).text, invoice.case.place.country))
    return {
        "language": language,
        "kicker": text.pick(told["mechanism"], language).text,
        "title": title,
        "lead": lead,
        "facts": [*facts, (_("City"), city), (_("Case"), told["case"])],
        "terms": [holds_words(told["holds"])],
        "pay_title": _("To be paid to"),
        "pay_to": told["pay_to"].splitlines(),
        "foot": _("SHA-256 of this invoice: %(hash)s") % {"hash": invoice.sha256},
        "fictional": _("Fictional city, made for demonstration: nothing is to be paid.")
        if invoice.case.place.fictional
        else "",
    }


def invoice_pdf(invoice: Invoice, names: Names) -> bytes:
    """Return an invoice in the active language; equal invoices give equal bytes."""
    told = json.loads(invoice.document)
    rule = read_line(told["line"])
    facts = [
        (_("Number"), invoice.number),
        (_("Amount"), money(invoice.amount, invoice.currency)),
        (_("For"), line_words(rule, names)),
        (_("Issued on"), show_day(invoice.issued_on.isoformat())),
        (_("To be paid by"), show_day(invoice.due_on.isoformat())),
    ]
    page = _page(
        invoice,
        _("Invoice %(number)s") % {"number": invoice.number},
        _("A contribution to what certification costs, by the schedule in force when the case "
          "was opened (version %(n)s).") % {"n": told["schedule"]},
        facts,
    )  # fmt: skip
    return typeset(_TEMPLATE.read_text(encoding="utf-8"), page, at=invoice.at)


def event_pdf(invoice: Invoice, event: InvoiceEvent) -> bytes:
    """Return the receipt of a payment, or the credit note that cancels an invoice."""
    amount = (_("Amount"), money(invoice.amount, invoice.currency))
    of = (_("For the invoice"), invoice.number)
    if event.step == "cancel":
        title = _("Credit note %(number)s") % {"number": event.credit_number}
        lead = _("The invoice below is cancelled in full. Nothing is to be paid on it.")
        facts = [
            of,
            (_("Amount"), money(-invoice.amount, invoice.currency)),
            (_("Issued on"), _day(event)),
            (_("Reason"), event.reason),
        ]
    else:
        title = _("Receipt for %(number)s") % {"number": invoice.number}
        lead = _("The amount below has been received. Thank you.")
        received: date | None = event.received_on
        facts = [of, amount, (_("Received on"), show_day(received.isoformat()) if received else "")]
        facts += [(_("Reference"), event.reference)] if event.reference else []
    page = _page(invoice, title, lead, facts) | {"terms": [], "pay_to": []}
    return typeset(_TEMPLATE.read_text(encoding="utf-8"), page, at=event.at)


def _day(event: InvoiceEvent) -> str:
    return show_day(timezone.localtime(event.at).date().isoformat())
