"""What the filters of the desk's inbox offer, and how many cases there are of each kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast

from waymark.assessments.models import Case
from waymark.assessments.rules.case import CaseState
from waymark.base.fields import Words
from waymark.places.models import Country
from waymark.schemes.models import Mechanism


@dataclass(frozen=True)
class Kinds:
    """How many cases there are of each kind that the filters know, and what kinds are called."""

    groups: tuple[tuple[str, str, str, int], ...]  # state, language, mechanism, how many cases
    mechanisms: Mapping[str, str]  # names by slug, as JSON
    countries: Mapping[str, str]  # of those with a case: names by code, as JSON


def kinds_of(cases: QuerySet[Case]) -> Kinds:
    """Count cases by kind, without an order of their own. One query.

    Names and countries are no part of the grouping, which would read them ten thousand times.
    """
    none, name = Value("", output_field=TextField()), Cast("name", TextField())
    columns = ("state", "language", "mechanism__slug")
    occurs = Exists(cases.filter(place__country=OuterRef("pk")))
    counted = cases.values(*columns).annotate(n=Count("pk"), called=none)
    rows = counted.values_list(*columns, "n", "called").union(
        Mechanism.objects.order_by().values_list(none, none, "slug", Value(0), name),
        Country.objects.order_by().filter(occurs).values_list(none, "iso2", none, Value(0), name),
        all=True,
    )
    groups, mechanisms, countries = [], {}, {}
    for state, language, slug, number, called in rows:
        if number:
            groups.append((state, language, slug, number))
        elif slug:
            mechanisms[slug] = called
        else:
            countries[language] = called
    return Kinds(tuple(groups), mechanisms, countries)


def _by_name(names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = ((key, str(Words(json.loads(name)))) for key, name in names.items())
    return tuple(sorted(named, key=lambda pair: pair[1]))


def choices_of(kinds: Kinds) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return what the filters offer: only what occurs, by name."""
    states = {state for state, _, _, _ in kinds.groups}
    slugs = {slug for _, _, slug, _ in kinds.groups}
    return {
        "mechanism": _by_name({slug: kinds.mechanisms[slug] for slug in slugs}),
        "country": _by_name(kinds.countries),
        "state": tuple((state.value, state.value) for state in CaseState if state in states),
        "language": tuple(
            (code, code) for code in sorted({code for _, code, _, _ in kinds.groups})
        ),
    }
