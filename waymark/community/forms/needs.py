"""What a city types of a need, and the words that close one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.community.rules.needs import MOST, NEED, Budget, Visible, Wanted
from waymark.community.wording_needs import PARTS, VISIBLE
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES
from waymark.library.forms.topics import topics_field

SPLIT = re.compile(r"[\s,;،，]+")


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        name = str(reason.params.get("field", ""))
        form.add_error(name if name in form.fields else None, reasons.sentence(reason))


def codes_field(label: Any, help_text: Any) -> forms.CharField:
    """A field of codes with spaces between."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), max_digits=15, decimal_places=2
    )


class NeedForm(forms.Form):
    """A need as a city writes it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = forms.CharField(
        label=PARTS["title"],
        help_text=_("In a few words: what would help you."),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    why = forms.CharField(
        label=PARTS["why"],
        help_text=_("What is in the way, what you have tried, and what should come of it."),
        required=False,
        max_length=MOST["why"],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    topics = topics_field()
    by_when = forms.DateField(
        label=PARTS["by_when"],
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which you can work"),
        choices=[(one.code, one.autonym) for one in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    budget_least = _amount(_("Budget: at least"))
    budget_most = _amount(_("Budget: at most"))
    currency = forms.CharField(
        label=_("Currency"),
        help_text=_("Three letters, such as KES. Leave all three empty where there is no budget."),
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    goals = codes_field(PARTS["goals"], _("Numbers with spaces between, such as 6 11.6."))
    criteria = codes_field(
        _("Criteria that it is about"), _("Codes with spaces between, such as C03.")
    )
    visible = forms.ChoiceField(
        label=PARTS["visible"],
        choices=list(VISIBLE.items()),
        widget=forms.RadioSelect,
        initial=Visible.PRIVATE,
    )
    partners = forms.MultipleChoiceField(
        label=_("Partners that you share it with"),
        help_text=_(
            "Only where you chose partners above, or want to tell them of a public need. They "
            "also see whom you ask about it and how far that is, not what is said."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    counted = forms.BooleanField(
        label=_("Count it in the public figures by country and topic, without our name"),
        help_text=_("Donors and trainers see from them what is needed. A public need is counted."),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, partners: Iterable[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        known = list(partners)
        self.fields["partners"].choices = known  # type: ignore[attr-defined]
        if not known:
            del self.fields["partners"]
            self.fields["visible"].choices = [  # type: ignore[attr-defined]
                pair for pair in VISIBLE.items() if pair[0] != Visible.PARTNERS
            ]

    def wanted(self) -> Wanted:
        """What was typed, as rules read it."""
        data = self.cleaned_data
        return Wanted(
            title=data["title"],
            why=data["why"],
            by_when=data["by_when"],
            languages=tuple(data["languages"]),
            budget=Budget(data["budget_least"], data["budget_most"], data["currency"].upper()),
            topics=tuple(data["topics"]),
            goals=several(data["goals"]),
            criteria=several(data["criteria"].upper()),
            visible=Visible(data["visible"]),
            partners=frozenset(data.get("partners", ())),
            counted=data["counted"],
        )


def several(typed: str) -> tuple[str, ...]:
    """Return what was typed with spaces or commas between, each once."""
    return tuple(dict.fromkeys(filter(None, SPLIT.split(typed))))


def given(told: Wanted, seen: int = 0) -> dict[str, Any]:
    """What the form holds before anybody types."""
    return {
        "seen": seen,
        "title": told.title,
        "why": told.why,
        "by_when": told.by_when,
        "languages": list(told.languages),
        "budget_least": told.budget.least,
        "budget_most": told.budget.most,
        "currency": told.budget.currency,
        "topics": list(told.topics),
        "goals": " ".join(told.goals),
        "criteria": " ".join(told.criteria),
        "visible": told.visible,
        "partners": sorted(told.partners),
        "counted": told.counted,
    }


class CloseForm(forms.Form):
    """How a need ends."""

    step = forms.ChoiceField(
        label=_("What has become of it"),
        choices=lambda: [
            (step.name, label)
            for step, label in zip(
                NEED.steps, (_("It is met"), _("We need it no longer")), strict=True
            )
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("How it came"),
        help_text=_("Whoever reads the need reads this too. A public need that is met stays."),
        max_length=MOST["note"],
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
