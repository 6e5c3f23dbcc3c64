"""Places that merge, split, or get another name or boundary: the rules, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_member, make_place, make_user
from tests.world import make_mechanism
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Refused
from waymark.people.models import User
from waymark.places.actions import Act, enter_succession, undo_succession
from waymark.places.models import Place, Succession
from waymark.places.queries import search_places
from waymark.places.queries.succession import forebears_of, heirs_of, of_places, succession
from waymark.places.rules.succession import (
    Change,
    Kind,
    Unit,
    end_of,
    follows,
    heirs,
    refuse,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
LAST_YEAR = date(2025, 1, 1)
db = pytest.mark.django_db


def unit(name: str, **other: Any) -> Unit:
    return Unit(**({"id": name, "name": name, "country": "XA"} | other))


def change(kind: Kind, before: str, after: str, on: date = LAST_YEAR, number: int = 0) -> Change:
    return Change(f"{number}", kind, on, tuple(before), tuple(after))


AB_C = change(Kind.MERGE, "ab", "c")


@pytest.mark.parametrize(
    ("tried", "known", "key"),
    [
        (AB_C, [], ""),
        (change(Kind.MERGE, "a", "a"), [], "succession.shape_merge"),
        (change(Kind.MERGE, "a", "bc"), [], "succession.shape_merge"),
        (change(Kind.MERGE, "", "c"), [], "succession.shape_merge"),
        (change(Kind.SPLIT, "a", "ab"), [], ""),
        (change(Kind.SPLIT, "a", "b"), [], "succession.shape_split"),
        (change(Kind.SPLIT, "ab", "cd"), [], "succession.shape_split"),
        (change(Kind.RENAME, "a", "a"), [], ""),
        (change(Kind.RENAME, "a", "b"), [], "succession.shape_rename"),
        (change(Kind.BOUNDARY, "ab", "ab"), [], ""),
        (change(Kind.BOUNDARY, "ab", "a"), [], "succession.shape_boundary"),
        (change(Kind.MERGE, "a", "c", TODAY + timedelta(1)), [], "succession.not_yet"),
        (change(Kind.MERGE, "c", "a"), [AB_C], "succession.ended"),
        (change(Kind.RENAME, "a", "a"), [AB_C], "succession.ended"),
        (change(Kind.RENAME, "c", "c"), [AB_C], ""),
        (change(Kind.RENAME, "c", "c", date(2024, 1, 1)), [AB_C], "succession.out_of_order"),
    ],
)
def test_what_can_be_entered(tried: Change, known: list[Change], key: str) -> None:
    units = [unit(name) for name in sorted(tried.places)]
    assert [one.key for one in refuse(tried, units, known, today=TODAY)][:1] == (
        [key] if key else []
    )


def test_other_countries_and_parts_are_refused() -> None:
    units = [unit("a", country="XB"), unit("b", whole=False), unit("c")]
    found = [reason.key for reason in refuse(AB_C, units, [], today=TODAY)]
    assert found == ["succession.countries", "succession.part"]


def test_what_was_entered_later_rests_on_what_was_before() -> None:
    known = [change(Kind.RENAME, "c", "c", number=0), change(Kind.MERGE, "a", "c", number=1)]
    assert follows(known[0], known)
    assert not follows(known[1], known)


PLACES = "abcdef"
_some = st.sets(st.sampled_from(PLACES), max_size=3).map(lambda found: "".join(sorted(found)))
_tried = st.tuples(st.sampled_from(Kind), _some, _some, st.integers(0, 5))


def play(acts: Sequence[tuple[Kind, str, str, int]], *, guarded: bool = True) -> list[Change]:
    """What is entered of some attempts; unguarded, only the shape of each is looked at."""
    known: list[Change] = []
    for number, (kind, before, after, years) in enumerate(acts):
        one = change(kind, before, after, date(2015 + years, 1, 1), number)
        units = [unit(name) for name in sorted(one.places)]
        if not refuse(one, units, known if guarded else [], today=TODAY):
            known.append(one)
    return known


def sound(known: Sequence[Change]) -> bool:
    """No place follows on itself, none acts after its end, and what there is now is there."""
    for place in PLACES:
        left = heirs(place, known)
        if not left or any(end_of(heir, known) for heir in left):
            return False
        if (end := end_of(place, known)) is not None:
            own = [one for one in known if place in one.places]
            if place in left or own[-1] is not end or any(one.on > end.on for one in own):
                return False
    return True


@given(st.lists(_tried, max_size=12))
def test_property_nothing_follows_on_itself_and_all_is_in_order(
    acts: list[tuple[Kind, str, str, int]],
) -> None:
    assert sound(play(acts))


def test_control_without_the_rule_a_place_follows_on_itself() -> None:
    loop = [(Kind.MERGE, "a", "b", 0), (Kind.MERGE, "b", "a", 1)]
    assert not sound(play(loop, guarded=False))
    assert sound(play(loop))


def secretary() -> User:
    from tests.factories import make_secretary

    make_mechanism()
    return make_secretary()


def act(kind: Kind, before: list[Place], after: list[Place], **other: Any) -> Act:
    values: dict[str, Any] = {"effective_on": LAST_YEAR, "act": "Law 7 of 2024"}
    return Act(kind, before, after, **(values | other))


def found(words: str) -> set[str]:
    return set(search_places(None, words).values_list("slug", flat=True))


@db
def test_a_merger_ends_what_it_takes_in_and_can_be_undone_while_nothing_rests_on_it() -> None:
    desk = secretary()
    old, other, new = make_place("Alder"), make_place("Birch"), make_place("Cedar")
    row = enter_succession(act=act(Kind.MERGE, [old, other], [new]), by=desk, at=NOW)
    for place in (old, other, new):
        place.refresh_from_db()
    assert (old.ended_on, other.ended_on, new.ended_on) == (LAST_YEAR, LAST_YEAR, None)
    assert heirs_of(None, old) == [new]
    assert forebears_of(None, new) == [old, other]
    assert found("alder") == found("cedar") == {new.slug}
    with pytest.raises(DatabaseError), transaction.atomic():
        Succession.objects.filter(pk=row.pk).update(act="")
    renamed = act(Kind.RENAME, [new], [new], new_name={"en": "Dogwood"})
    later = enter_succession(act=renamed, by=desk, at=NOW)
    told, last = succession(None, row.pk), succession(None, later.pk)
    assert told
    assert last
    with pytest.raises(Refused, match=r"succession\.followed"):
        undo_succession(told=told, reason="A mistake.", by=desk, at=NOW)
    undo_succession(told=last, reason="A mistake.", by=desk, at=NOW)
    with pytest.raises(Refused, match=r"succession\.no_reason"):
        undo_succession(told=told, reason=" ", by=desk, at=NOW)
    undo_succession(told=told, reason="A mistake.", by=desk, at=NOW)
    with pytest.raises(Refused, match=r"succession\.undone"):
        undo_succession(told=told, reason="Again.", by=desk, at=NOW)
    old.refresh_from_db()
    assert old.ended_on is None
    assert found("alder") == {old.slug}
    assert found("cedar") == {new.slug}
    assert not of_places(None, [new.pk])
    assert len(of_places(None, [new.pk], all_rows=True)) == 2


@db
def test_a_new_name_keeps_the_place_and_is_found_by_its_former_one() -> None:
    desk, place = secretary(), make_place("São Tomás")
    renamed = act(Kind.RENAME, [place], [place], new_name={"es": "Villa Clara", "ar": "كلارا"})
    enter_succession(act=renamed, by=desk, at=NOW)
    place.refresh_from_db()
    assert dict(place.name) == {"es": "Villa Clara", "ar": "كلارا"}
    assert place.ended_on is None
    assert found("sao tomas") == found("villa") == {place.slug}
    [told] = of_places(None, [place.pk])
    assert str(told.row.former_name) == "São Tomás"
    with pytest.raises(Refused, match=r"succession\.same_name"):
        enter_succession(act=renamed, by=desk, at=NOW)
    with pytest.raises(Refused, match=r"succession\.no_act"):
        enter_succession(act=act(Kind.BOUNDARY, [place], [place], act=" \n"), by=desk, at=NOW)


@db
def test_who_may_enter_what_became_of_a_place() -> None:
    desk, place = secretary(), make_place()
    given_ = act(Kind.BOUNDARY, [place], [place])
    working = make_member(place, "lead", user=desk)
    for person in (make_user(), make_member(place, "lead"), working):
        with pytest.raises(NotPermitted):
            enter_succession(act=given_, by=person, at=NOW)
    elsewhere = act(Kind.BOUNDARY, [other := make_place()], [other])
    assert enter_succession(act=elsewhere, by=desk, at=NOW)
