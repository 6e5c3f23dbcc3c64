"""How every form is drawn: label, hint, error and control tied together for assistive tools."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

_TEMPLATES = Path(__file__).parent / "templates"
_DJANGO = Path(forms.__file__).parent / "templates"


class HouseRenderer(DjangoTemplates):
    """Draws forms with our templates first, Django's own where we have none."""

    form_template_name = "base/forms/form.html"
    field_template_name = "base/forms/field.html"
    formset_template_name = "base/forms/formset.html"

    @cached_property
    def engine(self) -> Any:
        """A template engine that finds our overrides of Django's widgets first."""
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [_TEMPLATES, _DJANGO],
                "NAME": "waymarkforms",
                "OPTIONS": {"builtins": ["waymark.base.templatetags.house"]},
            }
        )


@dataclass(frozen=True)
class Wrong:
    """One line of the error summary: what is wrong, and the control it leads to."""

    message: str
    target: str  # id of the control, "" where the whole form is meant


def wrongs(form: forms.BaseForm) -> list[Wrong]:
    """Return the errors of a bound form in the order of its fields, whole-form errors first."""
    found = [Wrong(str(message), "") for message in form.non_field_errors()]
    for name, messages in form.errors.items():
        if name == NON_FIELD_ERRORS or name not in form.fields:
            continue
        bound = form[name]
        target = control_id(bound)
        label = str(bound.label)
        stop = " " if label.endswith(("?", "؟", "？", ".", ":")) else ": "
        found += [Wrong(f"{label}{stop}{message}", target) for message in messages]
    return found


def control_id(field: forms.BoundField) -> str:
    """Return the id of the first thing that can take the focus in a field."""
    whole = field.auto_id
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{whole}_0"
    if isinstance(widget, forms.MultiWidget):
        return str(widget.id_for_label(whole))
    return str(whole)
