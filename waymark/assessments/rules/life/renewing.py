"""What a new case is, with regard to the certificates that a city holds already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from waymark.assessments.rules.case import CaseKind, DecisionKind
from waymark.assessments.rules.life.terms import Terms, renewal_window
from waymark.kernel.flow import Reason


@dataclass(frozen=True, slots=True)
class Holding:
    """A certificate that a city holds or held under the scheme."""

    level: str
    valid_until: datetime
    ended: bool  # withdrawn, or replaced by another one
    lasts: bool  # its end has not come yet


def kind_of_case(
    holdings: Iterable[Holding], target: str, levels: Sequence[str], terms: Terms, *, on: date
) -> tuple[CaseKind, Reason | None]:
    """Return what a case for a level is, and why it can not be opened yet, if so.

    Aiming higher than what it holds, a city upgrades at any time; aiming for what it holds, it
    renews, from some months before the end until some months after it. `levels` go upwards.
    """
    height = {level: number for number, level in enumerate(levels)}
    standing = [one for one in holdings if not one.ended and one.level in height]
    current = [one for one in standing if one.lasts]
    if current:
        best = max(current, key=lambda one: (height[one.level], one.valid_until))
        if height[target] > height[best.level]:
            return CaseKind.UPGRADE, None
        first, _last = renewal_window(best.valid_until, terms)
        early = Reason("life.renewal_early", {"from": first.isoformat()}) if on < first else None
        return CaseKind.RENEWAL, early
    if any(on <= renewal_window(one.valid_until, terms)[1] for one in standing):
        return CaseKind.RENEWAL, None
    return CaseKind.INITIAL, None


def giving_kind(case: str, *, conditions: bool) -> DecisionKind:
    """Return what a grant is called: by the case, and by whether it rests on conditions."""
    if case == CaseKind.RENEWAL:
        return DecisionKind.RENEW
    if case == CaseKind.UPGRADE:
        return DecisionKind.UPGRADE
    return DecisionKind.GRANT_WITH_CONDITIONS if conditions else DecisionKind.GRANT


def conditions_in(text: str) -> tuple[str, ...]:
    """Return the conditions in what a chair wrote: one each line."""
    lines = (line.strip().lstrip("-•").strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
