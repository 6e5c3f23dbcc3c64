"""One form for each part of an edition that is written: plain values become another document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.kernel import text as texts
from waymark.schemes.comparing import REQUIREMENTS
from waymark.schemes.forms.changes import LONG
from waymark.schemes.rules import Criterion, Scheme, edits
from waymark.schemes.rules.drafting import Used
from waymark.schemes.sidebyside import FIELDS
from waymark.schemes.wording import pick

SHORT = forms.Textarea(attrs={"rows": 2})
_AT = re.compile(r"\$\.criteria\[\d+\]\.?(.*)")


@dataclass(frozen=True)
class Draft:
    """What is edited: the document, the same read, one criterion of it, and a language."""

    document: Mapping[str, Any]
    scheme: Scheme
    used: Used
    language: str
    criterion: Criterion | None = None

    @property
    def one(self) -> Criterion:
        """The criterion."""
        assert self.criterion is not None, "the page is of a criterion"
        return self.criterion


class PartForm(forms.Form):
    """A part; `made` is the document with what was entered."""

    of_criterion: ClassVar[bool] = True
    by_language: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, draft: Draft) -> None:
        self.draft = draft
        super().__init__(data, initial=self.now(draft))
        self.fill()
        if self.by_language:
            self._in_language(draft.language)

    def _in_language(self, language: str) -> None:
        """Mark what is typed with its language and let it run that way."""
        way = {"lang": language, "dir": texts.direction(language)}
        for name, field in self.fields.items():
            if not name.endswith(("url", "provenance")):
                field.widget.attrs.update(way)

    def now(self, draft: Draft) -> dict[str, Any]:
        """What the draft holds."""
        return {}

    def fill(self) -> None:
        """Offer what the draft has."""

    def made(self) -> edits.Document:
        """The document with what was entered."""
        raise TypeError("each part makes its own")

    def field_of(self, path: str) -> str | None:
        """The field that a problem of the document belongs to; None for the form as a whole."""
        rest = _AT.sub(r"\1", path).removeprefix("$.")
        name = re.split(r"[.\[]", rest)[0]
        if name == "descriptors":
            name = f"descriptor_{re.findall(r'[0-9]+', rest)[0]}"
        name = {"questions": "question", "rule": "evidence_kinds"}.get(name, name)
        return name if name in self.fields else None

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields, in groups with a heading."""
        return [("", list(self))]

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Give a field of choices what there is to choose from."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def stages(scheme: Scheme) -> list[tuple[str, str]]:
    """The stages to choose from."""
    return [(stage.id, f"{stage.id} {pick(stage.name)}") for stage in scheme.stages]


def kinds(scheme: Scheme) -> list[tuple[str, str]]:
    """The kinds of evidence to choose from."""
    return [(kind.id, pick(kind.label)) for kind in scheme.evidence_kinds]


def in_order(chosen: Iterable[str], before: Iterable[str]) -> list[str]:
    """What was chosen, in the order that it had: a form may not change what nobody changed."""
    places = {name: place for place, name in enumerate(before)}
    return sorted(chosen, key=lambda name: places.get(name, len(places)))


def several(text: str) -> list[str]:
    """A list that was typed with commas or on lines of its own."""
    return [part.strip() for part in re.split(r"[,\n]", text) if part.strip()]


class TextsForm(PartForm):
    """All texts of a criterion in one language."""

    by_language = True

    def fill(self) -> None:
        """A field for each text; in the document's own language none may be empty."""
        needed = self.draft.language == self.draft.scheme.language
        beside = self._said(self.draft.scheme.language)
        for name, label in {**FIELDS, "question": _("The question")}.items():
            widget = (
                forms.TextInput() if name in ("title", "question") else forms.Textarea({"rows": 4})
            )
            self.fields[name] = forms.CharField(
                label=label,
                required=needed,
                widget=widget,
                max_length=5_000,
                initial=self._said(self.draft.language)[name],
                help_text="" if needed else beside[name],
            )

    def _said(self, language: str) -> dict[str, str]:
        one = self.draft.one
        every = {name: getattr(one, name) for name in edits.TEXTS}
        every |= {f"descriptor_{n}": text for n, text in enumerate(one.descriptors)}
        every["question"] = one.questions[0].label
        return {name: said.get(language, "") for name, said in every.items()}

    def made(self) -> edits.Document:
        """The criterion with these texts."""
        draft = self.draft
        return edits.with_texts(draft.document, draft.one.id, draft.language, self.cleaned_data)


class FactsForm(PartForm):
    """What stands beside a criterion's texts and its rule."""

    stage = forms.ChoiceField(label=_("Stage"))
    requirement = forms.ChoiceField(
        label=_("Mandatory or as relevant"), choices=list(REQUIREMENTS.items())
    )
    core = forms.BooleanField(
        label=_("A core criterion"),
        help_text=_("It is always relevant, and no country can waive it."),
        required=False,
    )
    not_relevant = forms.BooleanField(
        label=_("A city may answer “not relevant” and say why"), required=False
    )
    evidence_kinds = forms.MultipleChoiceField(
        label=_("What can prove it"), widget=forms.CheckboxSelectMultiple
    )
    indicators = forms.CharField(
        label=_("Indicators"),
        help_text=_("List and code, such as sdg:11.6.2, with commas between them."),
        widget=SHORT,
        required=False,
    )
    paragraphs = forms.CharField(
        label=_("Paragraphs of the founding document"),
        help_text=_("Such as 20a, with commas between them."),
        required=False,
    )
    provenance = forms.CharField(
        label=_("Where this comes from, and how far it is verified"), widget=LONG, required=False
    )

    def now(self, draft: Draft) -> dict[str, Any]:
        """What the criterion holds."""
        one = draft.one
        names = ("stage", "requirement", "core", "not_relevant", "provenance")
        held = {name: getattr(one, name) for name in names}
        lists = {name: ", ".join(getattr(one, name)) for name in ("indicators", "paragraphs")}
        return {**held, **lists, "evidence_kinds": list(one.evidence_kinds)}

    def fill(self) -> None:
        """Stages and kinds of evidence of the draft."""
        self.choose("stage", stages(self.draft.scheme))
        self.choose("evidence_kinds", kinds(self.draft.scheme))

    def made(self) -> edits.Document:
        """The criterion with these members."""
        data = dict(self.cleaned_data)
        for name in ("indicators", "paragraphs"):
            data[name] = several(data[name])
        held = self.draft.one.evidence_kinds
        data["evidence_kinds"] = in_order(data["evidence_kinds"], held)
        return edits.with_members(self.draft.document, self.draft.one.id, data)


class NewForm(PartForm):
    """A new criterion, with the usual rule; everything about it can be changed afterwards."""

    of_criterion = False
    id = forms.CharField(
        label=_("Id"),
        help_text=_("It stays for ever, in all languages: such as B19. It was never used before."),
        max_length=20,
    )
    stage = forms.ChoiceField(label=_("Stage"))
    requirement = forms.ChoiceField(
        label=_("Mandatory or as relevant"), choices=list(REQUIREMENTS.items())
    )
    title = forms.CharField(label=FIELDS["title"], max_length=300)
    text = forms.CharField(label=FIELDS["text"], widget=LONG, max_length=5_000)
    why = forms.CharField(label=FIELDS["why"], widget=LONG, max_length=5_000)
    guidance = forms.CharField(label=FIELDS["guidance"], widget=LONG, max_length=5_000)
    descriptor_0 = forms.CharField(label=FIELDS["descriptor_0"], widget=SHORT, max_length=5_000)
    descriptor_1 = forms.CharField(label=FIELDS["descriptor_1"], widget=SHORT, max_length=5_000)
    descriptor_2 = forms.CharField(label=FIELDS["descriptor_2"], widget=SHORT, max_length=5_000)
    descriptor_3 = forms.CharField(label=FIELDS["descriptor_3"], widget=SHORT, max_length=5_000)
    evidence_kinds = forms.MultipleChoiceField(
        label=_("What can prove it"), widget=forms.CheckboxSelectMultiple
    )

    def fill(self) -> None:
        """Stages and kinds of evidence of the draft."""
        self.choose("stage", stages(self.draft.scheme))
        self.choose("evidence_kinds", kinds(self.draft.scheme))

    def made(self) -> edits.Document:
        """The document with the criterion, asked as its neighbours are."""
        data, language = self.cleaned_data, self.draft.scheme.language
        name = data["id"].strip()
        question, level = f"{name}.level", 2 if data["requirement"] == "mandatory" else 1
        label = dict(self.draft.scheme.criteria[0].questions[0].label)
        one = {
            "id": name,
            "stage": data["stage"],
            "requirement": data["requirement"],
            "core": False,
            "not_relevant": data["requirement"] != "mandatory",
            **{field: {language: data[field]} for field in edits.TEXTS},
            "descriptors": [{language: data[f"descriptor_{n}"]} for n in range(4)],
            "questions": [{"id": question, "label": label}],
            "evidence_kinds": data["evidence_kinds"],
            "rule": edits.usual_rule(name, question, data["evidence_kinds"], level),
        }
        return edits.with_criterion(self.draft.document, one)


class RetireForm(PartForm):
    """A criterion that the next edition no longer asks."""

    sure = forms.BooleanField(
        label=_("Yes, retire it"), help_text=_("Its id is never given to anything else.")
    )

    def made(self) -> edits.Document:
        """The document without it."""
        return edits.without_criterion(self.draft.document, self.draft.one.id)


class EditionForm(PartForm):
    """Title, summary and provenance of the edition."""

    of_criterion = False
    by_language = True
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    summary = forms.CharField(label=_("Summary"), widget=LONG, max_length=5_000, required=False)
    provenance = forms.CharField(
        label=_("Where this comes from, and how far it is verified"), widget=LONG, required=False
    )

    def now(self, draft: Draft) -> dict[str, Any]:
        """What the draft says in the language."""
        scheme = draft.scheme
        own = {name: getattr(scheme, name) for name in ("title", "summary")}
        said = {name: found.get(draft.language, "") for name, found in own.items()}
        return {**said, "provenance": scheme.provenance}

    def clean(self) -> dict[str, Any]:
        """In the document's own language nothing may be empty."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.draft.language == self.draft.scheme.language:
            for name in ("title", "summary"):
                if not data.get(name):
                    self.add_error(name, __("Write it."))
        return data

    def made(self) -> edits.Document:
        """The edition with these texts."""
        data = self.cleaned_data
        said = {name: data[name] for name in ("title", "summary")}
        draft = self.draft
        return edits.with_edition(draft.document, draft.language, said, data["provenance"])
