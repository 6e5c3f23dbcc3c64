"""Who sees an entry of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import audiences

if TYPE_CHECKING:
    from waymark.library.models import Item


def _choices() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group.label, list(group.members)) for group in audiences.groups()]


class ShareForm(forms.Form):
    """Everybody, or some groups."""

    who = forms.ChoiceField(
        label=_("Who sees this entry"),
        choices=[("everybody", _("Everybody")), ("chosen", _("Only the groups below"))],
        widget=forms.RadioSelect,
    )
    readers = forms.MultipleChoiceField(
        label=_("Which groups"),
        choices=_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    @classmethod
    def given(cls, item: Item) -> dict[str, Any]:
        """What holds now."""
        return {"who": "chosen" if item.private else "everybody", "readers": list(item.readers)}
