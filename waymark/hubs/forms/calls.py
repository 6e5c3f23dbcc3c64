"""What is typed of a call: its terms, its texts, why it is withdrawn."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.queries.calendar import zones
from waymark.base import reasons
from waymark.hubs import wording
from waymark.hubs.actions.calls import Told
from waymark.hubs.queries import calls as queries
from waymark.hubs.rules.calls import MOST, MOST_ANSWERED, MOST_ASKED, Terms
from waymark.hubs.rules.eligibility import LEADERS, STANDINGS
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES

if TYPE_CHECKING:
    from waymark.hubs.models import Call

AUTO = {"dir": "auto"}
SEVERAL = ("languages", "leaders", "standings", "topics", "axes", "focus")


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        name = str(reason.params.get("field", ""))
        form.add_error(name if name in form.fields else None, reasons.sentence(reason))


def text_field(label: Any, most: int, help_text: Any = "", **more: Any) -> Any:
    """A field of several lines."""
    rows = more.pop("rows", 4)
    widget = forms.Textarea(attrs=AUTO | {"rows": rows})
    return forms.CharField(label=label, max_length=most, help_text=help_text, widget=widget, **more)


def day_field(label: Any, help_text: Any = "") -> Any:
    """A day, which may be left open."""
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def time_field(label: Any, initial: time, help_text: Any = "") -> Any:
    return forms.TimeField(
        label=label,
        initial=initial,
        help_text=help_text,
        required=False,
        input_formats=["%H:%M:%S", "%H:%M"],
        widget=forms.TimeInput(attrs={"type": "time", "step": "1"}),
        error_messages={"invalid": _("Give a time such as 23:59:59.")},
    )


def _several(label: Any, names: Any, help_text: Any = "") -> Any:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=list(names),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _of(names: Any, codes: Any) -> list[tuple[str, Any]]:
    return [(str(code), names[code]) for code in codes]


class WordsForm(forms.Form):
    """A call's texts in one language."""

    title = forms.CharField(
        label=_("Title"), max_length=MOST["title"], widget=forms.TextInput(attrs=AUTO)
    )
    summary = text_field(
        _("What the call is for"), MOST["summary"], _("In a few sentences."), required=False
    )
    guidance = text_field(
        _("Guidance"),
        MOST["guidance"],
        _(
            "What makes a good proposal, where it is sent and what happens then. Markdown can "
            "be used."
        ),
        required=False,
        rows=8,
    )

    def told(self, language: str) -> Told:
        """What was typed."""
        data = self.cleaned_data
        return Told(language, data["title"], data["summary"], data["guidance"])

    @staticmethod
    def given(row: Call, language: str) -> dict[str, str]:
        """What holds now in a language."""
        return {name: getattr(row, name).get(language, "") for name in queries.TEXTS}


class TranslationForm(WordsForm):
    """A call's texts in a further language."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    @staticmethod
    def given(row: Call, language: str) -> dict[str, str]:
        """What holds now in a language, and its mark."""
        return WordsForm.given(row, language) | {"seen": queries.mark(row, language)}


class CallForm(WordsForm):
    """A whole call, in the language in which it is first written."""

    field_order = ["seen", "language"]
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    language = forms.ChoiceField(
        label=_("Language of these texts"),
        help_text=_("Other languages are added afterwards."),
        choices=[(one.code, one.autonym) for one in LANGUAGES],
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("The times below are those of this zone."), initial="UTC"
    )
    opens_day = day_field(_("Opens on"))
    opens_time = time_field(_("Opens at"), time(0, 0))
    closes_day = day_field(_("Closes on"))
    closes_time = time_field(
        _("Closes at"),
        time(23, 59, 59),
        _("What arrives within this second is in time."),
    )
    languages = _several(
        _("Languages of proposals"), [(one.code, one.autonym) for one in LANGUAGES]
    )
    leaders = _several(_("Who may lead"), _of(wording.LEADERS, LEADERS))
    standings = _several(_("Standing in the network"), _of(wording.STANDINGS, STANDINGS))
    topics = _several(_("Topics"), wording.TOPICS.items())
    axes = _several(_("Axes"), wording.AXES.items())
    focus = _several(
        _("Made first for"),
        wording.FOCUS.items(),
        _("A fact about a place and no merit: nothing is weighted or added up."),
    )
    seed_money = forms.DecimalField(
        label=_("Seed money, in all"),
        required=False,
        min_value=Decimal(0),
        max_digits=15,
        decimal_places=2,
    )
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, such as EUR. Leave both empty where there is no seed money."),
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "short"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["zone"].choices = [(name, name) for name in zones()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days of our time: near the ends of the calendar zones can't be converted."""
        read: dict[str, Any] = super().clean() or {}
        for name in ("opens_day", "closes_day"):
            if (found := read.get(name)) and not 2000 <= found.year < 2200:
                self.add_error(name, _("Give a day between the years 2000 and 2199."))
        return read

    def terms(self) -> Terms:
        """What was typed, as rules read it."""
        data = self.cleaned_data
        return Terms(
            opens=self._moment("opens", time(0, 0)),
            closes=self._moment("closes", time(23, 59, 59)),
            zone=data["zone"],
            seed_money=data["seed_money"],
            currency=data["currency"].upper(),
            **{name: tuple(data[name]) for name in SEVERAL},
        )

    def _moment(self, name: str, usual: time) -> datetime | None:
        data = self.cleaned_data
        day, hour = data[f"{name}_day"], data[f"{name}_time"]
        zone = ZoneInfo(data["zone"])
        return datetime.combine(day, hour if hour is not None else usual, zone) if day else None

    @staticmethod
    def of(row: Call) -> dict[str, Any]:
        """What holds now, in the call's own zone."""
        zone = ZoneInfo(row.zone)
        found: dict[str, Any] = {"seen": row.version, "language": row.original, "zone": row.zone}
        for name, at in (("opens", row.opens_at), ("closes", row.closes_at)):
            if at is not None:
                local = at.astimezone(zone)
                found |= {f"{name}_day": local.date(), f"{name}_time": local.time()}
        found |= {name: list(getattr(row, name)) for name in SEVERAL}
        found |= {"seed_money": row.seed_money, "currency": row.currency}
        return found | WordsForm.given(row, row.original)


class WithdrawForm(forms.Form):
    """Why a call is taken back."""

    why = text_field(
        _("Why it is withdrawn"), MOST["why"], _("Everybody reads this on the page of the call.")
    )


class QuestionForm(forms.Form):
    """A question about a call."""

    text = text_field(
        _("Your question"),
        MOST_ASKED,
        _("It is published with its answer, and without your name. Leave out what is private."),
    )


class AnswerForm(forms.Form):
    """The answer for everybody."""

    answer = text_field(
        _("Answer"),
        MOST_ANSWERED,
        _("It can’t be changed once it is published."),
        rows=6,
    )
