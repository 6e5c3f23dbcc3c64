"""Invariant 12: what an award is at a moment is a fold over its events and the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.awards import issued as made
from waymark.awards import queries
from waymark.awards.actions import ReasonMissing, reinstate_award, revoke_award, suspend_award
from waymark.awards.models import Award, AwardEvent
from waymark.awards.queries import Wanted, registry, state_of, trust_document
from waymark.awards.rules import verify
from waymark.awards.rules.lifecycle import (
    FOLLOWS,
    AwardState,
    Event,
    EventKind,
    NoSuchStep,
    after,
    state_at,
)
from waymark.awards.signing import sign_list
from waymark.base.permits import NotPermitted

START = datetime(2026, 1, 1, tzinfo=UTC)
SIGNED = START + timedelta(days=1)
END = START + timedelta(days=100)

LETTERS = {
    EventKind.SUSPENDED: "S", EventKind.REINSTATED: "R", EventKind.REVOKED: "X",
    EventKind.SUPERSEDED: "P", EventKind.CORRECTED: "C", EventKind.LAPSED: "L",
    EventKind.ANNULLED: "N", EventKind.HANDED_ON: "O", EventKind.ENDED: "E",
}  # fmt: skip


def by_hand(letters: str, *, signed: bool, ended: bool) -> str:
    """The same fold, written a second time over letters."""
    if letters.endswith("X"):
        return "revoked"
    if letters.endswith("N"):
        return "annulled"
    if letters.endswith("E"):
        return "ended"
    if letters.endswith(("P", "C", "O")):
        return "superseded"
    if not signed:
        return "intended"
    if ended or letters.endswith("L"):
        return "expired"
    return "suspended" if letters.endswith("S") else "valid"


histories = st.lists(st.tuples(st.sampled_from(list(EventKind)), st.integers(0, 4_000)), max_size=8)


@given(histories, st.integers(0, 200 * 24))
def test_invariant_12_the_state_is_a_fold_over_what_had_happened_by_then(
    wanted: list[tuple[EventKind, int]], hours: int
) -> None:
    events: list[Event] = []
    state, letters = AwardState.ACTIVE, ""
    for kind, minutes in wanted:
        if kind not in FOLLOWS.get(state, {}):
            with pytest.raises(NoSuchStep):
                after(state, kind)
            continue
        last = events[-1].at if events else SIGNED
        events.append(Event(kind, last + timedelta(minutes=minutes)))
        state, letters = after(state, kind), letters + LETTERS[kind]
    at = START + timedelta(hours=hours)
    known = "".join(LETTERS[event.kind] for event in events if event.at <= at)
    expected = by_hand(known, signed=at >= SIGNED, ended=at >= END)
    found = state_at(events, signed_at=SIGNED, valid_until=END, at=at)
    assert found == expected
    tomorrow = [Event(EventKind.REVOKED, at + timedelta(days=1))]
    more = [event for event in events if event.at <= at] + (tomorrow if "X" not in letters else [])
    later = state_at(more, signed_at=SIGNED, valid_until=END, at=at)
    assert later == found, "what happens later changes nothing about today"


def test_invariant_12_nothing_follows_on_a_revocation() -> None:
    for kind in EventKind:
        with pytest.raises(NoSuchStep):
            after(AwardState.REVOKED, kind)
    assert after(AwardState.SUSPENDED, EventKind.REINSTATED) == AwardState.ACTIVE


def test_invariant_12_a_revocation_outlasts_the_end_and_an_end_a_suspension() -> None:
    far = END + timedelta(days=1)
    for kind, expected in ((EventKind.REVOKED, "revoked"), (EventKind.SUSPENDED, "expired")):
        events = [Event(kind, SIGNED + timedelta(days=1))]
        assert state_at(events, signed_at=SIGNED, valid_until=END, at=far) == expected


@pytest.mark.django_db
def test_invariant_12_the_register_lists_each_award_under_the_state_that_the_fold_gives() -> None:
    at = made.now()
    past = at - timedelta(days=1)
    histories = ["", "S", "SR", "SRS", "X", "SX", "SRX", "P", "SP", "C", "N", "PN", "O", "E", "EN"]
    kinds = {letter: kind for kind, letter in LETTERS.items()}
    for end in (None, past):
        for number, letters in enumerate([*histories, *(["L", "SL", "LN"] if end else [])]):
            more = {"valid_until": end} if end else {}
            award = made.issued(f"City {number} {end is None}", **more)
            for seq, letter in enumerate(letters, start=1):
                AwardEvent.objects.create(
                    award=award, seq=seq, kind=kinds[letter], reason="x", by="x",
                    at=at - timedelta(minutes=20 - seq),
                )  # fmt: skip
    every = {award.pk: state_of(award, made.now()) for award in Award.objects.all()}
    listed: dict[str, str] = {}
    every_state = ("valid", "suspended", "expired", "revoked", "superseded", "annulled", "ended")
    for state in every_state:
        for award in registry(None, Wanted(state=state), at=made.now()):
            assert award.pk not in listed, "each award stands under one state"
            listed[award.pk] = state
    assert listed == {pk: str(state) for pk, state in every.items()}
    assert set(listed.values()) == set(every_state)


@pytest.mark.django_db
def test_invariant_12_a_certificate_verifies_without_the_database() -> None:
    award, revoked = made.issued("Maral"), made.issued("Bashar")
    _mechanism, _secretary, chair = made.desk()
    revoke_award(award=revoked, reason="Forged.", decision="", by=chair, at=made.now())
    sign_list(award.status_list_id, at=made.now())
    trust, at = trust_document(), made.now()
    with CaptureQueriesContext(connection) as asked:
        assert verify(award.credential, trust, at).outcome == "valid"
        assert verify(revoked.credential, trust, at).outcome == "not_valid"
        assert verify(award.credential, trust, award.valid_until).outcome != "valid"
    assert len(asked) == 0


@pytest.mark.django_db
class TestActs:
    def test_each_act_needs_its_reason_and_its_permit(self) -> None:
        award = made.issued("Maral")
        _mechanism, secretary, chair = made.desk()
        for act in (suspend_award, revoke_award):
            with pytest.raises(ReasonMissing):
                act(award=award, reason="  ", decision="", by=chair, at=made.now())
            with pytest.raises(NotPermitted):
                act(award=award, reason="Why.", decision="", by=secretary, at=made.now())
        assert not AwardEvent.objects.exists()

    def test_steps_out_of_order_are_refused(self) -> None:
        award = made.issued("Maral")
        chair = made.desk()[2]
        order = [
            (reinstate_award, False), (suspend_award, True), (suspend_award, False),
            (reinstate_award, True), (revoke_award, True), (revoke_award, False),
            (reinstate_award, False), (suspend_award, False),
        ]  # fmt: skip
        for act, allowed in order:
            if allowed:
                act(award=award, reason="Why.", decision="", by=chair, at=made.now())
            else:
                with pytest.raises(NoSuchStep):
                    act(award=award, reason="Why.", decision="", by=chair, at=made.now())
        assert queries.state_of(Award.objects.get(), made.now()) == "revoked"

    def test_an_award_that_is_not_signed_yet_is_in_no_register(self) -> None:
        award = made.intended("Maral")
        assert queries.award(None, award.number) is None
        assert not registry(None, Wanted(), at=made.now()).exists()
