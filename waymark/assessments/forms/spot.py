"""The forms of draws and spot checks, and the words of what is refused there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.actions.spot import Giver, Plan
from waymark.assessments.forms import spot_said  # noqa: F401 - registers words
from waymark.assessments.forms.committee import TieForm
from waymark.assessments.rules.spot.policy import CheckPolicy
from waymark.base import reasons
from waymark.kernel import draw as rules
from waymark.kernel.draw import drand
from waymark.people.models import User

ROWS = 6
SIGNATURE_LENGTH = 4000


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


class StewardTieForm(TieForm):
    """Whether a steward has a tie to the city of a case that was checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conflict"].help_text = _(
            "Work, advice, family or money, now or in the last years. With a tie you read nothing "
            "of the case."
        )
        self.fields["conflict"].choices = [  # type: ignore[attr-defined]
            ("no", _("No, I have none")),
            ("yes", _("Yes, I have one")),
        ]


class AskForm(forms.Form):
    """Why a certified case is to be checked."""

    reason = _words(
        _("What risk do you see?"),
        _("The city reads it, and so does the committee. It is not shown in public."),
    )
