"""Which values were looked over."""

from __future__ import annotations

from django import forms

MOST_DIGITS = 18  # of an id: what has more names nothing


class CheckForm(forms.Form):
    """A series, and the values of it that were ticked; what is no number is not there."""

    series = forms.CharField(required=False)

    @property
    def values(self) -> list[int]:
        """The ids that were ticked."""
        sent = self.data.getlist("value")  # type: ignore[attr-defined]
        return [
            int(text)
            for text in sent
            if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
        ]
