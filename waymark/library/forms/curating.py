"""What curators type: an entry in one language, and what they found at an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.kernel import text as texts
from waymark.kernel.flow import Refused
from waymark.library import wording
from waymark.library.forms.topics import topics_field
from waymark.library.rules import vocabulary as words
from waymark.library.rules.catalogue import TAGS, TEXTS, Entry
from waymark.library.rules.editing import MOST
from waymark.library.rules.vocabulary import FOUND, Basis, Shelf

LANGUAGES = [(one.code, one.autonym) for one in texts.LANGUAGES]
SPLIT = re.compile(r"[\s,;،，]+")


def _text(label: Any, name: str, *, required: bool = False, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=MOST[name], required=required, **more)


def several(label: Any, tags: tuple[str, ...], said: Mapping[str, Any], **more: Any) -> Any:
    """A field of boxes, one for each tag, in the words of `said`."""
    choices = [(tag, wording.name(said, tag)) for tag in tags]
    return forms.MultipleChoiceField(
        label=label,
        choices=lambda: [(tag, wording.name(said, tag)) for tag, _name in choices],
        widget=forms.CheckboxSelectMultiple,
        **{"required": False, **more},
    )


class ItemForm(forms.Form):
    """An entry; its texts are in the language that is being written."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    language = forms.ChoiceField(
        label=_("Language of the texts below"), choices=LANGUAGES, initial="en"
    )
    shelf = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (Shelf.RESOURCE, _("A resource: one takes it from here")),
            (Shelf.OFFER, _("An offer of support: somebody helps")),
        ],
        widget=forms.RadioSelect,
        initial=Shelf.RESOURCE,
    )
    title = _text(_("Title"), "title", required=True)
    publisher = _text(_("Publisher or provider"), "publisher", required=True)
    description = _text(_("Description"), "description", widget=forms.Textarea(attrs={"rows": 4}))
    kinds = several(_("Kind"), words.KINDS, wording.KINDS, required=True)
    topics = topics_field(required=False)
    stages = forms.MultipleChoiceField(
        label=_("Stages"),
        choices=[(stage, stage) for stage in words.STAGES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    criteria = forms.CharField(
        label=_("Criteria that it helps with"),
        help_text=_("Codes with spaces between, such as C03 C09; “all” for any of them."),
        required=False,
        max_length=400,
    )
    languages = forms.CharField(
        label=_("Languages in which it is there"),
        help_text=_("Codes with spaces between, such as en fr; “mul” for several not named."),
        required=False,
        max_length=100,
    )
    audience = _text(_("Who can use it"), "audience")
    only_for = several(_("Only for"), words.ONLY_FOR, wording.ONLY_FOR)
    sizes = several(_("Made for cities of these sizes"), words.SIZES, wording.SIZES)
    cost = several(_("Cost, as the source says"), words.COSTS, wording.COSTS)
    url = forms.CharField(
        label=_("Address"),
        help_text=_("Begins with https://. A new address counts as not checked."),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    source = _text(_("How you know of it"), "source")

    def __init__(self, *args: Any, spoken: str = "", **kwargs: Any) -> None:
        """Make the form. spoken: the entry's original language, which may be none of ours."""
        super().__init__(*args, **kwargs)
        self.spoken_in = list(LANGUAGES)
        if spoken and spoken not in dict(LANGUAGES):
            self.spoken_in.append((spoken, wording.language_name(spoken)))
            self.fields["language"].choices = self.spoken_in  # type: ignore[attr-defined]

    @classmethod
    def given(cls, entry: Entry, language: str, version: int) -> dict[str, Any]:
        """What the form holds before anybody types."""
        told: dict[str, Any] = {name: getattr(entry, name).get(language, "") for name in TEXTS}
        told |= {name: list(getattr(entry, name)) for name in TAGS}
        told |= {name: " ".join(getattr(entry, name)) for name in ("criteria", "languages")}
        shared = {"url": entry.url, "source": entry.source, "shelf": entry.shelf}
        return told | shared | {"language": language, "seen": version}

    def entry(self, before: Entry | None) -> Entry:
        """What was typed, over what stood there: texts in other languages stay."""
        data, language = self.cleaned_data, self.cleaned_data["language"]
        tags: dict[str, Any] = {
            name: tuple(data[name]) for name in TAGS if name not in ("criteria", "languages")
        }
        for name in ("criteria", "languages"):
            tags[name] = tuple(dict.fromkeys(filter(None, SPLIT.split(data[name]))))
        told: dict[str, Any] = {
            name: {**(getattr(before, name) if before else {}), language: data[name]}
            for name in TEXTS
        }
        same = before is not None and before.criteria == tags["criteria"]
        return Entry(
            code=before.code if before else "",
            original=before.original if before else language,
            shelf=data["shelf"],
            named=before.named if before is not None and same else True,
            basis=before.basis if before else Basis.CURATOR,
            url=data["url"],
            source=data["source"],
            **told,
            **tags,
        )


class CheckForm(forms.Form):
    """What a person found at an address."""

    seen_url = forms.CharField(widget=forms.HiddenInput, required=False)
    found = forms.ChoiceField(
        label=_("I have followed this address today: it"),
        choices=lambda: [
            (value, label)
            for value, label in zip(FOUND, (_("works"), _("has moved"), _("is gone")), strict=True)
        ],
        widget=forms.RadioSelect,
    )
    url = forms.CharField(
        label=_("Where it is now, if it has moved"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )


def put_on(form: forms.Form, refused: Refused) -> None:
    """Show what an action refused at its fields, with everything typed kept."""
    for reason in refused.reasons:
        field = str(reason.params.get("field", ""))
        form.add_error(field if field in form.fields else None, reasons.sentence(reason))
