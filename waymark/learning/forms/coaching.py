"""What somebody types who asks a trainer for coaching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.learning.rules.coaching import MOST
from waymark.library import wording
from waymark.library.rules.vocabulary import THEMES


def _topics() -> list[Any]:
    return [
        (wording.THEMES[theme], [(tag, wording.name(wording.TOPICS, tag)) for tag in tags])
        for theme, tags in THEMES.items()
    ]


class AskForm(forms.Form):
    """What one wants to be coached in."""

    topic = forms.ChoiceField(label=_("Topic"), choices=_topics)
    words = forms.CharField(
        label=_("What you would like help with"),
        help_text=_("What you do, where you are stuck, and how much time you think it takes."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
