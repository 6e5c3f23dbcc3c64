"""What an association types for its members, and what a city answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.community.forms.needs import put_on as put_on
from waymark.community.forms.spaces import place_named
from waymark.community.rules.associations import MOST, MOST_QUESTIONS, Answered, Asked, Message
from waymark.library.forms.topics import topics_field


def _area(label: Any, help_text: Any, most: int, rows: int, *, required: bool = True) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


def _line(label: Any, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=MOST["title"],
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class InviteForm(forms.Form):
    """A city or region by its name."""

    city = forms.CharField(
        label=_("A city or region, by its name"),
        max_length=150,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_city(self) -> Any:
        """Return the place that is meant."""
        return place_named(self.cleaned_data["city"])


class ConsentForm(forms.Form):
    """What a member agrees to."""

    named = forms.BooleanField(
        label=_("Name us on the association’s public page"),
        help_text=_("With the certificates that you hold, which are public anyway."),
        required=False,
    )
    messages = forms.BooleanField(
        label=_("Send us the association’s messages"),
        help_text=_("They stand here, and your people get a notice."),
        required=False,
    )


class MessageForm(forms.Form):
    """A message to the members that want it."""

    title = _line(_("Title"))
    text = _area(_("Message"), _("Plain text."), MOST["text"], 8)
    item = forms.CharField(
        label=_("A tool or an offer of the library"),
        help_text=_("Its code, such as T012. You can leave it empty."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def told(self) -> Message:
        """Return what was typed."""
        return Message(**{name: self.cleaned_data[name] for name in ("title", "text", "item")})


class SurveyForm(forms.Form):
    """A survey of the members' demand for capacity."""

    title = _line(_("Title"), _("Such as: Where our members need capacity in 2027."))
    questions = _area(
        _("Your own questions"),
        _("At most three, one on each line. Which topics need capacity is asked anyway."),
        MOST_QUESTIONS * (MOST["question"] + 10),
        4,
        required=False,
    )
    closes_on = forms.DateField(
        label=_("Last day for answers"),
        widget=forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d"),
    )

    def told(self) -> Asked:
        """Return what was typed."""
        read = self.cleaned_data
        lines = (one.strip() for one in read["questions"].splitlines())
        return Asked(read["title"], tuple(filter(None, lines)), read["closes_on"])


class AnswerForm(forms.Form):
    """A city's answer: topics, and a text for each question."""

    topics = topics_field(
        _("Topics in which you need capacity"),
        _("People, knowledge or money. Choose at most six, those that matter most."),
    )

    def __init__(self, data: Any, *, questions: Sequence[str], given: Any) -> None:
        initial: dict[str, Any] = {"topics": list(given.topics) if given else []}
        texts = list(given.texts) if given else []
        initial |= {f"text_{n}": text for n, text in enumerate(texts, 1)}
        super().__init__(data, initial=initial)
        self.asked = len(questions)
        for number, question in enumerate(questions, 1):
            self.fields[f"text_{number}"] = _area(question, "", MOST["answer"], 3, required=False)

    def told(self) -> Answered:
        """Return what was typed."""
        read = self.cleaned_data
        return Answered(
            tuple(read["topics"]), tuple(read[f"text_{n}"] for n in range(1, self.asked + 1))
        )
