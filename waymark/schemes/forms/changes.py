"""One form for each kind of change: plain values that become operations of an overlay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base.fields import short_language
from waymark.schemes.rules import Scheme, leaves
from waymark.schemes.rules.nodes import VerifiedRule
from waymark.schemes.rules.overlay.strict import STRICTER
from waymark.schemes.sidebyside import FIELDS, PARAMS
from waymark.schemes.wording import leaf_words, pick

DAY = {"type": "date", "autocomplete": "off"}
LONG = forms.Textarea(attrs={"rows": 4})


class OpForm(forms.Form):
    """A form for one change; `ops` are the operations that it stands for."""

    def __init__(self, *args: Any, base: Scheme, namespace: str, taken: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.base, self.namespace, self.number = base, namespace, taken + 1
        self.fill()

    def fill(self) -> None:
        """Offer what the base has."""
        if "criterion" in self.fields:
            self.fields["criterion"].choices = [  # type: ignore[attr-defined]
                (one.id, f"{one.id} {pick(one.title)}")
                for one in self.base.criteria
                if self.core or not one.core
            ]

    core = False  # whether core criteria may be chosen

    @property
    def ops(self) -> list[dict[str, Any]]:
        """The operations, as JSON objects."""
        return []

    def said(self, name: str) -> dict[str, str]:
        """A text in the language of the page."""
        return {short_language(): self.cleaned_data[name]}


class LocaliseForm(OpForm):
    """A text in another language."""

    core = True
    criterion = forms.ChoiceField(label=_("Criterion"))
    field = forms.ChoiceField(label=_("Text"), choices=list(FIELDS.items()))
    language = forms.CharField(
        label=_("Language"),
        help_text=_("Its code, such as sw or pt-BR. “Why” and the guidance can be said anew."),
        max_length=20,
    )
    text = forms.CharField(label=_("The text"), widget=LONG, max_length=5_000)

    @property
    def ops(self) -> list[dict[str, Any]]:
        """One `localise`."""
        data = self.cleaned_data
        texts = {data["language"].strip(): data["text"]}
        facts = {"criterion": data["criterion"], "field": data["field"], "texts": texts}
        return [{"op": "localise", **facts}]


class MapSourceForm(OpForm):
    """Where the figures of an indicator are found."""

    indicator = forms.CharField(
        label=_("Indicator"), help_text=_("List and code, such as sdg:11.6.2."), max_length=110
    )
    source = forms.CharField(label=_("Source"), widget=LONG, max_length=5_000)

    @property
    def ops(self) -> list[dict[str, Any]]:
        """One `map_source`."""
        facts = {"indicator": self.cleaned_data["indicator"].strip(), "source": self.said("source")}
        return [{"op": "map_source", **facts}]


class TightenForm(OpForm):
    """A stricter parameter of a rule."""

    target = forms.ChoiceField(label=_("What is asked now"))
    to = forms.CharField(
        label=_("Asked instead"),
        help_text=_("A number; or, for kinds and splits, a list with commas."),
        max_length=400,
    )

    def fill(self) -> None:
        """Offer every parameter that has an order."""
        self.fields["target"].choices = list(self._targets())  # type: ignore[attr-defined]

    def _targets(self) -> Iterator[tuple[str, str]]:
        for one in self.base.criteria:
            if one.core:
                continue
            for leaf in leaves(one.rule):
                for param in STRICTER[type(leaf)]:
                    label = f"{one.id}: {leaf_words(self.base, leaf)[:90]} – {PARAMS[param]}"
                    yield f"{leaf.id} {param}", label
            if one.not_relevant:
                yield f"{one.id} not_relevant", f"{one.id} – {PARAMS['not_relevant']}"

    @property
    def ops(self) -> list[dict[str, Any]]:
        """One `tighten`."""
        target, _blank, param = self.cleaned_data["target"].rpartition(" ")
        text = self.cleaned_data["to"].strip()
        value: Any = [part.strip() for part in text.split(",")]
        if param == "not_relevant":
            value = False
        elif param not in ("kinds", "dims"):
            value = number(text)
        return [{"op": "tighten", "target": target, "param": param, "to": value}]


def number(text: str) -> int | float | str:
    """A number where it is one; else the text, which the rules refuse with its place."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


class AddRuleForm(OpForm):
    """Further evidence that a criterion asks for."""

    criterion = forms.ChoiceField(label=_("Criterion"))
    kind = forms.CharField(
        label=_("Kind of evidence"),
        help_text=_("Its name, such as “County integrated development plan”."),
        max_length=150,
    )
    least = forms.IntegerField(label=_("How many at least"), min_value=1, max_value=20, initial=1)

    @property
    def ops(self) -> list[dict[str, Any]]:
        """A kind of evidence, and the rule that asks for it."""
        data, name = self.cleaned_data, f"{self.namespace}:kind-{self.number}"
        leaf = {"kind": "evidence", "kinds": [name], "min": data["least"]}
        rule = {"id": f"{data['criterion']}/{self.namespace}-{self.number}", **leaf}
        return [
            {"op": "add_evidence_kind", "id": name, "label": self.said("kind")},
            {"op": "add_rule", "criterion": data["criterion"], "rule": rule},
        ]


class SubstituteForm(OpForm):
    """A national legal equivalent for a rule."""

    leaf = forms.ChoiceField(label=_("In place of"))
    kind = forms.CharField(
        label=_("Accepted instead, as evidence"),
        help_text=_("The name of the national document."),
        max_length=150,
    )
    basis = forms.CharField(label=_("Legal basis"), max_length=2_000)
    reason = forms.CharField(
        label=_("Why it is equivalent"),
        help_text=_("It stands in every report and on every certificate."),
        widget=LONG,
        max_length=5_000,
    )

    def fill(self) -> None:
        """Offer the rules that can be substituted: those that ask for evidence or figures."""
        self.fields["leaf"].choices = [  # type: ignore[attr-defined]
            (leaf.id, f"{one.id}: {leaf_words(self.base, leaf)[:120]}")
            for one in self.base.criteria
            if not one.core
            for leaf in leaves(one.rule)
            if not isinstance(leaf, VerifiedRule)
        ]

    @property
    def ops(self) -> list[dict[str, Any]]:
        """A kind of evidence, and the rule that takes it in place of another."""
        data, name = self.cleaned_data, f"{self.namespace}:kind-{self.number}"
        criterion = data["leaf"].rpartition("/")[0]
        rule = {"kind": "evidence", "kinds": [name], "min": 1}
        return [
            {"op": "add_evidence_kind", "id": name, "label": self.said("kind")},
            {
                "op": "substitute",
                "leaf": data["leaf"],
                "rule": {"id": f"{criterion}/{self.namespace}-{self.number}", **rule},
                "reason": self.said("reason"),
                "basis": data["basis"],
            },
        ]


class WaiveForm(OpForm):
    """A criterion that does not apply for a time."""

    criterion = forms.ChoiceField(label=_("Criterion"))
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It stands in every report and on every certificate."),
        widget=LONG,
        max_length=5_000,
    )

    @property
    def ops(self) -> list[dict[str, Any]]:
        """One `waive`."""
        data = self.cleaned_data
        facts = {"criterion": data["criterion"], "until": data["until"].isoformat()}
        return [{"op": "waive", **facts, "reason": self.said("reason")}]


FORMS: Mapping[str, type[OpForm]] = {
    "localise": LocaliseForm,
    "tighten": TightenForm,
    "add_rule": AddRuleForm,
    "map_source": MapSourceForm,
    "substitute": SubstituteForm,
    "waive": WaiveForm,
}
