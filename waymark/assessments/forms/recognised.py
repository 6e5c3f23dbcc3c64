"""Forms of results of other schemes, and the words of what is refused there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.models import EvidenceItem
from waymark.base import reasons
from waymark.schemes.crosswalk_words import WHY_NOT
from waymark.schemes.models import Crosswalk
from waymark.schemes.queries.crosswalks import crosswalk_of

reasons.register(
    {
        "recognised.level": _("Choose a level of this scheme."),
        "recognised.future": _("The day of the result is still to come."),
        "recognised.backwards": _("The result ends before it begins."),
        "recognised.not_in_force": _("No crosswalk to this scheme is in force now."),
        "recognised.evidence": _("Choose evidence of this case that still counts."),
        "recognised.many": _("A case names at most 20 results."),
        "recognised.reference": _("Give the number or name of the result, in at most 120 letters."),
        "recognised.changed": _(
            "Something changed since you looked: nothing was taken over. Look at it again."
        ),
        "recognised.dropped": _("This result was taken out of the case."),
        "verdict.import_unconfirmed": _(
            "This answer was taken over from another scheme. Confirm that its result covers what "
            "is asked here, or do not accept."
        ),
        "verdict.import_expired": _(
            "The other scheme’s result has expired: it can’t be confirmed."
        ),
        "verdict.nothing_imported": _("Nothing here was taken over from another scheme."),
        "verdict.confirmed_yet_not_accepted": _(
            "You confirm the other scheme’s result and yet do not accept. Choose one."
        ),
    }
)
WHY = {
    **{str(why): words for why, words in WHY_NOT.items()},
    "answered": _("You have answered this already: your words stand."),
    "expired": _("The result has expired."),
    "not_in_force": _("The crosswalk is no longer in force."),
}
"""Why nothing is filled in."""


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, widget=widget, **more)


class ResultForm(forms.Form):
    """A result that the city holds elsewhere."""

    result = forms.ChoiceField(
        label=_("Which result of which scheme"),
        error_messages={"required": _("Choose one.")},
    )
    reference = forms.CharField(
        label=_("Its number or name"),
        help_text=_("As it stands on the certificate."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    awarded_on = _day(_("Given on"))
    valid_until = _day(_("Valid until"), help_text=_("Empty where it has no end."), required=False)
    evidence = forms.ChoiceField(
        label=_("Evidence that shows it"),
        help_text=_("The certificate itself, or the page on which the other scheme publishes it."),
        error_messages={"required": _("Choose one.")},
    )

    def __init__(
        self,
        *args: Any,
        crosswalks: Sequence[Crosswalk],
        evidence: Sequence[EvidenceItem],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.rows = {row.pk: row for row in crosswalks}
        self.items = {item.pk: item for item in evidence}
        groups = [
            (row.name, [(f"{row.pk}:{one.id}", one.title) for one in crosswalk_of(row).levels])
            for row in crosswalks
        ]
        self.fields["result"].choices = [("", _("Choose")), *groups]  # type: ignore[attr-defined]
        titles = [(item.pk, item.title) for item in evidence]
        self.fields["evidence"].choices = [("", _("Choose")), *titles]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The crosswalk, the level and the rest, as the action takes them."""
        read = self.cleaned_data
        pk, _colon, level = read["result"].partition(":")
        return {
            "crosswalk": self.rows[pk],
            "level": level,
            "reference": read["reference"],
            "awarded_on": read["awarded_on"],
            "valid_until": read["valid_until"],
            "evidence": self.items[read["evidence"]],
        }
