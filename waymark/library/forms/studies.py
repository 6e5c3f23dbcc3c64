"""What a city types of its case study, one language at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.library import wording
from waymark.library.forms.curating import LANGUAGES, SPLIT
from waymark.library.forms.topics import topics_field
from waymark.library.rules.studies import CONTACT, PARTS, About

Choices = Iterable[tuple[str, str]]

HELP = {
    "summary": _("Two or three sentences, as they stand in lists."),
    "context": _("Where this is, how many people live there, who was in charge."),
    "problem": _("What was wrong, for whom, and how you knew."),
    "done": _("Step by step, with years: who did what, and who helped."),
    "cost": _("Money, people and time, and who paid. Say so where you don’t know."),
    "result": _("What changed, and how you know. Series of your public data can stand beside it."),
    "lessons": _("What you would do again, and what not."),
}


class StudyForm(forms.Form):
    """The texts of one language, and on the original’s page what the study is about."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    language = forms.ChoiceField(label=_("Language of the original"), choices=LANGUAGES)
    contact = forms.CharField(
        label=_("Contact"),
        help_text=_("An office and its address, which everybody will read. Better no person’s."),
        max_length=CONTACT,
        required=False,
    )
    award = forms.ChoiceField(label=_("The certificate that it belongs to"), required=False)
    series = forms.MultipleChoiceField(
        label=_("Series that show the result"),
        help_text=_("At most three of those that your city has made public."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    criteria = forms.CharField(
        label=_("Criteria that it helps with"),
        help_text=_(
            "Codes with spaces between, such as C03 C09. Cities that don’t meet one of these yet "
            "will find your case study there."
        ),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    topics = topics_field(required=False)

    def __init__(
        self,
        *args: Any,
        award: Choices = (),
        series: Choices = (),
        original: bool = True,
        fresh: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        about = {name: self.fields.pop(name) for name in ABOUT}
        language = self.fields.pop("language")
        if fresh:
            self.fields["language"] = language
        for name, most in PARTS.items():
            self.fields[name] = _text(name, most)
        if original:
            self.fields |= about
            self._offer("award", [("", _("None"))], award)
            self._offer("series", [], series)
            if not list(series):
                del self.fields["series"]

    def _offer(self, name: str, first: list[tuple[str, Any]], choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*first, *choices]

    def parts(self) -> dict[str, str]:
        """The texts that were typed."""
        return {name: self.cleaned_data[name] for name in PARTS}

    def about(self) -> About:
        """What was said of it in no language."""
        data = self.cleaned_data
        chosen = {name: tuple(data.get(name, ())) for name in ("series", "topics")}
        chosen["criteria"] = tuple(dict.fromkeys(filter(None, SPLIT.split(data["criteria"]))))
        return About(data["award"], data["contact"], **chosen)


ABOUT = ("series", "contact", "award", "criteria", "topics")


def _text(name: str, most: int) -> forms.CharField:
    widget: forms.Widget = forms.TextInput(attrs={"dir": "auto"})
    if name != "title":
        widget = forms.Textarea(attrs={"rows": 3 if name == "summary" else 6, "dir": "auto"})
    return forms.CharField(
        label=wording.PARTS[name],  # type: ignore[arg-type]  # lazy, as all of them
        help_text=HELP.get(name, ""),
        max_length=most,
        required=name == "title",
        widget=widget,
    )


class NoteForm(forms.Form):
    """Why a curator gives a study back."""

    note = forms.CharField(
        label=_("What the city should change"),
        help_text=_("Its editors will read this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
