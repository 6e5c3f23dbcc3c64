"""Forms of the acts on an adaptation: begun, commented, decided, written as a whole."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waymark.schemes.forms.changes import LONG
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
            raise forms.ValidationError(_now("This is not JSON: %(why)s.") % {"why": error}) from (
                error
            )


class CommentForm(forms.Form):
    """What somebody thinks of an adaptation."""

    criterion = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("Your comment"), widget=LONG, max_length=5_000)

    def __init__(self, *args: Any, scheme: Scheme, **more: Any) -> None:
        super().__init__(*args, **more)
        about = [(one.id, f"{one.id} {pick(one.title)}") for one in scheme.criteria]
        self.fields["criterion"].choices = [("", _("All of it")), *about]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The global body's word."""

    kind = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    deviations = forms.MultipleChoiceField(
        label=_("Deviations allowed by name"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reasons = forms.CharField(label=_("Reasons"), widget=LONG, max_length=5_000)

    def __init__(
        self,
        *args: Any,
        kinds: list[tuple[str, Any]],
        deviations: list[tuple[str, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if deviations:
            self.fields["deviations"].choices = deviations  # type: ignore[attr-defined]
        else:
            del self.fields["deviations"]
