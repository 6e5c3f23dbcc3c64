"""Answers to reviewers' questions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.answers import MAX_NARRATIVE


class ReplyForm(forms.Form):
    """What the city answers to one question."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=MAX_NARRATIVE,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Write an answer.")},
    )
