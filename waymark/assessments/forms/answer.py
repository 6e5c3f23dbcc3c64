"""The answer to a criterion, a word to colleagues, who works on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.answers import MAX_NARRATIVE, Draft
from waymark.assessments.models import Answer
from waymark.kernel import canonical
from waymark.people.models import Department, Membership, User

MAX_VERSION = 2**31 - 1
TAB, WORDS = 20, 19  # lengths of the two parts of a key, 40 characters together


def _text(rows: int, **more: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **more})


class AnswerForm(forms.Form):
    """What the city says on a criterion, and the version that the editor saw."""

    prefix_id = "answer"
    level = forms.TypedChoiceField(
        choices=[("", ""), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Where does the city stand?"),
        error_messages={"invalid_choice": _("Choose one of the four descriptions.")},
    )
    narrative = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_NARRATIVE,
        label=_("What the city did, and what came of it"),
        widget=_text(10),
    )
    not_relevant = forms.BooleanField(required=False, label=_("This is not relevant to our city"))
    not_relevant_reason = forms.CharField(
        required=False,
        strip=False,
        max_length=MAX_NARRATIVE,
        label=_("Why is it not relevant?"),
        widget=_text(3),
    )
    version = forms.IntegerField(min_value=0, max_value=MAX_VERSION, widget=forms.HiddenInput)
    client_key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    @property
    def draft(self) -> Draft:
        """What was typed, as the action takes it. Line ends are those of Unix."""
        read = self.cleaned_data
        return Draft(
            level=read["level"],
            narrative=_lines(read["narrative"]),
            not_relevant=read["not_relevant"],
            not_relevant_reason=_lines(read["not_relevant_reason"]),
        )

    @property
    def key(self) -> str:
        """A name for this very save: the editor's window, and what it holds on which version.

        A save that is sent twice has the same key; the next save of the same window has another
        one that begins alike.
        """
        window = self.cleaned_data["client_key"]
        if not window:
            return ""
        first = hashlib.sha256(window.encode("utf-8", "replace")).hexdigest()[:TAB]
        words = [self.cleaned_data["version"], *self.draft.__dict__.values()]
        return f"{first}:{canonical.digest(words)[:WORDS]}"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def answer_form(answer: Answer) -> AnswerForm:
    """Return the form as the answer stands."""
    initial = {
        "level": "" if answer.level is None else str(answer.level),
        "narrative": answer.narrative,
        "not_relevant": answer.not_relevant,
        "not_relevant_reason": answer.not_relevant_reason,
        "version": answer.version,
    }
    return AnswerForm(initial=initial)


class CommentForm(forms.Form):
    """A word to colleagues, and who shall be told of it."""

    text = forms.CharField(
        label=_("Write to your colleagues"),
        max_length=MAX_NARRATIVE,
        widget=_text(4),
        error_messages={"required": _("Write something first.")},
    )
    mentions = forms.MultipleChoiceField(
        label=_("Tell these colleagues"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, colleagues: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {member.user_id: member.user for member in colleagues}
        choices = [(pk, user.name) for pk, user in self.people.items()]
        self.fields["mentions"].choices = choices  # type: ignore[attr-defined]

    def mentioned(self) -> list[User]:
        """Return those who were ticked, and those whose whole name follows an @ in the text."""
        ticked = set(self.cleaned_data["mentions"])
        words = self.cleaned_data["text"].casefold()
        return [
            user
            for pk, user in self.people.items()
            if pk in ticked or (user.name and f"@{user.name.casefold()}" in words)
        ]


class AssignForm(forms.Form):
    """Which department and person works on a criterion, and until when."""

    department = forms.ChoiceField(label=_("Department"), required=False)
    assignee = forms.ChoiceField(label=_("Person"), required=False)
    due = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[Membership],
        departments: Iterable[Department],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {member.user_id: member.user for member in colleagues}
        self.parts = {department.pk: department for department in departments}
        nobody, none = ("", _("Nobody yet")), ("", _("None"))
        fields: Any = self.fields
        fields["department"].choices = [none, *((pk, d.name) for pk, d in self.parts.items())]
        fields["assignee"].choices = [nobody, *((pk, u.name) for pk, u in self.people.items())]

    def chosen(self) -> dict[str, Any]:
        """Return what the action takes."""
        read = self.cleaned_data
        return {
            "department": self.parts.get(read["department"]),
            "assignee": self.people.get(read["assignee"]),
            "due": read["due"],
        }
