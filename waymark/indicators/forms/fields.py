"""Fields that read what people type as the rules read the cells of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from waymark.base import reasons
from waymark.indicators.rules.problems import Unreadable
from waymark.kernel.flow import Reason


class ReadField(forms.CharField):
    """A line of text read by one of the rules' readers; empty is None.

    What was typed is shown again as it was, also where it can't be read.
    """

    def __init__(self, *, read: Callable[[str], Any], short: bool = True, **more: Any) -> None:
        attrs = {"class": "short", "autocomplete": "off"} if short else {"autocomplete": "off"}
        more.setdefault("widget", forms.TextInput(attrs=attrs))
        more.setdefault("required", False)
        super().__init__(**more)
        self.read = read

    def to_python(self, value: Any) -> Any:
        """Read the text. Raises ValidationError with the sentence for what is wrong."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return self.read(text)
        except Unreadable as error:
            raise ValidationError(reasons.sentence(Reason(error.key, error.params))) from error

    def validate(self, value: Any) -> None:
        """Only a missing value is left to refuse."""
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The reader has looked at the text already."""

    def prepare_value(self, value: Any) -> Any:
        """Show a number as it would be typed."""
        if isinstance(value, float):
            return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        return value
