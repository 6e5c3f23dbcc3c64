"""The forms of draws and spot checks, and the words of what is refused there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.spot import Giver, Plan
from waymark.assessments.rules.spot.messages import MESSAGES
from waymark.assessments.rules.spot.policy import CheckPolicy
from waymark.base import reasons, statuses
from waymark.kernel import draw as rules
from waymark.kernel.draw import drand
from waymark.people.models import User

reasons.register({key: _(text) for key, text in MESSAGES.items()})  # marked where they stand
reasons.register(
    {
        "spot.policy_reason": _("Say why: everybody can read it."),
        "spot.reason_missing": _("Say what risk you see: the city reads it."),
        "spot.no_certificate": _("There is no certificate in force that could be checked."),
        "spot.open_already": _("Such a check of this case is under way already."),
        "spot.not_drawn": _("Only a drawn case is replaced by the next one in order."),
        "spot.no_cause": _("Nothing stands in the way of this check, so it has to be made."),
        "spot.concordant": _("This check agrees with the report, or is not concluded yet."),
        "spot.discordant": _("This check does not agree with the report."),
        "spot.on_agenda": _("This check is on an agenda already."),
        "draw.running": _("Another draw of this mechanism is under way."),
        "draw.no_policy": _("Set first how many cases are drawn."),
        "draw.nobody": _("There is no certified case that no draw has had yet."),
        "draw.bad_fingerprint": _("A fingerprint is 64 hex digits."),
        "draw.other_secret": _("This is not the secret that you gave the fingerprint of."),
        "draw.committed": _("Your fingerprint has been taken down already."),
        "draw.revealed": _("Your secret has been taken down already."),
        "draw.silent": _("You gave no fingerprint in time, so no secret can be taken."),
        "draw.not_committing": _("Fingerprints are not taken now."),
        "draw.not_revealing": _("Secrets are not taken now."),
        "draw.not_sealed": _("The announcement is not in the ledger yet. Try again in a minute."),
        "draw.beacon_not_yet": _("The last source of chance has not come yet."),
        "draw.beacon_future": _("This time has not come yet."),
        "draw.not_failed": _("A draw is given up only where too few parties gave chance."),
        "draw.open_checks": _("Checks that are not settled yet: %(count)s."),
        "party.at_desk": _("%(name)s sits in the secretariat that runs the draw."),
        "party.in_frame": _("%(name)s works for a city that can be drawn."),
        "party.closed": _("The account of %(name)s was closed."),
        "party.twice": _("Somebody is named twice."),
        "independence.acted": _("Took a step of this case, or wrote its decision down"),
        "assignment.no_questions": _("A spot check is made without questions to the city."),
        "ballot.other_choice": _("This can’t be voted for on this item."),
    }
)
statuses.register(
    {
        "draw.committing": statuses.Status(_("Fingerprints are collected"), "info"),
        "draw.revealing": statuses.Status(_("Secrets are revealed"), "info"),
        "draw.waiting": statuses.Status(_("Waits for the last source of chance"), "info"),
        "draw.drawing": statuses.Status(_("To draw"), "warn"),
        "draw.too_few": statuses.Status(_("Too little chance was given"), "bad"),
        "draw.checking": statuses.Status(_("Drawn, being checked"), "info"),
        "draw.closed": statuses.Status(_("Closed"), "good"),
        "draw.failed": statuses.Status(_("Given up: too little chance"), "bad"),
        "check.note": statuses.Status(_("Worth knowing"), "info"),
        "spot.open": statuses.Status(_("Being checked"), "info"),
        "spot.concordant": statuses.Status(_("Agrees"), "good"),
        "spot.discordant": statuses.Status(_("Does not agree"), "bad"),
        "spot.settled": statuses.Status(_("Did not agree; decided"), "warn"),
        "spot.withdrawn": statuses.Status(_("Not made")),
        "spot.drawn": statuses.Status(_("Drawn"), "info"),
        "spot.risk": statuses.Status(_("Asked for"), "warn"),
        "party.revealed": statuses.Status(_("Secret revealed"), "good"),
        "party.committed": statuses.Status(_("Fingerprint given"), "info"),
        "party.waiting": statuses.Status(_("Nothing given yet")),
        "party.silent": statuses.Status(_("Kept silent"), "bad"),
        "party.not_revealed": statuses.Status(_("Did not reveal"), "bad"),
        "confirm": statuses.Status(_("Confirmed"), "good"),
        "suspend": statuses.Status(_("Suspended"), "warn"),
    }
)

ROWS = 6
SIGNATURE_LENGTH = 4000
CAUSES = {
    "revoked": _("The certificate was revoked."),
    "expired": _("The certificate has expired."),
    "superseded": _("Another certificate has taken its place."),
    "withdrawn": _("There is no certificate any more."),
}


def _words(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, help_text=hint, max_length=10_000, widget=widget)


def moment_field(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateTimeField:
    """A field for a day and a time."""
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("Give a day and time such as 2027-01-31 14:30.")},
    )


def of_our_time(form: forms.Form, name: str) -> datetime | None:
    """A moment near the ends of the calendar can't be converted between zones."""
    found: datetime | None = form.cleaned_data.get(name)
    if found is not None and not 2000 <= found.year < 2200:
        raise forms.ValidationError(form.fields[name].error_messages["invalid"])
    return found


class PolicyForm(forms.Form):
    """How many cases of each level are drawn, and why."""

    reserves = forms.IntegerField(
        label=_("How many of those who come next are shown"), min_value=0, max_value=100
    )
    least_reveals = forms.IntegerField(
        label=_("How many parties have to reveal"),
        help_text=_("At least three that have nothing to do with each other."),
        min_value=rules.LEAST_PARTIES,
        max_value=rules.MOST_PARTIES,
    )
    reason = _words(_("Why like this"), _("Everybody can read it."))

    def __init__(
        self, data: Any = None, *, levels: Mapping[str, Any], held: CheckPolicy | None
    ) -> None:
        self.levels = dict(levels)
        super().__init__(data, initial=self._initial(held))
        for number, name in enumerate(self.levels.values()):
            self._level(number, name)
        self.order_fields([*(n for n in self.fields if n.startswith("level")), *self.fields])

    def _initial(self, held: CheckPolicy | None) -> dict[str, Any]:
        found: dict[str, Any] = {"reserves": 3, "least_reveals": rules.LEAST_PARTIES}
        if held:
            found |= {"reserves": held.reserves, "least_reveals": held.least_reveals}
        for number, level in enumerate(self.levels):
            share = held.shares.get(level) if held else None
            share = share or rules.Share((1, 10), 1)
            found |= {
                f"level{number}_part": share.rate[0],
                f"level{number}_whole": share.rate[1],
                f"level{number}_minimum": share.minimum,
                f"level{number}_census": share.census,
            }
        return found

    def _level(self, number: int, name: Any) -> None:
        def whole(label: Any, least: int) -> forms.IntegerField:
            text = label % {"level": name}
            widget = forms.NumberInput(attrs={"class": "short"})
            return forms.IntegerField(
                label=text, min_value=least, max_value=1_000_000, widget=widget, required=False
            )

        self.fields[f"level{number}_part"] = whole(_("%(level)s: so many are drawn"), 0)
        self.fields[f"level{number}_whole"] = whole(_("%(level)s: of every so many"), 1)
        self.fields[f"level{number}_minimum"] = whole(_("%(level)s: at least"), 0)
        self.fields[f"level{number}_census"] = forms.BooleanField(
            label=_("%(level)s: all of them") % {"level": name}, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Make shares of the numbers."""
        read: dict[str, Any] = super().clean() or {}
        shares = {}
        for number, level in enumerate(self.levels):
            key = f"level{number}_"
            if read.get(f"{key}census"):
                shares[level] = rules.Share(census=True)
                continue
            numbers = [read.get(f"{key}{part}") for part in ("part", "whole", "minimum")]
            if any(value is None for value in numbers):
                self.add_error(f"{key}part", reasons.sentence("draw.bad_share"))
                continue
            part, whole, minimum = (int(value or 0) for value in numbers)
            try:
                shares[level] = rules.Share((part, whole), minimum)
            except rules.BadDraw as fault:
                self.add_error(f"{key}part", reasons.sentence(fault.key))
        read["shares"] = shares
        return read

    @property
    def policy(self) -> CheckPolicy:
        """The policy as the action takes it."""
        read = self.cleaned_data
        return CheckPolicy(read["shares"], read["reserves"], read["least_reveals"])


KINDS = [
    (rules.DRAND, _("drand, a public beacon on the internet (checked by computer)")),
    (rules.DICE, _("Dice, thrown in public")),
    (rules.DIGITS, _("Digits of a public lottery")),
]


class AnnounceForm(forms.Form):
    """Days, sources of chance, and who gives it."""

    commit_by = moment_field(_("Fingerprints are taken until"), _("In your own time zone."))
    reveal_by = moment_field(_("Secrets are taken until"), _("Later than the first day."))
    beacon = forms.ChoiceField(
        label=_("The last source of chance"), choices=KINDS, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Where dice are thrown or digits published"),
        help_text=_("For dice or digits: such as “Town hall of Mwamba, at 10:00, open to all”."),
        max_length=200,
        required=False,
    )
    fallback = forms.ChoiceField(
        label=_("If drand fails"),
        help_text=_("Used only two days after the beacon was due, and said so in the record."),
        choices=[("", _("Nothing: announce anew")), *KINDS[1:]],
        required=False,
    )
    fallback_source = forms.CharField(
        label=_("Where, for the case that drand fails"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            needed = number <= rules.LEAST_PARTIES
            self.fields[f"email{number}"] = forms.EmailField(
                label=_("Party %(n)s: e-mail address of the account") % {"n": number},
                required=needed,
            )
            self.fields[f"organisation{number}"] = forms.CharField(
                label=_("Party %(n)s: of which organisation") % {"n": number},
                max_length=150,
                required=needed,
            )

    def clean_commit_by(self) -> datetime | None:
        """A moment of our time."""
        return of_our_time(self, "commit_by")

    def clean_reveal_by(self) -> datetime | None:
        """A moment of our time."""
        return of_our_time(self, "reveal_by")

    def clean(self) -> dict[str, Any]:
        """Find the parties' accounts; dice and digits need a place where they can be seen."""
        read: dict[str, Any] = super().clean() or {}
        read["parties"] = [
            giver for n in range(1, ROWS + 1) if (giver := self._giver(read, n)) is not None
        ]
        lacks_place = _("Say where everybody can see it.")
        if read.get("beacon") in (rules.DICE, rules.DIGITS) and not read.get("source"):
            self.add_error("source", lacks_place)
        if read.get("fallback") and not read.get("fallback_source"):
            self.add_error("fallback_source", lacks_place)
        return read

    def _giver(self, read: dict[str, Any], number: int) -> Giver | None:
        email, home = read.get(f"email{number}"), read.get(f"organisation{number}")
        if not email:
            return None
        user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if user is None:
            self.add_error(f"email{number}", _("No account has this address."))
        elif not home:
            self.add_error(f"organisation{number}", _("Say where she belongs."))
        else:
            return Giver(user, home)
        return None

    @property
    def plan(self) -> Plan:
        """The plan as the action takes it: a quarter of an hour lies between secrets and beacon."""
        read = self.cleaned_data
        after = read["reveal_by"] + timedelta(minutes=15)
        beacon: rules.Plan = rules.Network(drand.first_after(after))
        if read["beacon"] != rules.DRAND:
            beacon = rules.Public(read["beacon"], read["source"], after.replace(microsecond=0))
        fallback = None
        if read["fallback"] and read["beacon"] == rules.DRAND:
            later = beacon.moment + timedelta(days=2)
            fallback = rules.Public(read["fallback"], read["fallback_source"], later)
        return Plan(read["commit_by"], read["reveal_by"], tuple(read["parties"]), beacon, fallback)


def _mono(label: Any, hint: Any, most: int) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=widget)


class CommitForm(forms.Form):
    """The fingerprint of a secret."""

    fingerprint = _mono(
        _("Fingerprint of your secret"), _("64 hex digits. Given once, it stays."), 100
    )


class RevealForm(forms.Form):
    """The secret itself."""

    secret = _mono(_("Your secret"), _("The hex digits, just as you noted them."), 300)


class AskForm(forms.Form):
    """Why a certified case is to be checked."""

    reason = _words(
        _("What risk do you see?"),
        _("The city reads it, and so does the committee. It is not shown in public."),
    )
