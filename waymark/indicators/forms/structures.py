"""A file with a structure definition, and what its codes mean."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MappingForm(forms.Form):
    """What codes mean, line by line."""

    mapping = forms.CharField(
        label=_("What codes mean"),
        help_text=_(
            "Only for codes that the structure does not explain. One line for each: component, "
            "code, meaning, such as SERIES,SI_POV_DAY1,sdg:1.1.1 or REF_AREA,KE_110,north."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr", "spellcheck": "false"}),
        max_length=500_000,
        required=False,
        strip=False,
    )


class StructureForm(MappingForm):
    """A structure message. The file itself is read by the view."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("SDMX-ML 2.1 or 3.0 with a data structure and its code lists, as XML."),
        widget=forms.FileInput(attrs={"accept": ".xml"}),
    )
    field_order = ("file", "mapping")
