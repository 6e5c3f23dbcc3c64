"""What curators type of other catalogues, and how they narrow what waits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.library import wording
from waymark.library.actions import Wish
from waymark.library.forms.curating import several
from waymark.library.forms.topics import topics_field
from waymark.library.models import Source
from waymark.library.rules import vocabulary as words

ASCII = {"dir": "ltr", "inputmode": "url"}


class SourceForm(forms.Form):
    """Another catalogue."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    name = forms.CharField(label=_("Name of the catalogue"), max_length=200)
    page = forms.CharField(
        label=_("Where people read it"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=ASCII),
    )
    kind = forms.ChoiceField(
        label=_("How it can be read by programs"),
        choices=[
            ("", _("Not known yet")),
            (Source.Kind.OAI, _("OAI-PMH: all of it, also what is gone")),
            (Source.Kind.FEED, _("A feed (RSS or Atom): what is new")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    url = forms.CharField(
        label=_("Address for programs"),
        help_text=_(
            "Of the OAI-PMH interface or of the feed. Ask the publisher if you don’t find it."
        ),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs=ASCII),
    )
    language = forms.RegexField(
        r"\A[a-z]{2,3}\Z",
        label=_("Language, where an entry says none"),
        help_text=_("A code such as en or fr."),
        initial="en",
        max_length=3,
    )
    kinds = several(
        _("Kind, where an entry says none"), (*words.TOOLS, *words.LEARNING), wording.KINDS
    )
    topics = topics_field(_("Topics of all that comes from here"), required=False)
    licence = forms.CharField(
        label=_("Licence, where an entry says none"),
        help_text=_("As the catalogue itself states it, for instance CC BY 4.0."),
        required=False,
        max_length=300,
    )
    every_days = forms.IntegerField(
        label=_("Days between two harvests"), initial=7, min_value=1, max_value=365
    )
    on = forms.BooleanField(
        label=_("Harvest it"),
        help_text=_(
            "Make sure first that its publisher allows this and that the address is right. "
            "Nothing of it is public before a curator has accepted it."
        ),
        required=False,
    )

    @classmethod
    def given(cls, source: Source) -> dict[str, Any]:
        """What the form holds before anybody types."""
        told: dict[str, Any] = {
            name: getattr(source, name) for name in cls.base_fields if name != "seen"
        }
        return told | {"seen": source.version}

    @property
    def wish(self) -> Wish:
        """What was typed."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        told |= {name: tuple(told[name]) for name in ("kinds", "topics")}
        return Wish(**told)


class WaitingForm(forms.Form):
    """What of the queue is shown."""

    source = forms.ChoiceField(label=_("Catalogue"), required=False)
    state = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            ("", _("Anything")),
            ("new", _("New")),
            ("changed", _("Changed at its source")),
            ("gone", _("Gone at its source")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, sources: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", _("All")), *sources]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """What is asked for; what is not known asks for nothing."""
        if not self.is_valid():
            return {"source": "", "state": ""}
        return {name: self.cleaned_data[name] for name in ("source", "state")}
