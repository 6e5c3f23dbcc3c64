"""A city's words for the concepts of metadata, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.metadata_words import help_of, label_of, name_of
from waymark.indicators.rules.concepts import MAX_TEXT, ORDER, SECTIONS, SHORT, Section
from waymark.kernel import text as texts

MOST_BYTES = 2 * 1024 * 1024
"""Of a file with the metadata of one indicator."""


class MetadataForm(forms.Form):
    """One field for each concept, named as the concept.

    `more` are fields beside the structure, `whole` the main concepts that are to be offered too.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        *args: Any,
        language: str,
        more: Iterable[str] = (),
        whole: Iterable[str] = (),
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.language = language
        self.more, self.whole = tuple(more), frozenset(whole)
        for section in SECTIONS:
            names = (section.id,) if section.id in self.whole else ()
            for concept in dict.fromkeys((*names, *section.concepts)):
                self.fields[concept] = self._text(concept)
        for concept in self.more:
            self.fields[concept] = self._text(concept)

    def _text(self, concept: str) -> forms.CharField:
        attrs: dict[str, Any] = {"dir": texts.direction(self.language), "lang": self.language}
        widget: forms.Widget = forms.TextInput(attrs=attrs)
        if concept not in SHORT:
            widget = forms.Textarea(attrs={**attrs, "rows": 3})
        return forms.CharField(
            label=label_of(concept),
            help_text=help_of(concept) if concept in ORDER else "",
            max_length=MAX_TEXT,
            widget=widget,
            required=False,
        )

    @property
    def parts(self) -> list[tuple[Section | None, str, list[forms.BoundField]]]:
        """Each section with its title and fields; those beside the structure come last."""
        found: list[tuple[Section | None, str, list[forms.BoundField]]] = []
        for section in SECTIONS:
            names = dict.fromkeys((section.id, *section.concepts))
            fields = [self[name] for name in names if name in self.fields]
            found.append((section, name_of(section.id), fields))
        if self.more:
            found.append((None, str(_("Further fields")), [self[name] for name in self.more]))
        return found

    @property
    def told(self) -> Mapping[tuple[str, str], str]:
        """The texts by concept and language."""
        names = (name for name in self.fields if name != "seen")
        return {(name, self.language): self.cleaned_data[name] for name in names}


class MetadataFileForm(forms.Form):
    """A file to fill the form from. It is read by the view."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table of two columns, concept and text, as CSV or XLSX, or a metadata file of an "
            "Open SDG site (YAML or Markdown), at most 2 MB. It only fills the form: you look it "
            "over and store it."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.yml,.yaml,.md"}),
    )
