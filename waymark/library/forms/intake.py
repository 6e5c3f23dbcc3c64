"""A table of entries to bring in, and what is stored of it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """A table. The file itself is read by the view."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX, at most 10 MB and 5,000 rows. Nothing is stored before you have seen a "
            "preview."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class CommitForm(forms.Form):
    """What of a preview is stored."""

    seen = forms.CharField(required=False, max_length=64)
    leave_out = forms.BooleanField(required=False)
    alike = forms.BooleanField(required=False)
