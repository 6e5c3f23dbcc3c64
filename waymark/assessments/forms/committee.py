"""The committee's forms."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.rules.case import BallotChoice, DecisionKind
from waymark.awards.rules.lifecycle import FOLLOWS, AwardState, EventKind
from waymark.base import reasons, statuses

reasons.register(
    {
        "meeting.title_missing": _("Give the meeting a name."),
        "meeting.no_agenda": _("Nothing is on the agenda yet."),
        "meeting.not_quorate": _("Too few members are present for a quorum."),
        "meeting.undecided": _("%(count)s items have no decision yet."),
        "meeting.over": _("The meeting is over."),
        "meeting.item_over": _("This item is decided or off the agenda already."),
        "meeting.item_tied": _(
            "You have a tie to this city: somebody else takes it off the agenda."
        ),
        "meeting.heard_already": _("This case was heard in this meeting; plan another one."),
        "meeting.no_report": _("This case has no report of this mechanism to decide on."),
        "ballot.not_open": _("This item is not open for votes."),
        "ballot.no_seat": _("You had no seat when the meeting was opened."),
        "ballot.absent": _("You are not noted as present."),
        "ballot.holder_sits": _("The member whom you stand in for can act on this item herself."),
        "ballot.box": _("The box of secret votes does not hold as many as were cast."),
        "written.over": _("The time to answer has passed."),
        "written.running": _("Not all have answered, and the time has not passed."),
        "written.no_time": _("The time to answer has to end after it begins, and after now."),
        "written.not_yours": _("Only a member can ask for a meeting, in a procedure in writing."),
        "ballot.undeclared": _("Say first whether you have a tie to this city."),
        "ballot.recused": _("You are recused from this item."),
        "ballot.cast": _("You have voted already."),
        "decision.not_open": _("This item is not open for a decision."),
        "decision.not_quorate": _("%(present)s of %(seats)s members may act: that is no quorum."),
        "decision.no_votes": _("Nobody has voted yet."),
        "decision.no_level": _("The report shows no level as attained, so none can be granted."),
        "decision.reasons_missing": _("Give the reasons: everybody concerned will read them."),
        "decision.recused": _(
            "You have a tie to this city: somebody else who chairs writes the decision down."
        ),
        "decision.other_award": _("This certificate came of another case."),
    }
)

statuses.register(
    {
        "grant": statuses.Status(_("Granted"), "good"),
        "refuse": statuses.Status(_("Not granted"), "bad"),
        "defer": statuses.Status(_("Deferred"), "warn"),
        "convened": statuses.Status(_("In session"), "info"),
        "voted": statuses.Status(_("Voted"), "good"),
        "present": statuses.Status(_("Present"), "info"),
        "absent": statuses.Status(_("Not present")),
        "vote.grant": statuses.Status(_("For"), "good"),
        "vote.refuse": statuses.Status(_("Against"), "bad"),
        "vote.defer": statuses.Status(_("Defer"), "warn"),
        "vote.abstain": statuses.Status(_("Abstention")),
        "vote.confirm": statuses.Status(_("Confirm the certificate"), "good"),
        "vote.annul": statuses.Status(_("Annul the decision"), "bad"),
        "vote.suspend": statuses.Status(_("Suspend it for the time being"), "warn"),
        "to_vote": statuses.Status(_("Your vote is open"), "warn"),
        "to_declare": statuses.Status(_("Declare ties first"), "warn"),
        "adjourned": statuses.Status(_("Broken off")),
    }
)

CHOICES = [
    (BallotChoice.GRANT, _("Grant the certificate")),
    (BallotChoice.REFUSE, _("Refuse it")),
    (BallotChoice.DEFER, _("Defer: more is needed first")),
    (BallotChoice.ABSTAIN, _("Abstain")),
]


CHECK_CHOICES = [
    (BallotChoice.CONFIRM, _("Confirm the certificate")),
    (BallotChoice.SUSPEND, _("Suspend it for the time being")),
    *CHOICES[2:],
]


DECISION_CHOICES = [
    (BallotChoice.CONFIRM, _("Confirm: the decision stands")),
    (BallotChoice.ANNUL, _("Annul it: the certificate ends")),
    *CHOICES[2:],
]


SUCCESSOR_CHOICES = [
    (BallotChoice.HAND_ON, _("It stays with the legal successor, and is given in its name")),
    (BallotChoice.END, _("It ends with its city")),
    *CHOICES[2:],
]


def words_field(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
    )


class PlanForm(forms.Form):
    """When and where a committee meets."""

    mechanism: Any = forms.ModelChoiceField(label=_("Mechanism"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("Name of the meeting"), max_length=200)
    starts_at = forms.DateTimeField(
        label=_("Begins"),
        help_text=_("In your own time zone."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Give a day and time such as 2027-01-31 14:30.")},
    )
    where = forms.CharField(label=_("Place or link"), max_length=300, required=False)
    answer_by = forms.DateTimeField(
        label=_("Only for a procedure in writing: to be answered by"),
        help_text=_("Leave empty for a meeting. In writing, members vote until then."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Give a day and time such as 2027-01-31 14:30.")},
    )

    def __init__(self, *args: Any, mechanisms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mechanism"].queryset = mechanisms  # type: ignore[attr-defined]

    def clean_starts_at(self) -> datetime:
        """A moment of our time: near the ends of the calendar zones can't be converted."""
        found: datetime = self.cleaned_data["starts_at"]
        if not 2000 <= found.year < 2200:
            raise forms.ValidationError(self.fields["starts_at"].error_messages["invalid"])
        return found

    def clean_answer_by(self) -> datetime | None:
        """A moment of our time, as above."""
        found: datetime | None = self.cleaned_data["answer_by"]
        if found is not None and not 2000 <= found.year < 2200:
            raise forms.ValidationError(self.fields["answer_by"].error_messages["invalid"])
        return found


class TieForm(forms.Form):
    """Whether a member has a tie to the city of an item."""

    conflict = forms.TypedChoiceField(
        label=_("Do you have a tie to this city?"),
        help_text=_(
            "Work, advice, family or money, now or in the last years. With a tie you are recused: "
            "you read nothing of the case, and neither quorum nor vote counts you."
        ),
        choices=[("no", _("No, I have none")), ("yes", _("Yes, recuse me"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have a tie.")},
    )
    note = words_field(_("What kind of tie"), required=False, rows=2)


class PanelTieForm(forms.Form):
    """Whether a member of an appeal panel has a tie to the city, or leaves it to the others."""

    tie = forms.ChoiceField(
        label=_("Do you have a tie to this city?"),
        help_text=_(
            "Work, advice, family or money, now or in the last years. With a tie you leave this "
            "appeal and read nothing of the case."
        ),
        choices=[
            ("no", _("No, I have none")),
            ("yes", _("Yes, recuse me")),
            ("ask", _("There is something; the other members shall rule on it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you have a tie.")},
    )
    note = words_field(
        _("What kind of tie"), _("Only whoever rules on it reads it."), required=False, rows=2
    )

    def clean(self) -> dict[str, Any]:
        """Whoever asks for a ruling tells on what."""
        read: dict[str, Any] = super().clean() or {}
        if read.get("tie") == "ask" and not (read.get("note") or "").strip():
            self.add_error("note", _("Tell what it is, so that somebody can rule on it."))
        return read


class BallotForm(forms.Form):
    """A member's vote: on a case, on a spot check of one, or on whether a decision stands."""

    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you vote.")},
    )
    reason = words_field(_("Reason"), required=False, rows=2)

    def __init__(self, *args: Any, item: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if item.hearing_id:
            self.fields["choice"].choices = DECISION_CHOICES  # type: ignore[attr-defined]
        elif item.inheritance_id:
            self.fields["choice"].choices = SUCCESSOR_CHOICES  # type: ignore[attr-defined]
        elif item.spot_check_id:
            self.fields["choice"].choices = CHECK_CHOICES  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """What the chair writes down; the outcome itself follows from the votes."""

    expected = forms.CharField(widget=forms.HiddenInput)
    reasons = words_field(_("Reasons"), _("Everybody concerned will read them."))
    conditions = words_field(
        _("Conditions, if any"), _("One each line; each can be found met or not."), required=False
    )
    deadline = forms.DateField(
        label=_("Conditions to be met by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Give a day such as 2027-01-31.")},
    )

    def clean_deadline(self) -> date | None:
        """A day of our time."""
        found: date | None = self.cleaned_data["deadline"]
        if found is not None and not 2000 <= found.year < 2200:
            raise forms.ValidationError(self.fields["deadline"].error_messages["invalid"])
        return found


AWARD_ACTS = {
    DecisionKind.SUSPEND: (EventKind.SUSPENDED, _("Suspend it for the time being")),
    DecisionKind.LIFT_SUSPENSION: (EventKind.REINSTATED, _("Lift the suspension")),
    DecisionKind.REVOKE: (EventKind.REVOKED, _("Revoke it for good")),
}
CONFIRM = (DecisionKind.CONFIRM, _("Let it stand, after the hearing"))


class AwardDecisionForm(forms.Form):
    """A decision on a certificate that was issued; offers what its state allows."""

    kind = forms.ChoiceField(
        label=_("Decision"),
        choices=[*((kind, label) for kind, (_event, label) in AWARD_ACTS.items()), CONFIRM],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    reasons = words_field(_("Reasons"), _("They are shown on the public page of the certificate."))
    sure = forms.BooleanField(label=_("This is decided."))

    def __init__(self, *args: Any, state: AwardState, heard: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = [
            (kind, label)
            for kind, (event, label) in AWARD_ACTS.items()
            if event in FOLLOWS.get(state, {})
        ]
        if heard:
            self.offered.append(CONFIRM)
        if not self.is_bound:  # what is sent is judged by the act, which says why it refuses
            self.fields["kind"].choices = self.offered  # type: ignore[attr-defined]
