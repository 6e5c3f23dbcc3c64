"""The form of a mechanism's host and funds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.base import reasons

reasons.register({"arrange.no_reason": _("Say why: everybody can read it.")})


class ArrangeForm(forms.Form):
    """Who hosts the secretariat, and who pays."""

    host: Any = forms.ModelChoiceField(
        label=_("Organisation that hosts the secretariat"),
        help_text=_("It gives nobody a role: people sit in the secretariat by their seats."),
        queryset=None,
        required=False,
        empty_label=_("None named"),
    )
    funding = words_field(
        _("Who pays for the mechanism"), _("Everybody can read it."), required=False, rows=3
    )
    reason = words_field(_("Why this changes"), _("Everybody can read it."), rows=2)

    def __init__(self, data: Any = None, *, hosts: Any, held: Any) -> None:
        initial = {"host": held.host_id, "funding": held.funding} if held else {}
        super().__init__(data, initial=initial)
        self.fields["host"].queryset = hosts  # type: ignore[attr-defined]
