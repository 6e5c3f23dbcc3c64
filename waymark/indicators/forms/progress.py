"""What the summary of progress is narrowed to, and which groups are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.indicators.rules.unequal import Family
from waymark.indicators.wording import DIMENSION_NAMES, named


class SummaryForm(forms.Form):
    """Filters of the summary; anything it does not know counts as not asked for."""

    framework = forms.ChoiceField(label=_("List"), required=False)
    by = forms.ChoiceField(
        label=_("Grouped by"),
        choices=[("domain", _("Domain")), ("goal", _("Goal"))],
        required=False,
    )
    part = forms.ChoiceField(label=_("Domain or goal"), required=False)
    method = forms.ChoiceField(label=_("Method"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        choices=[("", _("All with which your city works")), ("key", _("Key values only"))],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        lists: list[tuple[str, str]],
        methods: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = lists  # type: ignore[attr-defined]
        self.fields["method"].choices = methods  # type: ignore[attr-defined]

    def offer_parts(self, parts: list[tuple[str, str]]) -> None:
        """Offer the parts of the list to choose from."""
        self.fields["part"].choices = [("", _("All")), *parts]  # type: ignore[attr-defined]


class GroupsForm(forms.Form):
    """Which groups are compared, in which year, and with whom; nonsense counts as not asked for."""

    by = forms.ChoiceField(label=_("Split by"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    ref = forms.ChoiceField(label=_("Compared with"), required=False)

    def __init__(self, asked: Mapping[str, str], *, families: Mapping[str, Family]) -> None:
        self._families = families
        by = asked.get("by", "")
        self._by = by if by in families else next(iter(families))
        years = self.family.years
        sought = asked.get("year", "")
        known = {str(year): year for year in years}
        self.chosen_year: int = known.get(sought, years[-1])
        wanted = asked.get("ref", "")
        self.reference = wanted if wanted in self.family.of(self.chosen_year) else None
        super().__init__(
            {"by": self._by, "year": str(self.chosen_year), "ref": self.reference or ""}
        )

    @property
    def family(self) -> Family:
        """The groups asked for, else the first."""
        return self._families[self._by]

    @property
    def query(self) -> str:
        """The same question as the query of an address."""
        return urlencode({name: value for name, value in self.data.items() if value})

    def offer(self, family: Family, named: Callable[[str], str]) -> None:
        """Offer what can be chosen, under the names of the reader's language."""
        dimensions = [(key, dimension_name(key, one)) for key, one in self._families.items()]
        self.fields["by"].choices = dimensions  # type: ignore[attr-defined]
        years = [(str(year), str(year)) for year in reversed(family.years)]
        self.fields["year"].choices = years  # type: ignore[attr-defined]
        groups = [(group, named(group)) for group in sorted(family.of(self.chosen_year))]
        whom = [("", _("Whoever is best off")), *groups]
        self.fields["ref"].choices = whom  # type: ignore[attr-defined]


def dimension_name(key: str, family: Family) -> str:
    """Return what a family is called; with its unit where a dimension has several."""
    name = named(DIMENSION_NAMES, family.dimension)
    return f"{name} ({family.unit})" if key != family.dimension else name


class PeersForm(forms.Form):
    """Whether to look at anonymous values, and the numbers of a published scale, if any."""

    by = forms.ChoiceField(
        label=_("Show values of"),
        choices=[
            ("", _("Nobody else")),
            ("region", _("other places of the same world region")),
            ("size", _("other places of about the same size")),
        ],
        required=False,
    )
    worst = forms.FloatField(label=_("Worst value of the scale (0)"), required=False)
    best = forms.FloatField(label=_("Best value of the scale (100)"), required=False)
    green = forms.FloatField(label=_("Green from"), required=False)
    red = forms.FloatField(label=_("Red threshold"), required=False)

    def clean(self) -> dict[str, Any]:
        """See that the two ends of a scale come together and differ."""
        found: dict[str, Any] = super().clean() or {}
        for one, other in (("worst", "best"), ("green", "red")):
            a, b = found.get(one), found.get(other)
            if (a is None) != (b is None) and not {one, other} & self.errors.keys():
                missing = one if a is None else other
                self.add_error(missing, _("Give both numbers, or neither."))
            elif a is not None and a == b:
                self.add_error(other, _("The two numbers must differ."))
        return found
