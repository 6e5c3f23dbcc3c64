"""What the summary of progress is narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SummaryForm(forms.Form):
    """Filters of the summary; anything it does not know counts as not asked for."""

    framework = forms.ChoiceField(label=_("List"), required=False)
    by = forms.ChoiceField(
        label=_("Grouped by"),
        choices=[("domain", _("Domain")), ("goal", _("Goal"))],
        required=False,
    )
    part = forms.ChoiceField(label=_("Domain or goal"), required=False)
    method = forms.ChoiceField(label=_("Method"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All with which your city works")), ("key", _("Key values only"))],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        lists: list[tuple[str, str]],
        methods: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = lists  # type: ignore[attr-defined]
        self.fields["method"].choices = methods  # type: ignore[attr-defined]

    def offer_parts(self, parts: list[tuple[str, str]]) -> None:
        """Offer the parts of the list to choose from."""
        self.fields["part"].choices = [("", _("All")), *parts]  # type: ignore[attr-defined]
