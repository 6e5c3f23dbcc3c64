"""Shows an action's refusal on the form that led to it, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from waymark.base import reasons
from waymark.kernel.flow import Refused

NONE: Mapping[str, str] = {}


def add_refusal(form: forms.BaseForm, refused: Refused, fields: Mapping[str, str] = NONE) -> None:
    """Add every reason to the field that `fields` names for its key, or to the whole form."""
    for reason in refused.reasons:
        field = fields.get(reason.key)
        form.add_error(field if field in form.fields else None, reasons.sentence(reason))
