"""What to say of a certificate whose city has ended or got another name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from waymark.assessments.models import Inheritance
from waymark.assessments.queries.life.inheriting import asked, place_of
from waymark.assessments.reporting.words import show_day
from waymark.awards.models import Award
from waymark.base.fields import isolated, listed
from waymark.places.models import Place
from waymark.places.queries.succession import heirs_of, of_places
from waymark.places.rules.succession import Kind

LIVE = ("valid", "suspended")
OVER = frozenset({"revoked", "annulled", "superseded", "corrected", "handed_on", "ended"})
"""What ends a certificate before its time."""


def day_of_end(row: Inheritance) -> str:
    """Return the day on which the city ended, as the reader's language writes it."""
    return show_day(row.succession.effective_on.isoformat())


def of_award(viewer: Any, award: Award) -> Iterator[str]:
    """As `of_its_city`, of an award whose events were read."""
    over = any(row.kind in OVER for row in award.events.all())
    return of_its_city(viewer, award, "over" if over else "valid")


def of_its_city(viewer: Any, award: Award, state: str) -> Iterator[str]:
    """Say that its city ended, and what is decided; or how its city is called since.

    No query where neither is so and the award was read with its place, else one.
    """
    if _as_it_was(award):
        return
    place = place_of(award)
    if place is None:
        return
    if place.ended_on is not None:
        yield from _ended(viewer, award, place, state)
    elif dict(place.name) != dict(award.subject_name):
        yield from _renamed(viewer, award, place)


def _as_it_was(award: Award) -> bool:
    """Tell whether what was read beside an award says that its place is there, and called so."""
    if not hasattr(award, "place_called"):
        return False
    called, ended = award.place_called, getattr(award, "place_ended", None)
    return not called or (ended is None and dict(called) == dict(award.subject_name))


def _ended(viewer: Any, award: Award, place: Place, state: str) -> Iterator[str]:
    heirs = heirs_of(viewer, place)
    facts = {
        "city": isolated(str(award.subject_name)),
        "day": show_day(place.ended_on.isoformat() if place.ended_on else ""),
        "places": listed(isolated(str(one)) for one in heirs),
    }
    if len(heirs) == 1:
        yield _("%(city)s became part of %(places)s on %(day)s.") % facts
    else:
        yield _("%(city)s was divided on %(day)s into: %(places)s.") % facts
    if state not in LIVE:
        return
    row = asked(viewer, award)
    if row is None:
        yield _("The committee has not decided whether the certificate stays with a successor.")
    else:
        named = {"place": isolated(str(row.successor))}
        yield (
            _("The committee is asked whether it stays with %(place)s, and has not decided.")
            % named
        )


def _renamed(viewer: Any, award: Award, place: Place) -> Iterator[str]:
    since = [told.row for told in of_places(viewer, [place.pk]) if told.kind == Kind.RENAME]
    last = since[-1] if since else None
    if last is not None and last.at > award.intended_at:
        facts = {"day": show_day(last.effective_on.isoformat()), "name": isolated(str(place))}
        yield _("Since %(day)s the city is called %(name)s.") % facts
