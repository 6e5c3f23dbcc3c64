"""What is to be public and how, and under which terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from waymark.indicators.queries.disclosed import Wish
from waymark.indicators.queries.publishing import Publishable
from waymark.indicators.rules.suppression import COUNT_UNDER, SIZE_UNDER

LICENCES = [
    ("", pgettext_lazy("licence", "None: readers may look, and ask for everything else")),
    ("CC-BY-4.0", _("CC BY 4.0: use for anything, name the city")),
    ("CC0-1.0", _("CC0 1.0: use for anything, no condition")),
    ("CC-BY-SA-4.0", _("CC BY-SA 4.0: name the city, share alike")),
    ("ODbL-1.0", _("ODbL 1.0: for databases, name the city, share alike")),
    ("ODC-By-1.0", _("ODC-By 1.0: for databases, name the city")),
    ("PDDL-1.0", _("PDDL 1.0: for databases, no condition")),
]
LICENCE_PAGES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
"""Where each licence can be read."""


class WishForm(forms.Form):
    """Which indicators by name (`i`), which of them with notes (`n`), which as counts (`c`)."""

    i = forms.MultipleChoiceField(required=False)
    n = forms.MultipleChoiceField(required=False)
    c = forms.MultipleChoiceField(required=False)
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, *args: Any, offered: Iterable[Publishable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {row.name: row for row in offered}
        for name in "inc":
            self.fields[name].choices = [(one, one) for one in self.offered]  # type: ignore[attr-defined]

    def _asked(self, name: str) -> list[str]:
        self.is_valid()
        return list(dict.fromkeys(self.cleaned_data.get(name) or []))

    @property
    def indicators(self) -> list[Publishable]:
        """What was ticked; what is not on offer counts as not asked for."""
        return [self.offered[name] for name in self._asked("i")]

    @property
    def wishes(self) -> list[Wish]:
        """The same with its settings."""
        notes, counts = self._asked("n"), self._asked("c")
        return [
            Wish(row.indicator, row.name in notes, row.name in counts) for row in self.indicators
        ]

    @property
    def seen_before(self) -> str:
        """What stands for the preview that was looked at."""
        self.is_valid()
        return str(self.cleaned_data.get("seen", ""))


class TermsForm(forms.Form):
    """Licence and limits of what is public."""

    licence = forms.ChoiceField(
        label=_("Licence"),
        help_text=_("What others may do with your public data. An open licence lets them use it."),
        choices=LICENCES,
        required=False,
    )
    count_under = forms.IntegerField(
        label=_("Show counts of people from"),
        help_text=_("Smaller counts are withheld. The usual is 10; you may ask for more."),
        min_value=COUNT_UNDER,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    size_under = forms.IntegerField(
        label=_("Show values of groups and samples from"),
        help_text=_(
            "A value that rests on fewer people or answers is withheld. The usual is 30; you may "
            "ask for more."
        ),
        min_value=SIZE_UNDER,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
