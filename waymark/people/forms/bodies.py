"""Bodies and seats."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.base.fields import short_language
from waymark.kernel.text import LANGUAGES
from waymark.people import queries
from waymark.people.forms.profile import day_field
from waymark.people.models import Body, Organisation, Seat, User
from waymark.people.rules import (
    SEATS,
    BodyKind,
    Composition,
    SeatGroup,
    SeatRole,
    read_composition,
)
from waymark.places import queries as places
from waymark.places.models import Country

KINDS = {
    BodyKind.SECRETARIAT: _("Secretariat"),
    BodyKind.TECHNICAL_TEAM: _("Technical team"),
    BodyKind.COMMITTEE: _("Committee"),
    BodyKind.APPEAL_PANEL: _("Appeal panel"),
    BodyKind.PARTNER: _("Partner that advises cities"),
    BodyKind.STEWARDS: _("Global stewards"),
}
ROLES = {
    SeatRole.MEMBER: _("Member"),
    SeatRole.LEAD: _("Lead"),
    SeatRole.CHAIR: _("Chair"),
    SeatRole.DEPUTY: _("Deputy"),
    SeatRole.OBSERVER: _("Observer"),
}
GROUPS = {
    SeatGroup.ACADEMIA: _("Academia"),
    SeatGroup.CIVIL_SOCIETY: _("Civil society"),
    SeatGroup.LOCAL_GOVERNMENT: _("Local government"),
    SeatGroup.NATIONAL_GOVERNMENT: _("National government"),
}


def _moment(day: date | None) -> datetime | None:
    """Return the beginning of a day in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class BodyForm(forms.Form):
    """A body's kind, name and country."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, label) for kind, label in KINDS.items()]
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    country = forms.ChoiceField(
        label=_("Country or area"),
        help_text=_("Leave empty for a global body. For a part of a team: where it works."),
        required=False,
    )

    part_of = forms.ModelChoiceField(
        label=_("Part of a technical team"),
        help_text=_("For the team of a university or of a language; its people review for both."),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("No"),
    )
    organisation = forms.ModelChoiceField(
        label=_("Whose people sit in it"),
        help_text=_("A university for a part of a technical team, for instance, or the partner."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Of no single organisation"),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which all of its people work"),
        choices=[(language.code, language.autonym) for language in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = queries.bodies(viewer, timezone.now()).filter(part_of=None)
        self.fields["part_of"].queryset = teams.filter(kind=BodyKind.TECHNICAL_TEAM)  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = queries.organisations(viewer)  # type: ignore[attr-defined]
        self.countries = {c.pk: c for c in places.countries(viewer)}
        choices = [("", ""), *((pk, str(c)) for pk, c in self.countries.items())]
        self.fields["country"].choices = choices  # type: ignore[attr-defined]

    def clean_country(self) -> Country | None:
        """Return the country itself."""
        return self.countries.get(self.cleaned_data["country"])

    def clean_name(self) -> dict[str, str]:
        """Return the name in the language in which it was typed."""
        return {short_language(): self.cleaned_data["name"]}


class SeatForm(forms.Form):
    """A person, her role, languages, fields of work and term."""

    email = forms.EmailField(
        label=_("E-mail address of the person's account"),
        help_text=_("She signs up first; then you can give her a seat."),
    )
    role = forms.ChoiceField(label=_("Role"))
    languages = forms.MultipleChoiceField(
        label=_("Languages in which she can work"),
        choices=[(language.code, language.autonym) for language in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    fields_of_work = forms.CharField(
        label=_("Fields of work"),
        help_text=_("Separated by commas, such as “water, housing”."),
        max_length=500,
        required=False,
    )
    since = day_field(_("From"), required=False, help_text=_("Leave empty for today."))
    until = day_field(
        _("Until"), required=False, help_text=_("The first day on which the seat is not held.")
    )

    seconded_by = forms.ModelChoiceField(
        label=_("Seconded by"),
        help_text=_("The organisation that lends her; the seat then needs a last day."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    group = forms.ChoiceField(
        label=_("Group"),
        help_text=_("Whom a member of the committee stands for."),
        choices=[("", _("None")), *((group.value, label) for group, label in GROUPS.items())],
        required=False,
    )
    deputy_for = forms.ModelChoiceField(
        label=_("Stands in for"),
        help_text=_("For a deputy: the member in whose place she acts when that one can’t."),
        queryset=Seat.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, body: Body, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = body.kind
        if kind == BodyKind.COMMITTEE:
            holders = queries.holders_in(body, timezone.now())
            self.fields["deputy_for"].queryset = holders  # type: ignore[attr-defined]
            self.fields["deputy_for"].label_from_instance = lambda seat: seat.user.name  # type: ignore[attr-defined]
        else:
            del self.fields["group"], self.fields["deputy_for"]
        self.fields["seconded_by"].queryset = queries.organisations(viewer)  # type: ignore[attr-defined]
        roles = SEATS.get(kind, ())
        self.fields["role"].choices = [(role.value, ROLES[role]) for role in roles]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """Find the person; the secretariat may know who has an account."""
        email = self.cleaned_data["email"].strip().lower()
        self.user = User.objects.filter(email=email, is_active=True).first()
        if self.user is None:
            raise forms.ValidationError(_("No account has this address."))
        return str(email)

    def clean_fields_of_work(self) -> list[str]:
        """Return the fields one by one."""
        return [
            word.strip() for word in self.cleaned_data["fields_of_work"].split(",") if word.strip()
        ]

    def clean_since(self) -> datetime | None:
        """Return the moment at which the term begins."""
        return _moment(self.cleaned_data["since"])

    def clean_until(self) -> datetime | None:
        """Return the moment at which the term ends."""
        return _moment(self.cleaned_data["until"])


class CompositionForm(forms.Form):
    """How many seats each group of a committee has, how long a term is, and when it rotates."""

    term_months = forms.IntegerField(
        label=_("Months of a term, at most"),
        help_text=_("0: a term can be of any length."),
        min_value=0,
        max_value=120,
    )
    most_terms = forms.IntegerField(
        label=_("Terms that may follow each other, at most"),
        help_text=_("0: any number. After a pause of a year, somebody can be seated again."),
        min_value=0,
        max_value=10,
    )

    secret = forms.BooleanField(
        label=_("Secret ballots"),
        help_text=_("It is kept who voted, and nowhere how. It holds from the next meeting on."),
        required=False,
    )

    def __init__(self, data: Any = None, *, body: Body) -> None:
        held = read_composition(body.composition)
        super().__init__(data, initial=held.document() | dict(held.groups))
        for group, label in GROUPS.items():
            self.fields[group.value] = forms.IntegerField(
                label=label, min_value=0, max_value=50, required=False
            )
        self.order_fields(
            [*(group.value for group in GROUPS), "term_months", "most_terms", "secret"]
        )

    @property
    def composition(self) -> Composition:
        """What was filled in."""
        data = self.cleaned_data
        groups = {group.value: data[group] for group in GROUPS if data[group]}
        return Composition(groups, data["term_months"], data["most_terms"], data["secret"])
