"""The agreed texts that a criterion rests on: those there are, and room for one more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.schemes.forms.changes import LONG
from waymark.schemes.forms.drafts import Draft, PartForm
from waymark.schemes.rules import edits
from waymark.schemes.rules.agreed import MOST, AgreedText
from waymark.schemes.rules.plain import plain

_PATH = re.compile(r"\.sources\[(\d+)\](?:\.(\w+))?")
NAMES = ("document", "paragraph", "text", "url")


class SourcesForm(PartForm):
    """One group of fields for each; an empty name of the document takes it out."""

    by_language = True
    kept: Sequence[int] = ()  # the places of those that `made` has kept

    def _held(self) -> tuple[AgreedText, ...]:
        return self.draft.one.sources

    def _places(self) -> range:
        return range(min(len(self._held()) + 1, MOST))

    def now(self, draft: Draft) -> dict[str, Any]:
        """What is there, in the language."""
        found: dict[str, Any] = {}
        for place, one in enumerate(draft.one.sources):
            found[f"{place}-document"] = one.document.get(draft.language, "")
            found[f"{place}-text"] = one.text.get(draft.language, "")
            found |= {f"{place}-paragraph": one.paragraph, f"{place}-url": one.url}
        return found

    def fill(self) -> None:
        """Four fields for each and for one more."""
        for place in self._places():
            self.fields |= {
                f"{place}-document": forms.CharField(
                    label=_("Document"),
                    help_text=_("Its name, such as “New Urban Agenda”."),
                    max_length=300,
                    required=False,
                ),
                f"{place}-paragraph": forms.CharField(
                    label=_("Paragraph"), max_length=200, required=False
                ),
                f"{place}-text": forms.CharField(
                    label=_("The words that were agreed"),
                    widget=LONG,
                    max_length=5_000,
                    required=False,
                ),
                f"{place}-url": forms.CharField(
                    label=_("Its address on the web"), max_length=400, required=False
                ),
            }

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each with its fields."""
        held = len(self._held())
        return [
            (
                __("One more") if place == held else __("Agreed text %(n)s") % {"n": place + 1},
                [self[f"{place}-{name}"] for name in NAMES],
            )
            for place in self._places()
        ]

    def _kept(self) -> list[int]:
        return [place for place in self._places() if self._named(place)]

    def _named(self, place: int) -> dict[str, str]:
        """The names of the document in each language, the one of the page as it was typed."""
        held = self._held()
        known = dict(held[place].document) if place < len(held) else {}
        typed = self.cleaned_data.get(f"{place}-document", "").strip()
        return {k: v for k, v in {**known, self.draft.language: typed}.items() if v}

    def made(self) -> edits.Document:
        """The criterion with these."""
        self.kept = self._kept()
        found = [plain(self._one(place)) for place in self.kept]
        return edits.with_members(self.draft.document, self.draft.one.id, {"sources": found})

    def _one(self, place: int) -> AgreedText:
        data, held = self.cleaned_data, self._held()
        text = dict(held[place].text) if place < len(held) else {}
        text[self.draft.language] = data[f"{place}-text"].strip()
        return AgreedText(
            document=self._named(place),
            paragraph=data[f"{place}-paragraph"].strip(),
            text={language: words for language, words in text.items() if words},
            url=data[f"{place}-url"].strip(),
        )

    def clean(self) -> dict[str, Any]:
        """A paragraph, words or an address need the name of their document."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for place in self._places():
            rest = [data.get(f"{place}-{name}", "").strip() for name in NAMES[1:]]
            unnamed = f"{place}-document" in data and not self._named(place)
            if any(rest) and unnamed and place >= len(self._held()):
                self.add_error(f"{place}-document", __("Name the document."))
        return data

    def field_of(self, path: str) -> str | None:
        """The field that a problem speaks of."""
        found = _PATH.search(path)
        if found is None or int(found[1]) >= len(self.kept):
            return None
        name = f"{self.kept[int(found[1])]}-{found[2] or 'document'}"
        return name if name in self.fields else None
