"""Calls, their criteria and what is found of an idea, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates as babel_dates
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from waymark.assessments.reporting.fees import money
from waymark.base import reasons
from waymark.hubs import data, wording
from waymark.hubs.models import Call
from waymark.hubs.queries import calls as queries
from waymark.hubs.rules.calls import Phase
from waymark.hubs.rules.eligibility import Finding, Status
from waymark.kernel.flow import Reason
from waymark.kernel.text import LANGUAGES
from waymark.schemes.rules.nodes import AnswerRule, leaves


def locale() -> str:
    """Return the reader's locale, as Babel names it."""
    return to_locale(get_language() or "en")


def moment(at: datetime | None, zone: str) -> str:
    """Say a moment to the second in a zone, with the zone's name and its distance from UTC."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    said = babel_dates.format_datetime(local, "medium", tzinfo=local.tzinfo, locale=locale())
    if zone == "UTC":
        return f"{said} UTC"
    offset = local.strftime("%z")
    return f"{said} {zone} (UTC{offset[:3]}:{offset[3:5]})"


@dataclass(frozen=True)
class Line:
    """A call in a list."""

    row: Call
    state: str
    opens: str
    closes: str
    coming: bool


def line(row: Call, at: datetime) -> Line:
    """Put a call into a line."""
    state = queries.standing(row, at)
    return Line(
        row,
        f"call.{state}",
        moment(row.opens_at, row.zone),
        moment(row.closes_at, row.zone),
        state == Phase.COMING,
    )


def _named(codes: Sequence[str], names: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(name) for code, name in names.items() if code in codes)


def facts(row: Call) -> list[tuple[str, tuple[str, ...]]]:
    """Say a call's terms: label and lines; what is not said is left out."""
    autonyms = {one.code: one.autonym for one in LANGUAGES}
    utc = "" if row.zone == "UTC" else moment(row.closes_at, "UTC")
    found = [
        (_("Opens"), (moment(row.opens_at, row.zone),)),
        (_("Closes"), (moment(row.closes_at, row.zone),)),
        (_("The same in UTC"), (utc,)),
        (_("Languages of proposals"), _named(row.languages, autonyms)),
        (_("Who may lead"), _named(row.leaders, wording.LEADERS)),
        (_("Standing in the network"), _named(row.standings, wording.STANDINGS)),
        (_("Topics"), _named(row.topics, wording.TOPICS)),
        (_("Axes"), _named(row.axes, wording.AXES)),
        (_("Made first for"), _named(row.focus, wording.FOCUS)),
        (
            _("Seed money, in all"),
            ("" if row.seed_money is None else money(row.seed_money, row.currency),),
        ),
    ]
    return [(label, lines) for label, lines in found if any(lines)]


@dataclass(frozen=True)
class Criterion:
    """A criterion with its four steps, and the step that the label asks for (0: none)."""

    id: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    steps: Sequence[Mapping[str, str]]
    least: int


def criteria(row: Call) -> list[Criterion]:
    """The criteria of the edition that the call names; none where it is not shipped any more."""
    edition = data.edition_of(row.criteria_sha256)
    if edition is None:
        return []
    return [
        Criterion(one.id, one.title, one.text, one.descriptors, _least(one.rule))
        for one in edition.criteria
    ]


def _least(rule: Any) -> int:
    return max((leaf.min for leaf in leaves(rule) if isinstance(leaf, AnswerRule)), default=0)


@dataclass(frozen=True)
class Found:
    """What is found of one rule, in words."""

    rule: str
    name: str
    state: str
    sentences: tuple[str, ...]


def findings(found: Sequence[Finding]) -> list[Found]:
    """Put findings into sentences, what does not fit first."""
    order = (Status.NOT, Status.OPEN, Status.FITS)
    return [
        Found(
            one.rule,
            str(wording.RULES[one.rule]),
            f"fit.{one.status}",
            tuple(reasons.sentence(with_days(reason)) for reason in one.reasons),
        )
        for one in sorted(found, key=lambda one: order.index(one.status))
    ]


def with_days(reason: Reason) -> Reason:
    """Return a reason whose days are in the reader's language."""
    return Reason(reason.key, {name: _said(value) for name, value in reason.params.items()})


def _said(value: object) -> object:
    if not isinstance(value, date):
        return value
    return babel_dates.format_date(value, "long", locale=locale())


def now_in(at: datetime) -> str:
    """Say the moment of the page in UTC, beside times that matter to the second."""
    return moment(at.astimezone(UTC), "UTC")
