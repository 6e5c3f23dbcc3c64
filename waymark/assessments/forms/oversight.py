"""Forms of the watch over national mechanisms, and the words of what is refused there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.assessments.forms.committee import words_field
from waymark.assessments.rules.oversight.words import BOUNDS, Opens, Oversight, Way, Word
from waymark.base import reasons, statuses

reasons.register(
    {
        "oversight.no_reason": _("Say why: the national committee reads it."),
        "oversight.no_reasons": _("Give the reasons: everybody concerned reads them."),
        "oversight.days": _("This has to lie between %(least)s and %(most)s days."),
        "oversight.tied": _("You have a tie to this city: somebody else speaks."),
        "oversight.had_part": _("You had a part in this case, or sit in a body that had."),
        "oversight.chair_speaks": _(
            "The chair speaks for the committee. Another member does only where no chair is free."
        ),
        "oversight.not_valid": _("The certificate is not in force."),
        "oversight.not_public": _("This decision gave no certificate, or is not public yet."),
        "oversight.not_needed": _("When it was published, no word of yours was needed."),
        "oversight.said": _("The committee has given its word already."),
        "oversight.not_settled": _("What the objection opened has not come to an end yet."),
        "quarterly.runs": _("This quarter is not over yet."),
        "oversight.too_late": _("The time to object ended on %(due)s."),
    }
)
statuses.register(
    {
        "oversight.not_needed": statuses.Status(_("No word needed")),
        "oversight.waiting": statuses.Status(_("Waits for a word"), "warn"),
        "oversight.endorsed": statuses.Status(_("Endorsed"), "good"),
        "oversight.by_silence": statuses.Status(_("Endorsed by silence"), "good"),
        "oversight.objected": statuses.Status(_("Objected to"), "bad"),
        "oversight.no_word": statuses.Status(_("No word in time"), "warn"),
        "word.endorse": statuses.Status(_("Endorsed"), "good"),
        "word.silence": statuses.Status(_("Endorsed by silence"), "good"),
        "word.object": statuses.Status(_("Objected to"), "bad"),
    }
)

WAYS = [
    (Way.NONE.value, _("No word is needed")),
    (Way.SILENCE.value, _("Silence endorses: without an objection in time it counts as endorsed")),
    (Way.EXPRESS.value, _("Only a word endorses")),
]
OPENS = [
    (Opens.CHECK.value, _("A spot check: others review the case again")),
    (Opens.HEARING.value, _("A hearing: the city answers, and the national committee decides")),
]
WORDS = [
    (Word.ENDORSE.value, _("Endorse the certificate")),
    (Word.OBJECT.value, _("Object to it")),
]


class OversightForm(forms.Form):
    """Whether certificates need the global committee's word."""

    way = forms.ChoiceField(
        label=_("The global committee’s word on a certificate"),
        choices=WAYS,
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("Days for it, from publication"), min_value=BOUNDS[0], max_value=BOUNDS[1]
    )
    opens = forms.ChoiceField(
        label=_("What an objection opens"),
        help_text=_("The certificate stays in force meanwhile."),
        choices=OPENS,
        widget=forms.RadioSelect,
    )
    reason = words_field(_("Why like this"), _("The national committee reads it."))

    def __init__(self, data: Any = None, *, held: Oversight) -> None:
        super().__init__(data, initial=held.document())

    @property
    def rule(self) -> Oversight:
        """What was filled in."""
        data = self.cleaned_data
        return Oversight(Way(data["way"]), data["days"], Opens(data["opens"]))


class WordForm(forms.Form):
    """The committee's word on one certificate."""

    word = forms.ChoiceField(
        label=_("The committee’s word"),
        choices=WORDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    reasons = words_field(_("Reasons"), _("Everybody concerned reads them."))
