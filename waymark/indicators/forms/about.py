"""What a value or target is about: area, groups, unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from waymark.base import reasons
from waymark.indicators.forms.fields import ReadField
from waymark.indicators.rules import cells
from waymark.indicators.rules.columns import dimension_of
from waymark.indicators.rules.facts import DIMENSIONS, MAX_DIMENSION, Dims, dims_of
from waymark.indicators.rules.groups import MAX_FREE, VOCABULARY, read_group
from waymark.indicators.rules.layers import CELL
from waymark.indicators.rules.problems import Unreadable
from waymark.indicators.wording import DIMENSION_NAMES, dimension_name, group_name, named
from waymark.kernel.flow import Reason

EMPTY = Reason("dimension.empty")
MOST_NAMED = 5  # groups of a breakdown, as examples
OTHER = ("other_dimension", "other_group")


def field_of(dimension: str) -> str:
    """The field of a dimension. Keys of a source's own may be called as other fields are."""
    return dimension if dimension in DIMENSIONS else f"by {dimension}"


def _offered(areas: Mapping[str, Any], chosen: str | None) -> list[tuple[str, str]]:
    """The parts to choose from; of the cells of a grid, which are many, only the one at hand."""
    return [
        (pk, str(part))
        for pk, part in areas.items()
        if getattr(part, "kind", "") != CELL or pk == chosen
    ]


def about_of(area: str | None, dimensions: Mapping[str, str]) -> dict[str, str]:
    """What the fields begin with when a form is opened from a series."""
    return {"area": area or "", **{field_of(name): group for name, group in dimensions.items()}}


class SeriesFields(forms.Form):
    """Which area and group a value or target is about, and in which unit it is.

    `held` are the dimensions without a vocabulary by which the indicator is split already, with
    their groups; `units` the units that it has.
    """

    other_dimension = ReadField(
        label=_("Another breakdown"),
        help_text=_("By what the value is split, such as occupation."),
        read=dimension_of,
        short=False,
        max_length=MAX_DIMENSION,
    )
    other_group = forms.CharField(
        label=_("Its group"),
        help_text=_("Which group of that breakdown the value is about."),
        max_length=MAX_FREE,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        areas: dict[str, Any],
        held: Mapping[str, Sequence[str]] = MappingProxyType({}),
        units: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas, self.dimensions = areas, (*DIMENSIONS, *held)
        if areas:
            self.fields["area"] = forms.ChoiceField(
                label=named(DIMENSION_NAMES, "area"),
                choices=[("", _("Whole city")), *_offered(areas, self.initial.get("area"))],
                required=False,
            )
        for name in DIMENSIONS:
            self.fields[name] = self._group_field(name)
        for name, groups in held.items():
            self.fields[field_of(name)] = self._free_field(name, groups)
        self.fields["unit"] = self._unit_field(units)

    def _group_field(self, name: str) -> forms.Field:
        offered = [("", str(_("All")))]
        offered += [(group, group_name(name, group)) for group in VOCABULARY[name]]
        field = forms.ChoiceField(
            label=named(DIMENSION_NAMES, name), choices=offered, required=False
        )
        if name in ("age", "income", "group"):
            # A group of the city's own comes from a file or the field below; keep it selectable.
            given = self.data.get(name) or self.initial.get(name)
            if given and given not in VOCABULARY[name]:
                field.choices = [*offered, (given, given)]
        return field

    def _free_field(self, name: str, groups: Sequence[str]) -> forms.Field:
        words = _("As the source writes it, such as %(groups)s. Empty: everybody.")
        return forms.CharField(
            label=dimension_name(name),
            help_text=words % {"groups": ", ".join(groups[:MOST_NAMED])},
            max_length=MAX_FREE,
            required=False,
        )

    def _unit_field(self, units: Sequence[str]) -> forms.Field:
        words: Any = _(
            "Leave it as it is, unless the value is in another unit. Then it makes a series of its "
            "own, which is not mixed with the others."
        )
        if len(units) > 1:
            several = _("There are series in %(units)s. They are not mixed.")
            words = several % {"units": ", ".join(units)}
        return ReadField(label=_("Unit"), help_text=words, read=cells.read_unit_name, short=False)

    def clean(self) -> dict[str, Any]:
        """Gather the breakdown into `dims`, the area into `area`, and the unit."""
        data = super().clean() or {}
        groups = {name: data.get(field_of(name), "") for name in self.dimensions}
        if own := data.get("own_group"):
            groups["group"] = own
        other, group = data.get("other_dimension"), data.get("other_group", "")
        if other and group:
            groups[other] = group
        elif other or group:
            reason = Reason("dimension.no_group", {"name": other}) if other else EMPTY
            field = "other_group" if other else "other_dimension"
            if field not in self.errors:
                self.add_error(field, reasons.sentence(reason))
        try:
            groups = {name: read_group(name, text) for name, text in groups.items()}
        except Unreadable as error:
            self.add_error(None, reasons.sentence(Reason(error.key, error.params)))
        data["dims"] = dims_of(groups)
        data["area"] = self.areas.get(data.get("area") or "")
        data["unit"] = data.get("unit") or ""
        return data

    @property
    def dims(self) -> Dims:
        """The breakdown that was chosen."""
        return dims_of(dict(self.cleaned_data["dims"]))

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields that say which area and group, for the template to draw together."""
        free = [field_of(name) for name in self.dimensions if name not in DIMENSIONS]
        names = ["area", *DIMENSIONS, "own_group", *free, *OTHER, "unit"]
        return [self[name] for name in names if name in self.fields]
