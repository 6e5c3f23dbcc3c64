"""Findings in the reader's language: a sentence, the value, what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from waymark.base import reasons
from waymark.base.templatetags.house import number, show_date
from waymark.indicators import models
from waymark.indicators.quality_words import CHECKS
from waymark.indicators.queries.place import Here
from waymark.indicators.queries.quality import Checked
from waymark.indicators.queries.series import name_of
from waymark.indicators.rules.layers import CELL, is_layer
from waymark.indicators.rules.quality import Finding
from waymark.indicators.rules.shares import Share
from waymark.indicators.wording import DIMENSION_NAMES, group_name, named
from waymark.kernel.flow import Reason

DIGITS = 6
"""Significant ones of a figure that was worked out; those that were entered are shown whole."""


@dataclass(frozen=True)
class Told:
    """A finding as the page shows it. `earlier` was said of other values than today's."""

    finding: Finding
    indicator: models.Indicator
    name: str
    sentence: str
    url: str
    accepted: models.Acceptance | None
    earlier: models.Acceptance | None


@dataclass(frozen=True)
class Group:
    """The findings of one check; `cards` are those of one series each."""

    name: str
    why: str
    cards: dict[str, list[Told]]

    @property
    def rows(self) -> list[Told]:
        """All of them."""
        return [row for card in self.cards.values() for row in card]


def told(here: Here, checked: Checked, finding: Finding) -> Told:
    """One finding in words."""
    series = checked.series[finding.series]
    accepted = checked.accepted.get(finding.mark)
    return Told(
        finding=finding,
        indicator=checked.indicator(finding.series),
        name=name_of(here, series.area, series.dims),
        sentence=sentence(here, checked, finding),
        url=_mend(here, checked, finding),
        accepted=accepted,
        earlier=None if accepted else checked.said_before(finding),
    )


def grouped(here: Here, checked: Checked, findings: Iterable[Finding]) -> list[Group]:
    """Findings by check, in their order."""
    found: dict[str, Group] = {}
    for finding in findings:
        words = CHECKS[finding.check]
        group = found.setdefault(finding.check, Group(str(words.name), words.sentence, {}))
        card = group.cards.setdefault(finding.series, [])
        card.append(told(here, checked, finding))
    return list(found.values())


def sentence(here: Here, checked: Checked, finding: Finding) -> str:
    """What was found, with its numbers and names as the reader writes them."""
    unit = checked.series[finding.series].unit or checked.indicator(finding.series).unit
    params = {
        name: _shown(here, name, value, finding, unit) for name, value in finding.params.items()
    }
    return reasons.sentence(Reason(finding.key, params))


def _shown(here: Here, name: str, value: object, finding: Finding, unit: str) -> str:
    if name in ("dimension", "other") and str(value).startswith(f"{CELL}:"):
        return named(DIMENSION_NAMES, CELL)
    if name in ("dimension", "other") and value in DIMENSION_NAMES:
        return named(DIMENSION_NAMES, str(value))
    if name == "group" and (dimension := finding.params.get("dimension")):
        group = str(value)
        if is_layer(str(dimension)):
            return here.area_name(group)
        return group_name(str(dimension), group)
    if isinstance(value, date):
        return str(show_date(value))
    if isinstance(value, float):
        return number(float(f"{value:.{DIGITS}g}"), unit="" if name == "factor" else unit)
    return str(value)


def _mend(here: Here, checked: Checked, finding: Finding) -> str:
    """Where it can be mended, or for those who may not change anything, seen."""
    slug, indicator = here.place.slug, checked.indicator(finding.series)
    one = [slug, indicator.framework_id, indicator.code]
    aims = finding.check in ("baseline", "target") or (
        finding.check == "range" and ".value_" not in finding.key
    )
    if here.may_edit and aims:
        return f"{reverse('indicators:target', args=one)}?series={finding.series}"
    value = checked.values.get((finding.series, finding.period))
    if here.may_edit and value is not None:
        return reverse("indicators:edit", args=[slug, value])
    return f"{reverse('indicators:detail', args=one)}?s={finding.series}"


def named_shares(here: Here, rows: Iterable[Share], kind: str) -> list[tuple[str, Share]]:
    """Shares with the names of their groups or areas."""
    found = []
    for row in rows:
        if kind == "area":
            found.append((here.area_name(row.part), row))
        else:
            dimension, _sign, group = row.part.partition("=")
            found.append(
                (f"{named(DIMENSION_NAMES, dimension)}: {group_name(dimension, group)}", row)
            )
    return found
