"""The form for files and links of a space."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.assessments.forms.evidence import ContentForm
from waymark.base import reasons
from waymark.community.rules.spaces import MOST_TITLE

reasons.register(
    {
        "material.not_web": _("Give an address of the web, which begins with https://."),
        "material.taken_already": _("It was taken back already."),
    }
)


class MaterialForm(ContentForm):
    """A file or an address, and what it is."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=MOST_TITLE,
        help_text=_("Without one, the name of the file or the address stands there."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    about = words_field(_("What it is, and what it helps with"), required=False)
