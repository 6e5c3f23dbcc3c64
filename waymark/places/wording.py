"""What places were called, became and came from, in sentences of the active language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waymark.base.fields import Words, isolated, listed
from waymark.places.models import Place
from waymark.places.queries.succession import Told
from waymark.places.rules.succession import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence on a place, and by which act of law."""

    said: str
    act: str
    act_url: str


def _day(day: date) -> str:
    return str(format_date(day, "long", locale=Locale.parse(get_language() or "en", sep="-")))


def _names(places: Iterable[Place]) -> str:
    return listed(isolated(str(place)) for place in places)


def _said(told: Told, place: str) -> str:
    """What a succession is to a place, by its id."""
    facts = {"day": _day(told.row.effective_on)}
    was_there = any(one.pk == place for one in told.before)
    stays = any(one.pk == place for one in told.after)
    match told.kind:
        case Kind.RENAME:
            name: Words = told.row.former_name
            return _("Until %(day)s it was called %(name)s.") % {
                **facts,
                "name": isolated(str(name)),
            }
        case Kind.BOUNDARY:
            return _("Its boundary was changed on %(day)s.") % facts
        case Kind.MERGE if stays:
            text = _("%(places)s became part of it on %(day)s.")
            others = told.ended
        case Kind.MERGE:
            text, others = _("It became part of %(places)s on %(day)s."), told.after
        case _ if was_there and stays:
            text, others = _("Split off from it on %(day)s: %(places)s."), told.gained
        case _ if was_there:
            text, others = _("It was divided on %(day)s into: %(places)s."), told.after
        case _:
            text, others = _("It came of %(places)s on %(day)s."), told.before
    return text % {**facts, "places": _names(others)}


def lines(found: Iterable[Told], place: str) -> Iterator[Line]:
    """Say what happened to a place, by its id, in the order of the days."""
    for told in found:
        yield Line(_said(told, place), told.row.act, told.row.act_url)


def others_in(found: Iterable[Told], place: str) -> list[Place]:
    """Return the other places that a place became or came from, each once."""
    sides = (one for told in found for one in (*told.before, *told.after))
    return list({one.pk: one for one in sides if one.pk != place}.values())


def breaks_series(found: Iterable[Told]) -> bool:
    """Tell whether figures before and after are of different areas."""
    return any(told.kind != Kind.RENAME for told in found)
