"""From the text of a request to plain values."""

from waymark.indicators.forms.about import about_of
from waymark.indicators.forms.imports import ChoicesForm, UploadForm
from waymark.indicators.forms.listing import FilterForm
from waymark.indicators.forms.values import (
    DescribeForm,
    EditTargetForm,
    EditValueForm,
    TargetForm,
    ValueForm,
)

__all__ = [
    "ChoicesForm",
    "DescribeForm",
    "EditTargetForm",
    "EditValueForm",
    "FilterForm",
    "TargetForm",
    "UploadForm",
    "ValueForm",
    "about_of",
]
