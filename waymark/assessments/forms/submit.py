"""Signing."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """The hash that the signatory saw, and her word for it."""

    expected = forms.RegexField(re.compile("[0-9a-f]{64}"), widget=forms.HiddenInput)
    statement = forms.BooleanField(
        label=_(
            "I sign for the city: what is listed here is complete and true to the best of our "
            "knowledge, and the reviewers and the committee may read it."
        ),
        error_messages={"required": _("Tick this to sign.")},
    )
