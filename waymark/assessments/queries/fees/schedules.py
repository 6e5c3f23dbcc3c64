"""What mechanisms ask, and what that comes to for one case."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from waymark.assessments.models import Case, FeeSchedule, FeeWaiver
from waymark.assessments.queries.access import rights_of
from waymark.assessments.rules.fees.schedule import (
    GROUPS,
    LDC,
    Asked,
    CityFacts,
    Line,
    Schedule,
    asked,
    newest_on,
    read_schedule,
)
from waymark.base.fields import short_language
from waymark.kernel import text
from waymark.places.models import Country, CountryGroup
from waymark.places.queries import further_groups, groups_of, groups_of_all
from waymark.places.rules import GroupTerm, groups_on
from waymark.schemes.models import Mechanism


def schedule_in(row: FeeSchedule) -> Schedule:
    """Return the schedule that a row holds."""
    return read_schedule(json.loads(row.document))


def newest_schedule(mechanism: Mechanism) -> FeeSchedule | None:
    """Return the row that was set last, be it in force yet or not."""
    return FeeSchedule.objects.filter(mechanism=mechanism).order_by("-version").first()


def schedule_on(mechanism: Mechanism, day: date) -> FeeSchedule | None:
    """Return the row in force on a day, or None."""
    rows = FeeSchedule.objects.filter(mechanism=mechanism, effective_from__lte=day)
    return rows.order_by("-version").first()


def poorest(at: datetime) -> frozenset[str]:
    """Return the codes of the least developed countries of today."""
    found = groups_of_all(None, at.date())
    return frozenset(code for code, groups in found.items() if LDC in groups)


def facts_of(case: Case, at: datetime) -> CityFacts:
    """Return what a schedule looks at, on the day the case was opened and today."""
    country = case.place.country
    began = timezone.localtime(case.opened_at).date()
    return CityFacts(
        country.pk,
        groups_of(None, country, began),
        groups_of(None, country, at.date()),
        case.place.population,
    )


def asked_of(case: Case, at: datetime) -> tuple[Asked, FeeSchedule | None]:
    """Return what a case is asked, and by which version: that of the day on which it was opened."""
    row = schedule_on(case.mechanism, timezone.localtime(case.opened_at).date())
    waived = FeeWaiver.objects.filter(case=case).exists()
    return asked(schedule_in(row) if row else None, facts_of(case, at), waived=waived), row


def asked_of_all(cases: Iterable[Case], at: datetime) -> dict[str, Asked]:
    """Return what each of many cases is asked. Three queries, however many."""
    cases = list(cases)
    rows: dict[str, list[tuple[int, Schedule]]] = {}
    mechanisms = {case.mechanism_id for case in cases}
    for row in FeeSchedule.objects.filter(mechanism__in=mechanisms):
        rows.setdefault(row.mechanism_id, []).append((row.version, schedule_in(row)))
    terms: dict[str, list[GroupTerm]] = {}
    for term in CountryGroup.objects.filter(country__in={one.place.country_id for one in cases}):
        kept = terms.setdefault(term.country_id, [])
        kept.append(GroupTerm(term.group, term.since, term.until))
    waived = set(FeeWaiver.objects.filter(case__in=cases).values_list("case_id", flat=True))
    found = {}
    for case in cases:
        began = timezone.localtime(case.opened_at).date()
        held = terms.get(case.place.country_id, [])
        facts = CityFacts(
            case.place.country_id,
            groups_on(held, began),
            groups_on(held, at.date()),
            case.place.population,
        )
        schedule = newest_on(rows.get(case.mechanism_id, []), began)
        found[case.pk] = asked(schedule, facts, waived=case.pk in waived)
    return found


def schedules_of(cases: Iterable[Case]) -> dict[str, FeeSchedule]:
    """Return the version that holds for each case, by case. One query."""
    cases = list(cases)
    mechanisms = {case.mechanism_id for case in cases}
    rows = list(FeeSchedule.objects.filter(mechanism__in=mechanisms).order_by("version"))
    found = {}
    for case in cases:
        began = timezone.localtime(case.opened_at).date()
        for row in rows:
            if row.mechanism_id == case.mechanism_id and row.effective_from <= began:
                found[case.pk] = row
    return found


@dataclass(frozen=True)
class Public:
    """What everybody reads of a mechanism: what holds now, and what holds later."""

    mechanism: Mechanism
    now: Schedule | None
    now_row: FeeSchedule | None
    coming: tuple[tuple[FeeSchedule, Schedule], ...]


def public_schedules(viewer: Any, at: datetime) -> list[Public]:
    """Return what each mechanism asks; everybody reads it. Two queries."""
    today = timezone.localtime(at).date()
    rows: dict[str, list[FeeSchedule]] = {}
    for row in FeeSchedule.objects.order_by("version"):
        rows.setdefault(row.mechanism_id, []).append(row)
    found = []
    for mechanism in Mechanism.objects.order_by("kind", "slug"):
        held = rows.get(mechanism.pk, [])
        begun = [row for row in held if row.effective_from <= today]
        last = begun[-1] if begun else None
        later = [row for row in held if row.effective_from > today and not _overtaken(row, held)]
        coming = tuple((row, schedule_in(row)) for row in later)
        found.append(Public(mechanism, schedule_in(last) if last else None, last, coming))
    return found


def _overtaken(row: FeeSchedule, held: list[FeeSchedule]) -> bool:
    """Tell whether a version never holds: a newer one begins no later."""
    return any(
        one.version > row.version and one.effective_from <= row.effective_from for one in held
    )


def names_in(*lines: Line | None) -> dict[str, dict[str, str]]:
    """Return the names of the countries and of the further groups that lines name, by code."""
    named = [line for line in lines if line is not None]
    codes = {code for line in named for code in line.countries}
    groups = {code for line in named for code in line.groups} - set(GROUPS)
    found = (
        {row.pk: dict(row.name) for row in Country.objects.filter(pk__in=codes)} if codes else {}
    )
    return found | (further_groups(None) if groups else {})


def further_names(viewer: Any) -> dict[str, str]:
    """Return the groups of countries that were brought in: code -> name, for a form."""
    return {
        code: text.pick(name, short_language()).text
        for code, name in further_groups(viewer).items()
    }


def known_countries() -> frozenset[str]:
    """Return the code of every country."""
    return frozenset(Country.objects.values_list("pk", flat=True))


def mechanisms_at_desk(viewer: Any, at: datetime) -> QuerySet[Mechanism]:
    """Return the mechanisms whose secretariat the viewer sits in."""
    found = Mechanism.objects.filter(secretariat__in=rights_of(viewer, at).secretariats)
    return found.order_by("kind", "slug")
