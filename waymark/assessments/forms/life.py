"""The forms of a certificate's life and of appeals, and the words of what is refused there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.rules.life.appeal import Ground, Remedy, Vote
from waymark.assessments.rules.life.terms import BOUNDS, Terms
from waymark.base import reasons, statuses

reasons.register(
    {
        "life.out_of_bounds": _("This has to lie between %(least)s and %(most)s."),
        "life.terms_reason": _("Say why: everybody can read it."),
        "life.no_hearing": _("Hear the city first: open a hearing."),
        "life.hearing_open": _("The city can still answer, until %(until)s."),
        "life.heard_already": _("A hearing is open already."),
        "life.grounds_missing": _("Say what the certificate may be revoked for."),
        "life.nothing_said": _("Write something first."),
        "life.nothing_asked": _("Nothing of the kind is asked now."),
        "life.award_ended": _("The certificate has ended."),
        "life.not_valid": _("Only a certificate that is valid can be corrected."),
        "life.label": _("The label of a hub is given after an agreement, and in no other way."),
        "life.condition_over": _("This condition is over: met, struck, or going on elsewhere."),
        "life.revocation_waits": _("It is revoked already; that waits for the time to appeal."),
        "life.renewal_early": _("You hold this level. You can renew it from %(from)s on."),
        "decision.no_deadline": _("Give the day by which the conditions have to be met."),
        "independence.overruled": _("Had a part in the decision that a panel has set aside"),
        "appeal.no_reason": _("Give a reason."),
        "appeal.no_grounds": _("Say why the decision is wrong."),
        "appeal.not_this": _("This decision can’t be appealed against."),
        "appeal.once": _("An appeal against this decision was lodged already."),
        "appeal.too_late": _("The time to appeal ended on %(until)s."),
        "appeal.panel_short": _("%(have)s of %(need)s who have to hear it."),
        "appeal.panel_full": _("An appeal is heard by %(need)s people."),
        "appeal.not_free": _("Somebody you named may not hear this appeal."),
        "appeal.undeclared": _("Not everybody has said whether there is a tie: %(count)s."),
        "appeal.unvoted": _("Not everybody has voted: %(count)s."),
        "appeal.not_carried": _("The votes came to something else."),
        "appeal.not_heard_now": _("This appeal is not before a panel now."),
        "appeal.no_seat": _("You do not hear this appeal."),
        "appeal.voted": _("You have voted already."),
        "appeal.declared": _("You have said already that you have no tie."),
        "appeal.declare_first": _("Say first whether you have a tie to this city."),
        "appeal.no_remedy": _("Choose what follows."),
        "appeal.other_case": _("The city has another case open under this scheme: wait for it."),
    }
)
statuses.register(
    {
        "grant_with_conditions": statuses.Status(_("Granted with conditions"), "good"),
        "renew": statuses.Status(_("Renewed"), "good"),
        "upgrade": statuses.Status(_("Higher level granted"), "good"),
        "lift_suspension": statuses.Status(_("Suspension lifted"), "good"),
        "revoke": statuses.Status(_("Revoked"), "bad"),
        "lapse": statuses.Status(_("Ended"), "warn"),
        "correct": statuses.Status(_("Corrected"), "info"),
        "annul": statuses.Status(_("Annulled"), "bad"),
        "condition.open": statuses.Status(_("To be met"), "warn"),
        "condition.met": statuses.Status(_("Met"), "good"),
        "condition.not_met": statuses.Status(_("Not met"), "bad"),
        "condition.struck": statuses.Status(_("Struck")),
        "condition.carried": statuses.Status(_("Goes on with the new certificate")),
        "to_rule": statuses.Status(_("Waits for a ruling"), "warn"),
        "to_vote_yet": statuses.Status(_("To vote"), "warn"),
        "appeal.lodged": statuses.Status(_("Lodged"), "warn"),
        "appeal.admissible": statuses.Status(_("Admitted"), "info"),
        "appeal.inadmissible": statuses.Status(_("Not admitted"), "bad"),
        "appeal.panel": statuses.Status(_("Before the panel"), "info"),
        "appeal.upheld": statuses.Status(_("Upheld"), "good"),
        "appeal.dismissed": statuses.Status(_("Dismissed"), "bad"),
    }
)

GROUNDS = {
    Ground.FACTS: _("Facts were overlooked or misread"),
    Ground.RULES: _("The criteria were applied wrongly"),
    Ground.PROCEDURE: _("The procedure was not kept"),
    Ground.TIES: _("Somebody who took part had a tie"),
    Ground.PROPORTION: _("The decision goes too far"),
}
REMEDIES = {
    Remedy.GRANT: _("Grant the level that the report shows"),
    Remedy.AGAIN: _("Let others review and decide again"),
    Remedy.STANDS: _("The certificate is as it was before"),
    Remedy.NO_CONDITIONS: _("Strike the conditions that are not met yet"),
}


def long_text(label: Any, help_text: Any = "", *, required: bool = True) -> Any:
    """A field for several sentences."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


class HearingForm(forms.Form):
    """What the committee considers, and why."""

    grounds = long_text(
        _("What the certificate may be revoked for"),
        _("The city reads it and answers. Name what you have seen, and where."),
    )


class SayForm(forms.Form):
    """What a city says."""

    text = long_text(_("What you want to say"), _("It stays as you write it; you can add more."))


class FindingForm(forms.Form):
    """Whether a condition was met."""

    met = forms.TypedChoiceField(
        label=_("Is the condition met?"),
        choices=[("yes", _("Yes, it is met")), ("no", _("No, not yet"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is met.")},
    )
    reasons = long_text(_("Reasons"), _("Everybody can read them."))


class CorrectForm(forms.Form):
    """What was wrong on a certificate."""

    reasons = long_text(
        _("What was wrong, and what is right"),
        _("Correct the name of the city or of the scheme first; the certificate takes it anew."),
    )


TERMS = {
    "renewal_months": _("Months before the end from which a renewal can be opened"),
    "grace_months": _("Months after the end for which a case still counts as a renewal"),
    "update_months": _("Months after which a city says what has changed (0: never)"),
    "hearing_days": _("Days that a city has to answer in a hearing"),
    "appeal_days": _("Days after publication in which a city can appeal"),
    "panel": _("How many hear an appeal"),
}


class TermsForm(forms.Form):
    """On what terms certificates live."""

    appeal_suspends = forms.BooleanField(
        label=_("A revocation waits for the end of the time to appeal"), required=False
    )
    lower_stays = forms.BooleanField(
        label=_("A higher level leaves the lower certificate valid until its end"), required=False
    )
    reason = long_text(_("Why like this"), _("Everybody can read it."))

    def __init__(self, data: Any = None, *, held: Terms) -> None:
        super().__init__(data, initial=held.document())
        for name, label in TERMS.items():
            least, most = BOUNDS[name]
            self.fields[name] = forms.IntegerField(label=label, min_value=least, max_value=most)
        self.order_fields([*TERMS, "appeal_suspends", "lower_stays", "reason"])

    @property
    def terms(self) -> Terms:
        """What was filled in."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return Terms(**data)


class LodgeForm(forms.Form):
    """A city's appeal."""

    ground = forms.ChoiceField(
        label=_("Why is the decision wrong?"),
        choices=[(key.value, label) for key, label in GROUNDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what fits best.")},
    )
    text = long_text(_("In your own words"), _("Name the criterion or the paper that you mean."))


class AdmitForm(forms.Form):
    """Whether an appeal is heard."""

    admit = forms.TypedChoiceField(
        label=_("Is it heard?"),
        choices=[("yes", _("Yes: a panel is named")), ("no", _("No, for a reason"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is heard.")},
    )
    reason = long_text(_("Reason, if it is not heard"), required=False)


class PanelForm(forms.Form):
    """Who hears an appeal."""

    members = forms.MultipleChoiceField(
        label=_("Who hears it"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who hears it.")},
    )

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["members"].choices = people  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    """A panel member's vote."""

    choice = forms.ChoiceField(
        label=_("Your vote"),
        choices=[
            (Vote.UPHOLD.value, _("Uphold the appeal: the decision is set aside")),
            (Vote.DISMISS.value, _("Dismiss it: the decision stands")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you vote.")},
    )
    reason = long_text(_("Reason"), required=False)


class OutcomeForm(forms.Form):
    """What the panel came to, written down by one of it."""

    remedy = forms.ChoiceField(
        label=_("What follows, if the votes uphold it"), widget=forms.RadioSelect, required=False
    )
    reasons = long_text(_("Reasons"), _("Everybody concerned will read them."))

    def __init__(self, data: Any = None, *, remedies: tuple[Remedy, ...]) -> None:
        super().__init__(data)
        choices = [(one.value, REMEDIES[one]) for one in remedies]
        self.fields["remedy"].choices = choices  # type: ignore[attr-defined]
