"""The forms of fees, and the words of what is refused there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.life import long_text
from waymark.assessments.reporting.fees import currencies
from waymark.assessments.rules.fees.schedule import (
    GROUPS,
    MOST_AMOUNT,
    MOST_LINES,
    Holds,
    Line,
    Schedule,
)
from waymark.base import reasons, statuses

reasons.register(
    {
        "fees.no_reason": _("Give a reason."),
        "fees.backdated": _("It can begin tomorrow or later: nobody is asked what was not known."),
        "fees.due_days": _("Give between %(least)s and %(most)s days to pay."),
        "fees.many_lines": _("A schedule has at most %(most)s lines."),
        "fees.pay_to": _("Say to whom and how it is paid."),
        "fees.amount": _("Line %(line)s: the amount is not possible."),
        "fees.decimals": _("Line %(line)s: this currency has %(digits)s decimals."),
        "fees.sizes": _("Line %(line)s: the size ends before it begins."),
        "fees.names_poorest": _(
            "Line %(line)s names least developed countries, whose cities pay nothing: %(countries)s"
        ),
        "fees.invoiced": _("There is an invoice for this case already."),
        "fees.not_yet": _(
            "Nothing is asked before a case is admitted, nor once it is withdrawn or goes on under "
            "another mechanism."
        ),
        "fees.not_exempt": _("Cities of least developed countries are asked nothing."),
        "fees.not_nothing": _("The schedule asks nothing of this city."),
        "fees.not_waived": _("The fee was waived."),
        "fees.asked_already": _("A waiver is asked for already: wait for the answer."),
        "fees.not_asked": _("Nobody asks for a waiver now."),
        "fees.paid": _("The invoice is paid already."),
        "fees.no_day": _("Give a day from the invoice until today."),
    }
)
statuses.register(
    {
        "waiver.asked": statuses.Status(_("Waits for an answer"), "warn"),
        "waiver.given": statuses.Status(_("Waived"), "good"),
        "waiver.declined": statuses.Status(_("Not waived"), "info"),
        "invoice.open": statuses.Status(_("To be paid"), "info"),
        "invoice.late": statuses.Status(_("Day has passed"), "warn"),
        "invoice.paid": statuses.Status(_("Paid"), "good"),
        "invoice.cancelled": statuses.Status(_("Cancelled")),
        "fee.exempt": statuses.Status(_("Never asked"), "good"),
        "fee.waived": statuses.Status(_("Waived"), "good"),
        "fee.nothing": statuses.Status(_("Nothing to pay"), "good"),
        "fee.due": statuses.Status(_("To be asked"), "info"),
    }
)
FOR = [
    ("", _("not used")),
    ("all", _("all countries")),
    ("sids", _("small island developing states")),
    ("lldc", _("landlocked developing countries")),
    ("named", _("the countries named beside it")),
]
CODES = re.compile(r"[\s,;]+")


class LineForm(forms.Form):
    """One line of a schedule."""

    who = forms.ChoiceField(label=_("For cities of"), choices=FOR, required=False)
    countries = forms.CharField(
        label=_("Countries"),
        help_text=_("Two-letter codes, such as “XA XB”."),
        required=False,
        max_length=1000,
    )
    people_from = forms.IntegerField(
        label=_("From so many people"), min_value=0, max_value=100_000_000, required=False
    )
    people_below = forms.IntegerField(
        label=_("To fewer than"), min_value=1, max_value=100_000_000, required=False
    )
    amount = forms.DecimalField(
        label=_("Amount"), min_value=0, max_value=MOST_AMOUNT, decimal_places=3, required=False
    )

    def __init__(
        self, *args: Any, known: frozenset[str], groups: Mapping[str, str], **named: Any
    ) -> None:
        self.known, self.groups = known, frozenset(GROUPS) | frozenset(groups)
        super().__init__(*args, **named)
        *before, last = FOR
        self.fields["who"].choices = [*before, *groups.items(), last]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """See that a line in use is whole."""
        read: dict[str, Any] = super().clean() or {}
        if not read.get("who"):
            return read
        if read.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Give the amount; it can be 0."))
        codes = [code.upper() for code in CODES.split(read.get("countries", "")) if code]
        if read["who"] == "named" and not codes:
            self.add_error("countries", _("Name at least one country."))
        if wrong := [code for code in codes if code not in self.known]:
            said = _("There is no such country: %(codes)s")
            self.add_error("countries", said % {"codes": ", ".join(wrong)})
        read["codes"] = frozenset(codes)
        return read

    @property
    def line(self) -> Line | None:
        """The line, or None where it is not used."""
        read = self.cleaned_data
        who = read.get("who")
        if not who:
            return None
        return Line(
            read["amount"],
            frozenset({who} & self.groups),
            read["codes"] if who == "named" else frozenset(),
            read["people_from"] or 0,
            read["people_below"],
        )


class ScheduleForm(forms.Form):
    """What a mechanism asks, without its lines."""

    currency = forms.ChoiceField(label=_("Currency"), help_text=_("By its ISO 4217 code."))
    effective_from = forms.DateField(
        label=_("Holds for cases opened from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    due_days = forms.IntegerField(label=_("Days to pay"), min_value=14, max_value=365)
    pay_to = forms.CharField(
        label=_("To whom and how it is paid"),
        help_text=_("Name, address, account: as it shall stand on the invoice."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    holds = forms.ChoiceField(
        label=_("What an unpaid invoice holds up"),
        choices=[
            (Holds.NOTHING.value, _("Nothing")),
            (Holds.PAPER.value, _("Only the printed certificate that is sent by post")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Recognition is never bought: nothing else can be held up."),
    )
    reason = long_text(_("Why like this"), _("Everybody can read it."))

    def __init__(self, data: Any = None, *, held: Schedule | None, today: date) -> None:
        tomorrow = today + timedelta(days=1)
        held = held or Schedule("USD", tomorrow)
        initial = held.document() | {"effective_from": max(held.effective_from, tomorrow)}
        super().__init__(data, initial=initial)
        self.fields["currency"].choices = [(code, code) for code in sorted(currencies())]  # type: ignore[attr-defined]

    def schedule(self, lines: list[LineForm]) -> Schedule:
        """The schedule with its lines; both were found valid."""
        read = self.cleaned_data
        return Schedule(
            read["currency"],
            read["effective_from"],
            tuple(line for form in lines if (line := form.line)),
            read["pay_to"].strip(),
            read["due_days"],
            Holds(read["holds"]),
        )


def line_forms(
    data: Any, *, held: Schedule | None, known: frozenset[str], groups: Mapping[str, str]
) -> list[LineForm]:
    """Return a form for each line that there is, and some more.

    groups: code -> name of those that were brought in.
    """
    lines = held.lines if held else ()
    count = min(MOST_LINES, max(4, len(lines) + 2))
    found = []
    for number in range(count):
        initial = _initial(lines[number]) if number < len(lines) else {}
        named: dict[str, Any] = {"known": known, "groups": groups}
        found.append(LineForm(data, prefix=f"line{number}", initial=initial, **named))
    return found


def _initial(line: Line) -> dict[str, Any]:
    who = next(iter(line.groups), "named" if line.countries else "all")
    return {
        "who": who,
        "countries": " ".join(sorted(line.countries)),
        "people_from": line.people_from or None,
        "people_below": line.people_below,
        "amount": line.amount,
    }


class PaidForm(forms.Form):
    """That the money came."""

    received_on = forms.DateField(
        label=_("Received on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reference = forms.CharField(label=_("Reference"), required=False, max_length=120)


class IssueForm(forms.Form):
    """That an invoice is issued: nothing to fill in."""


class ReasonForm(forms.Form):
    """Why something is waived, cancelled or taken back."""

    reason = long_text(_("Reason"), _("The city reads it."))


class AskWaiverForm(forms.Form):
    """Why a city asks for a waiver."""

    reason = long_text(
        _("Why the fee would keep your city out"),
        _("The secretariat reads it, and nobody who reviews or decides."),
    )


class InvoiceFilterForm(forms.Form):
    """How the list of invoices is narrowed."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("any")),
            ("open", _("To be paid")),
            ("late", _("Day has passed")),
            ("paid", _("Paid")),
            ("cancelled", _("Cancelled")),
        ],
    )
    mechanism = forms.ChoiceField(label=_("Mechanism"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, *, mechanisms: list[Any], years: tuple[int, ...]) -> None:
        super().__init__(data)
        named = [(row.slug, str(row)) for row in mechanisms]
        self.fields["mechanism"].choices = [("", _("any")), *named]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("any")), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]
