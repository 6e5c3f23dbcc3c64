"""What a city writes to providers, and what either side says and does in a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.community.rules.needs import MOST
from waymark.community.rules.requests import MOST_TEXT, Provider

PARTNER, OFFER = "partner", "offer"


class AskForm(forms.Form):
    """Whom a city asks, and for what."""

    subject = forms.CharField(
        label=_("What you ask for"),
        max_length=MOST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = forms.CharField(
        label=_("Your message"),
        help_text=_("Each of those that you choose gets it for itself and sees no other."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
    )
    partners = forms.MultipleChoiceField(
        label=_("Partners who answer here"),
        help_text=_("They get a notice, and from now on they read the need as well."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    offers = forms.MultipleChoiceField(
        label=_("Offers in the library that you write to yourself"),
        help_text=_(
            "Nobody of theirs works here. You get a letter with their address to send yourself, "
            "and note here what they answer."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        partners: Iterable[tuple[str, str]],
        offers: Iterable[tuple[str, str]],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        for name, known in (("partners", list(partners)), ("offers", list(offers))):
            if known:
                self.fields[name].choices = known  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def providers(self) -> frozenset[Provider]:
        """Whom was chosen."""
        data = self.cleaned_data
        partners = {Provider(partner=pk) for pk in data.get("partners", ())}
        return frozenset(partners | {Provider(offer=code) for code in data.get("offers", ())})


class TurnForm(forms.Form):
    """What one side does next, in words."""

    step = forms.ChoiceField(
        label=_("What you do"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you do.")},
    )
    helped = forms.ChoiceField(
        label=_("Did it help?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, steps: Iterable[tuple[str, Any]]) -> None:
        super().__init__(data)
        known = list(steps)
        self.fields["step"].choices = known  # type: ignore[attr-defined]
        if "review" not in dict(known):
            del self.fields["helped"]

    def turn(self) -> dict[str, Any]:
        """What was chosen, as the action takes it."""
        data = self.cleaned_data
        helped = {"yes": True, "no": False}.get(data.get("helped", ""))
        return {"step": data["step"], "text": data["text"], "helped": helped}
