"""The reviewer's forms: her interests, her verdict, a question, a few words to step out with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.review import Judgement
from waymark.assessments.reviewing import REASON_CODES, TIE_KINDS
from waymark.assessments.rules.case import Outcome
from waymark.assessments.rules.verdicts import GROUNDS, SHOWN, refuse_verdict
from waymark.base.reasons import sentence

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_WORDS = 10_000
OUTCOMES = (
    (Outcome.ACCEPT.value, _("Accept: the evidence shows what the city claims")),
    (Outcome.REJECT.value, _("Reject: the evidence does not show it")),
    (Outcome.NEED_MORE.value, _("Need more: something is missing before I can tell")),
)
KINDS_OF_REASON = [
    ("", _("Choose one")),
    (_("What is missing or wrong"), [(code, REASON_CODES[code]) for code in GROUNDS]),
    (_("Why it is accepted"), [(code, REASON_CODES[code]) for code in SHOWN]),
]
LEVELS = (("", _("As the city claims")), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3"))


def words(label: str | _StrPromise, hint: str | _StrPromise = "", **more: Any) -> forms.CharField:
    """A field for a few lines of text."""
    rows = more.pop("rows", 4)
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(
        label=label, help_text=hint, widget=widget, max_length=MOST_WORDS, **more
    )


TIES = [
    ("no", _("No. I know of none, and I accept the invitation")),
    ("yes", _("Yes. I step back from this case")),
]
ASK_FOR_RULING = ("ask", _("There is something: let somebody else rule whether I may review"))


class DeclareForm(forms.Form):
    """Whether a tie to the city exists."""

    tie = forms.ChoiceField(
        label=_("Do you have any tie to this city?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have a tie to this city.")},
    )
    kind = forms.ChoiceField(
        label=_("If there is something: what ties you to it?"),
        choices=[("", _("Choose one")), *TIE_KINDS.items()],
        required=False,
    )
    note = words(
        _("Anything the secretariat should know"),
        _("Only the secretariat and whoever rules on it read it."),
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, can_ask: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tie = self.fields["tie"]
        assert isinstance(tie, forms.ChoiceField)
        tie.choices = [*TIES, ASK_FOR_RULING] if can_ask else TIES

    def clean(self) -> dict[str, Any]:
        """Whoever asks for a ruling tells on what."""
        read: dict[str, Any] = super().clean() or {}
        if read.get("tie") == "ask" and not (read.get("note") or "").strip():
            self.add_error("note", _("Tell what it is, so that somebody can rule on it."))
        return read

    @property
    def asks(self) -> bool:
        """Whether she leaves it to somebody else."""
        return bool(self.cleaned_data["tie"] == "ask")

    @property
    def conflict(self) -> bool:
        """Whether she says that a tie exists."""
        return bool(self.cleaned_data["tie"] == "yes")


class NoteForm(forms.Form):
    """A few words, needed or not."""

    note = words(_("Reason"), rows=3)

    def __init__(
        self,
        *args: Any,
        label: str | _StrPromise = "",
        required: bool = True,
        hint: str | _StrPromise = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["note"]
        field.required = required
        field.label = label or field.label
        field.help_text = hint


class VerdictForm(forms.Form):
    """A reviewer's word on one criterion, and the submission that she had before her."""

    outcome = forms.ChoiceField(
        label=_("Your verdict"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a verdict.")},
    )
    level = forms.TypedChoiceField(
        label=_("Level that the evidence shows"),
        choices=LEVELS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason_code = forms.ChoiceField(
        label=_("Kind of reason"),
        help_text=_("Needed unless you accept."),
        choices=KINDS_OF_REASON,
        required=False,
    )
    reason = words(
        _("In words"),
        _("The city and the committee read this. Unless you accept, say what is missing."),
        required=False,
    )
    evidence = forms.MultipleChoiceField(
        label=_("Evidence that you rely on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    confirmed = forms.BooleanField(
        label=_("I confirm that the other scheme’s result covers what is asked here"),
        help_text=_("Needed to accept: the answer was taken over, not written by the city."),
        required=False,
    )
    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        *args: Any,
        evidence: Sequence[tuple[str, str]] = (),
        imported: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not imported:
            del self.fields["confirmed"]
        field = self.fields["evidence"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(evidence)
        if not evidence:
            del self.fields["evidence"]

    def clean(self) -> dict[str, Any]:
        """Anything but acceptance needs a reason from the list, and words."""
        read: dict[str, Any] = super().clean() or {}
        said = (read.get("reason") or "").strip()
        if "outcome" in read:
            code = read.get("reason_code") or ""
            for field, key in refuse_verdict(read["outcome"], code, said):
                if field not in self.errors:
                    self.add_error(field, sentence(key))
        return read

    @property
    def judgement(self) -> Judgement:
        """The verdict as the action takes it."""
        read = self.cleaned_data
        return Judgement(
            Outcome(read["outcome"]),
            read["level"],
            read["reason_code"],
            read["reason"].replace("\r\n", "\n"),
            tuple(read.get("evidence", ())),
            bool(read.get("confirmed")),
        )


class ReviseForm(VerdictForm):
    """Another verdict after the reviewers have talked: it always needs words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].error_messages["required"] = _("Say what convinced you.")
        self.fields["reason"].help_text = _(
            "What convinced you? The city and the committee read it."
        )


class SayForm(forms.Form):
    """A few words to the other reviewer."""

    words = words(
        _("Say something to the other reviewer"),
        rows=3,
        error_messages={"required": _("Write something.")},
    )


class QuestionForm(forms.Form):
    """A question to the city."""

    prefix_id = "question"
    question = words(_("Your question to the city"), rows=3)
    due = forms.DateField(
        label=_("Answer wished by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )
