"""Forms of a hub: its agreement, what its leader says to it, its end, its public page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.hubs import wording
from waymark.hubs.actions.agreeing import MOST_WORDS as SAID
from waymark.hubs.actions.pages import MOST
from waymark.hubs.forms.calls import text_field
from waymark.hubs.rules.agreeing import (
    MOST_LINES,
    MOST_WORDS,
    Deliverable,
    Partner,
    Terms,
    next_id,
)


def _line(label: Any, **more: Any) -> Any:
    return forms.CharField(
        label=label,
        max_length=MOST_WORDS,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        **more,
    )


def _day(label: Any) -> Any:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget)


class TermsForm(forms.Form):
    """Title and days."""

    title = _line(_("Title"))
    starts = _day(_("First day of the hub"))
    ends = _day(_("Last day of the hub"))

    def clean(self) -> dict[str, Any]:
        """Days of our time."""
        read: dict[str, Any] = super().clean() or {}
        for name in ("starts", "ends"):
            if (found := read.get(name)) and not 2000 <= found.year < 2200:
                self.add_error(name, _("Give a day between the years 2000 and 2199."))
        return read


class DeliverableForm(forms.Form):
    """One deliverable; left empty, it is none."""

    number = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    title = _line(_("Deliverable"))
    kind = _line(_("Kind"))
    due = _day(_("Due"))
    lead = _line(_("Who leads"))
    proof = _line(_("By what one sees that it is there"))


class PartnerForm(forms.Form):
    """One partner; left empty, it is none."""

    name = _line(_("Partner"))
    role = _line(_("What it does"))


Deliverables = forms.formset_factory(DeliverableForm, extra=2, max_num=MOST_LINES, can_delete=True)
Partners = forms.formset_factory(PartnerForm, extra=2, max_num=MOST_LINES, can_delete=True)


class AgreementForm:
    """The whole agreement in three parts, checked together."""

    def __init__(self, data: Any = None, terms: Terms | None = None) -> None:
        first: dict[str, Any] = {}
        deliverables: list[dict[str, Any]] = []
        partners: list[dict[str, Any]] = []
        if terms is not None:
            first = {"title": terms.title, "starts": terms.starts, "ends": terms.ends}
            deliverables = [
                {
                    "number": one.id,
                    "title": one.title,
                    "kind": one.kind,
                    "due": one.due,
                    "lead": one.lead,
                    "proof": one.proof,
                }
                for one in terms.deliverables
            ]
            partners = [{"name": one.name, "role": one.role} for one in terms.partners]
        self.known = {one["number"] for one in deliverables}
        if data is not None:  # what was sent says itself how many lines it began with
            deliverables, partners = [], []
        self.terms_form = TermsForm(data, initial=first)
        self.deliverables = Deliverables(data, initial=deliverables, prefix="d")
        self.partners = Partners(data, initial=partners, prefix="p")

    @property
    def parts(self) -> tuple[Any, ...]:
        """The three parts."""
        return (self.terms_form, self.deliverables, self.partners)

    def is_valid(self) -> bool:
        """Check all three, so that every error is shown at once."""
        found = [part.is_valid() for part in self.parts]  # no part is left out after a wrong one
        return all(found)

    def terms(self) -> Terms:
        """What was typed, as rules read it; new deliverables get ids of their own."""
        data = self.terms_form.cleaned_data
        taken, found = set(self.known), []
        for row in _given(self.deliverables):
            number = row["number"] if row["number"] in self.known else next_id(taken)
            taken.add(number)
            words = {name: row[name] for name in ("title", "kind", "lead", "proof")}
            found.append(Deliverable(id=number, due=row["due"], **words))
        partners = tuple(Partner(row["name"], row["role"]) for row in _given(self.partners))
        return Terms(data["title"], data["starts"], data["ends"], tuple(found), partners)


def _given(formset: Any) -> list[dict[str, Any]]:
    """The lines that hold something and are not to be removed."""
    read = [form.cleaned_data for form in formset.forms]
    return [row for row in read if row.get("title") or row.get("name") if not row.get("DELETE")]


class AnswerAgreementForm(forms.Form):
    """Yes to a version of the agreement, or what should be different."""

    expected = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("yes", _("We agree, and accept the brand rules")),
            ("no", _("We ask for something different")),
        ],
        widget=forms.RadioSelect,
    )
    words = text_field(
        _("What should be different"), SAID, _("Needed where you don’t agree."), required=False
    )


class EndForm(forms.Form):
    """Why a hub is closed or given up."""

    reason = text_field(_("Why"), SAID, _("Who leads it reads this."))


class StoryForm(forms.Form):
    """A hub's public words in one language."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = _line(_("Title"))
    story = text_field(
        _("Story"),
        MOST["story"],
        _("What the initiative does and why. Markdown: **bold**, lists, links."),
        rows=12,
    )


class HubsForm(forms.Form):
    """How the public list is narrowed."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    goal = forms.ChoiceField(
        label=_("Goal"),
        required=False,
        choices=[("", _("All")), *((str(number), str(number)) for number in range(1, 18))],
    )
    axis = forms.ChoiceField(
        label=_("Axis"), required=False, choices=[("", _("All")), *wording.AXES.items()]
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    phase = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            ("", _("All")),
            ("coming", _("To come")),
            ("running", _("Running")),
            ("over", _("Over")),
        ],
    )

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["country"].choices = [("", _("All")), *countries]  # type: ignore[attr-defined]
