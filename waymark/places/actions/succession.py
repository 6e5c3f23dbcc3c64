"""Entering how places follow on one another, and setting right what was entered by mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record, ref
from waymark.kernel import text as texts
from waymark.kernel.flow import Reason, Refused
from waymark.places.actions.places import clean_names
from waymark.places.models import Country, Place, Succession, SuccessionPlace, SuccessionUndo
from waymark.places.queries.succession import Told, changes_in, succession, unit_of
from waymark.places.rules.permits import Permit
from waymark.places.rules.succession import Change, Changing, Kind, follows, refuse


@dataclass(frozen=True)
class Act:
    """What is entered: the places before and after, from which day, and by which act of law.

    `new_name` has a text per language, and only a rename has one.
    """

    kind: Kind
    before: Sequence[Place]
    after: Sequence[Place]
    effective_on: date
    act: str
    act_url: str = ""
    new_name: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """Every place that it is about, once."""
        return list({place.pk: place for place in (*self.before, *self.after)}.values())

    def about(self) -> Changing:
        """Return what the permit is asked for."""
        country = self.places[0].country_id if self.places else ""
        return Changing(country, frozenset(place.pk for place in self.places))

    def change(self) -> Change:
        """As the rules see it, before it has an id."""
        before = tuple(place.pk for place in self.before)
        return Change(
            "", self.kind, self.effective_on, before, tuple(place.pk for place in self.after)
        )


@transaction.atomic
def enter_succession(*, act: Act, by: Any, at: datetime) -> Succession:
    """Enter a merger, a split, a new name or a changed boundary.

    What ended, ends on its day; a place with a new name keeps all that it has. Raises
    NotPermitted, Refused with every reason.
    """
    require(by, Permit.ENTER_SUCCESSION, on=act.about())
    ids = sorted(place.pk for place in act.places)
    # The country first: two who enter at once see one after the other what there is.
    Country.objects.select_for_update().get(pk=act.about().country)
    held = {row.pk: row for row in Place.objects.select_for_update().filter(pk__in=ids)}
    units = [unit_of(held[pk]) for pk in ids]
    known = changes_in(by, act.about().country)
    found = list(refuse(act.change(), units, known, today=at.date()))
    cited = texts.clean(act.act).strip()[:300]
    if not cited:
        found.append(Reason("succession.no_act"))
    names = _new_name(act, held)
    if names is not None and names == dict(held[ids[0]].name):
        found.append(Reason("succession.same_name"))
    if found:
        raise Refused(*found)
    row = _write(act, cited, names, held, by=by, at=at)
    facts = {"kind": row.kind, "on": row.effective_on.isoformat(), "places": ids}
    record("place.succession", row, by=by, at=at, scope=held[act.places[0].pk], facts=facts)
    return row


def _new_name(act: Act, held: Mapping[str, Place]) -> dict[str, str] | None:
    return clean_names(act.new_name) if act.kind == Kind.RENAME and len(held) == 1 else None


def _write(
    act: Act,
    cited: str,
    names: dict[str, str] | None,
    held: Mapping[str, Place],
    *,
    by: Any,
    at: datetime,
) -> Succession:
    renamed = held[act.before[0].pk] if names is not None else None
    row = Succession.objects.create(
        kind=act.kind,
        effective_on=act.effective_on,
        act=cited,
        act_url=act.act_url,
        former_name=dict(renamed.name) if renamed else {},
        former_skeleton=renamed.name_skeleton if renamed else "",
        new_name=names or {},
        by=ref(by),
        at=at,
    )
    SuccessionPlace.objects.bulk_create(
        SuccessionPlace(succession=row, place=held[place.pk], after=after)
        for after, side in ((False, act.before), (True, act.after))
        for place in side
    )
    if renamed is not None and names is not None:
        _call(renamed, names)
    ended = Place.objects.filter(pk__in=act.change().ends)
    ended.update(ended_on=act.effective_on)
    return row


def _call(place: Place, names: Mapping[str, str]) -> None:
    place.name = dict(names)
    place.name_skeleton = texts.skeleton(texts.pick(names, "en").text)[:200]
    place.save(update_fields=["name", "name_skeleton"])


@transaction.atomic
def undo_succession(
    *, told: Told, reason: str, resting: Sequence[Reason] = (), by: Any, at: datetime
) -> SuccessionUndo:
    """Set right what was entered by mistake: it stays readable, and counts no more.

    resting: what higher rooms know that rests on it. Raises NotPermitted, Refused without a
    reason, where it was undone, or where something rests on it already.
    """
    ids = frozenset(place.pk for place in (*told.before, *told.after))
    country = (told.before or told.after)[0].country_id
    require(by, Permit.ENTER_SUCCESSION, on=Changing(country, ids))
    Country.objects.select_for_update().get(pk=country)
    now = succession(by, told.row.pk)
    assert now is not None, "a succession is never deleted"
    found, reason = list(resting), texts.clean(reason).strip()
    if not reason:
        found.append(Reason("succession.no_reason"))
    if now.undone is not None:
        found.append(Reason("succession.undone"))
    elif follows(now.change(), changes_in(by, country)):
        found.append(Reason("succession.followed"))
    if found:
        raise Refused(*found)
    made = SuccessionUndo.objects.create(succession=now.row, reason=reason, by=ref(by), at=at)
    Place.objects.filter(pk__in=now.change().ends).update(ended_on=None)
    if now.kind == Kind.RENAME:
        _call(Place.objects.select_for_update().get(pk=now.before[0].pk), now.row.former_name)
    facts = {"kind": now.kind, "places": sorted(ids)}
    record("place.succession_undone", now.row, by=by, at=at, scope=now.before[0], facts=facts)
    return made
