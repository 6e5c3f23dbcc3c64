"""Forms of the workbench."""

from waymark.schemes.forms.acts import (
    BeginForm,
    CommentForm,
    DecideForm,
    DocumentForm,
    VersionForm,
)
from waymark.schemes.forms.changes import FORMS, OpForm

__all__ = [
    "FORMS",
    "BeginForm",
    "CommentForm",
    "DecideForm",
    "DocumentForm",
    "OpForm",
    "VersionForm",
]
