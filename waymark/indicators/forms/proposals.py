"""A value proposed from outside, the file of several, and what an editor says to one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.forms.about import SeriesFields
from waymark.indicators.forms.checking import MOST_DIGITS
from waymark.indicators.forms.imports import UploadForm
from waymark.indicators.forms.values import TOLD, ValueFields
from waymark.indicators.rules.facts import MAX_NOTE

MOST_ID = 64
"""Characters of the id of a proposal: what has more names nothing."""

NOT_ASKED = ("source_type", "quality", "next_update")
"""What a city says of its own values, and a contributor doesn't."""

STATES = [
    ("open", _("Waiting")),
    ("accepted", _("Accepted")),
    ("declined", _("Declined by the city")),
    ("withdrawn", _("Taken back")),
    ("all", _("All")),
]


class ProposedFields(ValueFields):
    """What a proposal says of its value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NOT_ASKED:
            del self.fields[name]
        self.fields["sample_size"].label = _("How many people were asked")
        self.fields["sample_size"].help_text = _("Empty where nobody was asked, as when counting.")

    def clean(self) -> dict[str, Any]:
        """Say nothing where nothing is asked."""
        return {
            "source_type": "",
            "quality": "",
            "next_update": None,
            "margin": None,
            **(super().clean() or {}),
        }

    @property
    def told(self) -> list[forms.BoundField]:
        """The fields of the value itself, in order."""
        return [self[name] for name in TOLD if name in self.fields]


class ProposalForm(ProposedFields, SeriesFields):
    """A new proposal."""

    own_group = forms.CharField(
        label=_("Or a group of your own"),
        help_text=_("Write it the same way each time."),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, offered: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["margin"]  # a file may say it
        self.offered = {str(row.pk): row for row in offered}
        words = [(pk, f"{row.code} {row.label}") for pk, row in self.offered.items()]
        self.fields["indicator"] = forms.ChoiceField(
            label=_("Indicator"), choices=[("", ""), *words]
        )
        source: forms.Field = self.fields["source"]
        source.help_text = _("Who measured, counted or asked, and where.")

    @property
    def names_a_group(self) -> bool:
        """Whether more than an area is said, or wrong, of what the value is about."""
        return any(bound.value() or bound.errors for bound in self.about if bound.name != "area")

    def clean_indicator(self) -> Any:
        """Return the indicator itself."""
        return self.offered[self.cleaned_data["indicator"]]


class AcceptProposalForm(ProposedFields):
    """A proposal as an editor accepts it: as it is, or changed; for the period that it names."""

    replaces = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, period: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["period"]
        self.of_period = period

    def clean(self) -> dict[str, Any]:
        """The period stays that of the proposal."""
        return {**super().clean(), "period": self.of_period}

    @property
    def seen(self) -> int | None:
        """The value that held when the page was drawn."""
        return _number_of(self.cleaned_data["replaces"])


def _number_of(said: str) -> int | None:
    """The id of a value that a hidden field names; what is no number names none."""
    plain = said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS
    return int(said) if plain else None


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person who proposed the value will read it."),
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SeveralForm(forms.Form):
    """Which proposals an editor has ticked, and what she says to all of them."""

    table = forms.CharField(widget=forms.HiddenInput, required=False)
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    whole = forms.BooleanField(label=_("All that wait of this table"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Whoever proposed the values will read it. To accept, none is needed."),
        max_length=MAX_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def ticked(self) -> dict[str, int | None]:
        """The proposals that were ticked, each with the value that stood beside it."""
        found: dict[str, int | None] = {}
        for sent in self.data.getlist("pick") if self.is_bound else ():  # type: ignore[attr-defined]
            pk, _colon, held = sent.partition(":")
            found[pk[:MOST_ID]] = _number_of(held)
        return found


class ProposedFileForm(UploadForm):
    """A small table of proposals."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table as CSV or XLSX, of at most 1 MB and 500 values: one row for each value, with "
            "the columns indicator, period and value, and others such as area, sex, source, method "
            "and sample_size."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    leave_out = forms.BooleanField(
        label=_("Leave out the rows that can’t be read"),
        help_text=_("Without this, nothing is proposed as long as one row can’t be read."),
        required=False,
    )


class ProposalsForm(forms.Form):
    """Filters of the proposals; anything it does not know counts as not asked for."""

    state = forms.ChoiceField(label=_("Show"), choices=STATES, required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    person = forms.ChoiceField(label=_("By"), required=False)

    def __init__(
        self,
        *args: Any,
        indicators: list[tuple[str, str]],
        people: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", _("All")), *indicators]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("All")), *people]  # type: ignore[attr-defined]

    def asked(self, name: str, default: str = "") -> str:
        """Return a filter's value, or the default where it is not valid."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or default)
