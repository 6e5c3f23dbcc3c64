"""What a provider types of itself, what the secretariat answers, and the filters of the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.community.queries.providers import Present, Wanted
from waymark.community.rules.providers import MOST, Profile
from waymark.community.wording_providers import KINDS
from waymark.kernel.flow import Refused
from waymark.kernel.text import LANGUAGES
from waymark.library import wording
from waymark.library.forms.topics import topics_field
from waymark.library.rules.vocabulary import COSTS

SPLIT = re.compile(r"[\s,;،，]+")
TONGUES = [(one.code, one.autonym) for one in LANGUAGES]


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        name = str(reason.params.get("field", ""))
        form.add_error(name if name in form.fields else None, reasons.sentence(reason))


def _several(label: Any, choices: Any, help_text: Any = "", *, required: bool = False) -> Any:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=required,
    )


class ProfileForm(forms.Form):
    """A profile; its texts are in the language that is being written."""

    language = forms.ChoiceField(label=_("Language of the texts below"), choices=TONGUES)
    kind = forms.ChoiceField(label=_("What you are"), choices=list(KINDS.items()))
    summary = forms.CharField(
        label=_("What you help with"),
        help_text=_("For a city that does not know you: what you do, and what comes of it."),
        max_length=MOST["summary"],
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    topics = topics_field()
    languages = _several(_("Languages in which you work"), TONGUES)
    countries = forms.CharField(
        label=_("Countries in which you work"),
        help_text=_("Codes of two letters with spaces between, such as KE UG. Empty is anywhere."),
        required=False,
        max_length=800,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    cost = _several(
        _("What it costs a city"),
        lambda: [(tag, wording.name(wording.COSTS, tag)) for tag in COSTS],
    )
    capacity = forms.CharField(
        label=_("How much you can take on"),
        help_text=_("Such as: three cities a year, from March on."),
        required=False,
        max_length=MOST["capacity"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    contact = forms.CharField(
        label=_("How a city reaches you"),
        help_text=_("Everybody reads it: give an office and its address, no person’s own."),
        required=False,
        max_length=MOST["contact"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    url = forms.CharField(
        label=_("Your page"),
        help_text=_("Begins with https://."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    offers = _several(
        _("Which offers of the library are yours"), [], _("The secretariat checks it.")
    )

    def __init__(
        self, data: Any = None, *, offers: Iterable[tuple[str, str]], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["offers"].choices = list(offers)  # type: ignore[attr-defined]

    @classmethod
    def given(cls, told: Profile | None, language: str) -> dict[str, Any]:
        """What the form holds before anybody types."""
        if told is None:
            return {"language": language}
        lists = {
            name: list(getattr(told, name)) for name in ("topics", "languages", "cost", "offers")
        }
        return lists | {
            "language": language,
            "kind": told.kind,
            "summary": told.summary.get(language, ""),
            "capacity": told.capacity.get(language, ""),
            "countries": " ".join(told.countries),
            "contact": told.contact,
            "url": told.url,
        }

    def profile(self, before: Profile | None) -> Profile:
        """What was typed, over what stood there: texts in other languages stay."""
        data, language = self.cleaned_data, self.cleaned_data["language"]
        texts: dict[str, Any] = {
            name: {**(getattr(before, name) if before else {}), language: data[name]}
            for name in ("summary", "capacity")
        }
        typed = filter(None, SPLIT.split(data["countries"].upper()))
        names = ("topics", "languages", "cost", "offers")
        tags: dict[str, Any] = {name: tuple(data[name]) for name in names}
        return Profile(
            kind=data["kind"],
            original=before.original if before else language,
            contact=data["contact"],
            url=data["url"],
            countries=tuple(dict.fromkeys(typed)),
            **tags,
            **texts,
        )


class CheckForm(forms.Form):
    """What the secretariat says of a profile."""

    draft = forms.CharField(widget=forms.HiddenInput, max_length=26)
    note = forms.CharField(
        label=_("What is to be mended"),
        help_text=_("Needed where you send it back."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def wanted(given: Mapping[str, Any]) -> Wanted:
    """Read a query; what does not occur simply finds nothing."""
    said = {name: str(given.get(name, ""))[:30].strip() for name in ("topic", "language", "kind")}
    return Wanted(**said, country=str(given.get("country", ""))[:2].upper())


class FindForm(forms.Form):
    """The filters as they stand in the address."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    kind = forms.ChoiceField(label=_("What they are"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(
        self, asked: Wanted, present: Present, countries: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(initial=vars(asked))
        choices: dict[str, Iterable[tuple[str, str]]] = {
            "topic": ((tag, wording.name(wording.TOPICS, tag)) for tag in present.topics),
            "kind": ((kind, str(KINDS[kind])) for kind in present.kinds),
            "language": ((code, wording.language_name(code)) for code in present.languages),
            "country": countries,
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", __("All")), *sorted(found, key=lambda one: one[1])]
