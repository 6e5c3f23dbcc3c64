"""Forms of a city's consultations, and the words of what is refused there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.assessments.queries.consulting import Shared
from waymark.base import reasons
from waymark.base.fields import short_language
from waymark.kernel import text as texts

reasons.register(
    {
        "consult.no_question": _("Write what you would like to know."),
        "consult.nothing_said": _("Write something first."),
        "consult.no_partner": _("Choose one of the partners of your mechanism."),
        "consult.open_already": _("You have an open question to this partner: go on there."),
        "consult.choose_gaps": _("Choose at least one gap of the report, and at most %(most)s."),
        "consult.closed": _("This consultation is closed."),
        "consult.judges": _("You review this case or have decided on it: somebody else advises."),
    }
)


class AskPartnerForm(forms.Form):
    """A partner, the gaps to share, and the question."""

    partner: Any = forms.ModelChoiceField(label=_("Whom you ask"), queryset=None, empty_label=None)
    criteria = forms.MultipleChoiceField(
        label=_("Gaps that you share"),
        help_text=_("The partner sees these alone, as the report has them, and your question."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one gap.")},
    )
    question = words_field(_("Your question"), _("Only this partner’s people and yours read it."))

    def __init__(self, data: Any = None, *, partners: Any, gaps: list[Shared]) -> None:
        super().__init__(data)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        self.fields["criteria"].choices = [  # type: ignore[attr-defined]
            (gap.id, f"{gap.id} {_title(gap)}") for gap in gaps
        ]


def _title(gap: Shared) -> str:
    found = gap.criterion
    return str(texts.pick(found.title, short_language()).text) if found else ""


class SayForm(forms.Form):
    """What one side says."""

    text = words_field(_("What you say"), rows=5)
