"""What a case study can rest on and show: certificates, public series and their drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.template.loader import render_to_string

from waymark.awards import queries as awards
from waymark.base.fields import short_language
from waymark.indicators.queries import public, public_profile
from waymark.indicators.seeing.subject import Subject
from waymark.indicators.seeing.years import years_figure
from waymark.kernel import text as texts
from waymark.places.models import Place
from waymark.schemes.queries import published, scheme_of


def certificates(viewer: Any, place: Place) -> list[tuple[str, str]]:
    """The certificates of a place, by number."""
    found = awards.published(viewer).filter(subject=f"place:{place.pk}").order_by("number")
    return [(one.number, f"{one.number} · {one.level_name}") for one in found]


def series(viewer: Any, place: Place) -> list[tuple[str, str]]:
    """The indicators that a place has made public, with numbers of the whole of it."""
    found = []
    for framework in _frameworks(viewer, place):
        lines = public_profile.wholes(viewer, place.slug, framework)
        for row in public_profile.listed(viewer, place.slug, framework):
            if any(line.known for line in lines.get(row.pk, ())):
                found.append((f"{framework}:{row.code}", f"{row.code} {row.label}"))
    return found


def _frameworks(viewer: Any, place: Place) -> list[str]:
    rows = public.published(viewer).filter(place=place)
    return list(dict.fromkeys(rows.values_list("indicator__framework_id", flat=True)))


def drawn(viewer: Any, place: Place, names: Sequence[str]) -> list[str]:
    """Draw public series of a place over the years, each with the table of its values."""
    found: list[str] = []
    for number, name in enumerate(names):
        framework, _colon, code = name.partition(":")
        rows = public_profile.listed(viewer, place.slug, framework)
        row = next((one for one in rows if one.code == code), None)
        if row is None:
            continue
        lines = public_profile.wholes(viewer, place.slug, framework).get(row.pk, [])
        known = next((line for line in lines if line.known), None)
        if known is None:
            continue
        subject = Subject(code, str(row.label), str(place), (), {})
        line = replace(known, name=str(row.label))
        figure = years_figure(subject, [line], ident=f"series{number}")
        found.append(render_to_string("indicators/parts/figure.html", {"figure": figure}))
    return found


def criteria(viewer: Any) -> list[tuple[str, str]]:
    """The criteria of the editions in force, by code and title."""
    found: dict[str, str] = {}
    for edition in published(viewer):
        for one in scheme_of(edition).criteria:
            title = texts.pick(one.title, short_language()).text
            found.setdefault(one.id, f"{one.id} {title}")
    return list(found.items())
