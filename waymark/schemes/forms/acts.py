"""Forms of the acts on an adaptation: begun, commented, decided, written as a whole."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from waymark.kernel import canonical
from waymark.schemes.discussion import GROUP_NAMES
from waymark.schemes.forms.changes import DAY, LONG
from waymark.schemes.queries import MAX_DOCUMENT
from waymark.schemes.rules import Scheme
from waymark.schemes.wording import pick


class BeginForm(forms.Form):
    """A new adaptation."""

    title = forms.CharField(label=_("Title"), max_length=150)
    version = forms.CharField(
        label=_("Version"), help_text=_("Three numbers such as 1.0.0."), max_length=20
    )


class VersionForm(forms.Form):
    """The version of a rebased adaptation."""

    version = forms.CharField(
        label=_("Version"), help_text=_("Three numbers such as 1.1.0."), max_length=20
    )


class DocumentForm(forms.Form):
    """The whole document, for those who write it elsewhere."""

    document = forms.CharField(
        label=_("The document as JSON"),
        help_text=_("A criterion of the country’s own is added here; see the reference."),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "dir": "ltr"}),
        max_length=2_000_000,
    )

    def clean_document(self) -> Any:
        """The parsed value."""
        try:
            return json.loads(self.cleaned_data["document"])
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(__("This is not JSON: %(why)s.") % {"why": error}) from (
                error
            )


class CommentForm(forms.Form):
    """What somebody thinks of it; about an edition, everybody says as who."""

    group = forms.ChoiceField(label=_("You speak as"))
    criterion = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("Your comment"), widget=LONG, max_length=5_000)

    def __init__(self, *args: Any, scheme: Scheme, grouped: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        about = [(one.id, f"{one.id} {pick(one.title)}") for one in scheme.criteria]
        self.fields["criterion"].choices = [("", _("All of it")), *about]  # type: ignore[attr-defined]
        if grouped:
            self.fields["group"].choices = [("", _("Choose")), *GROUP_NAMES.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["group"]


class DecisionForm(forms.Form):
    """A committee's word, of the kinds that are open now, with its reasons."""

    kind = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), widget=LONG, max_length=5_000)

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class AdaptationDecision(DecisionForm):
    """The global body's word on an adaptation."""

    deviations = forms.MultipleChoiceField(
        label=_("Deviations allowed by name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("kind", "deviations", "reasons")

    def __init__(self, *args: Any, deviations: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        if deviations:
            self.fields["deviations"].choices = deviations  # type: ignore[attr-defined]
        else:
            del self.fields["deviations"]


class EditionFile(forms.Form):
    """An edition as a JSON document, uploaded or pasted."""

    file = forms.FileField(
        label=_("File"), help_text=_("An edition that was exported here."), required=False
    )
    document = forms.CharField(
        label=_("Or the document as JSON"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "dir": "ltr"}),
        max_length=MAX_DOCUMENT,
        required=False,
    )

    def __init__(self, *args: Any, optional: bool = False, **more: Any) -> None:
        self.optional = optional
        super().__init__(*args, **more)

    def clean(self) -> dict[str, Any]:
        """The parsed value as `content`; None where nothing was given and nothing has to be."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given, name = data.get("file"), "file"
        raw = given.read(MAX_DOCUMENT + 1) if given else b""
        if not raw:
            raw, name = data.get("document", "").encode(), "document"
        data["content"] = self._read(raw, name) if raw.strip() else None
        if data["content"] is None and not self.optional and not self.errors:
            self.add_error("file", __("Choose a file, or paste the document."))
        return data

    def _read(self, raw: bytes, name: str) -> Any:
        try:
            return canonical.loads(raw, max_bytes=MAX_DOCUMENT)
        except canonical.BadDocument as error:
            why = __("This is not JSON: %(why)s.") % {"why": error}
            then = __("Look at this place, mend it and send it again.")
            self.add_error(name, f"{why} {then}")
            return None


class EditionDecision(DecisionForm):
    """The global committee's word on an edition."""

    looked = forms.BooleanField(
        label=_("I have read what it would mean for cases and for national adaptations"),
        required=False,
    )
    field_order = ("kind", "looked", "reasons")

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **more: Any) -> None:
        super().__init__(*args, kinds=kinds, **more)
        if "approve" not in dict(kinds):
            del self.fields["looked"]


class SunsetForm(forms.Form):
    """When an edition comes into force: until when the former one can still be used."""

    sunset = forms.DateField(
        label=_("Cases begun under the former edition can be handed in until"),
        help_text=_("Empty: without an end. Certificates stay as they were granted."),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        required=False,
    )
