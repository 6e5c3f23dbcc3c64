"""What signing up asks beside address and password.

Alone in its module: allauth builds its own form on top of this one while it is being imported.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from waymark.kernel import text as texts


class SignupExtras(forms.Form):
    """A person's name."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As colleagues and reviewers should see it."),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        """Refuse what no store can carry."""
        try:
            return texts.clean(self.cleaned_data["name"]).strip()
        except texts.BadText as error:
            raise forms.ValidationError(
                _("Please leave out invisible control characters.")
            ) from error

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Do nothing: the account's adapter saves the name with the rest."""
