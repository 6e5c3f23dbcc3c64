"""Opening a case, aiming elsewhere, taking it back."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.kernel import text
from waymark.schemes.rules import Level

NAMES = {language.code: language.autonym for language in text.LANGUAGES}


def language_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the languages of these codes under their own names."""
    return [(code, NAMES.get(code, code)) for code in codes]


class TargetForm(forms.Form):
    """The level that the city aims for."""

    level = forms.ChoiceField(
        label=_("Which level do you aim for?"),
        help_text=_("You can change this until you hand the case in."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a level.")},
    )

    def __init__(self, *args: object, levels: Iterable[Level], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(level.id, level.id) for level in levels]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]


class OpenCaseForm(TargetForm):
    """What is needed to open a case."""

    language = forms.ChoiceField(
        label=_("In which language will you write?"),
        help_text=_("Reviewers are chosen who read it."),
    )

    def __init__(
        self, *args: object, levels: Iterable[Level], languages: Iterable[str], **kwargs: object
    ) -> None:
        super().__init__(*args, levels=levels, **kwargs)
        field = self.fields["language"]
        field.choices = language_choices(languages)  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Why a case is taken back."""

    reason = forms.CharField(
        label=_("Why do you take the case back?"),
        help_text=_("The secretariat and the reviewers will read this."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=2000,
        error_messages={"required": _("Say why, in a sentence.")},
    )
