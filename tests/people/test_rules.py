"""Terms, requests and invitations, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from waymark.people.rules import (
    SEATS,
    Ask,
    BodyKind,
    InvitationState,
    Invited,
    Role,
    SeatRole,
    Term,
    invitation_state,
    is_open,
    overlap,
    refuse_accepting,
    refuse_asking,
    refuse_inviting,
    refuse_losing_the_lead,
    refuse_seat,
    seat_role,
)

T0 = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_term_holds_from_its_first_moment_to_before_its_last() -> None:
    term = Term(T0, T0 + DAY)
    assert is_open(term, T0)
    assert not is_open(term, T0 - timedelta(microseconds=1))
    assert not is_open(term, T0 + DAY)
    assert is_open(Term(T0), T0 + 9999 * DAY)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Term(T0, T0 + DAY), Term(T0 + DAY), False),  # one ends where the other begins
        (Term(T0, T0 + 2 * DAY), Term(T0 + DAY), True),
        (Term(T0), Term(T0 + 99 * DAY), True),
        (Term(T0), Term(T0 - DAY, T0), False),
    ],
)
def test_terms_overlap_both_ways(one: Term, other: Term, meet: bool) -> None:
    assert overlap(one, other) is meet
    assert overlap(other, one) is meet


def test_every_seat_gives_a_role_and_chairs_are_no_plain_members() -> None:
    given = {(kind, seat): seat_role(kind, seat) for kind in SEATS for seat in SEATS[kind]}
    assert given[BodyKind.COMMITTEE, SeatRole.CHAIR] is Role.CHAIR
    assert given[BodyKind.COMMITTEE, SeatRole.MEMBER] is Role.COMMITTEE
    assert given[BodyKind.TECHNICAL_TEAM, SeatRole.LEAD] is Role.TECHNICAL_LEAD
    assert given[BodyKind.TECHNICAL_TEAM, SeatRole.MEMBER] is Role.REVIEWER
    assert given[BodyKind.APPEAL_PANEL, SeatRole.CHAIR] is Role.APPEAL
    assert set(SEATS) == set(BodyKind)


def keys(reasons: object) -> list[str]:
    return [reason.key for reason in reasons]  # type: ignore[attr-defined]


def test_a_seat_is_refused_for_every_reason() -> None:
    held = [Term(T0, T0 + DAY)]
    assert refuse_seat("committee", "chair", Term(T0 + DAY), held) == ()
    assert keys(refuse_seat("committee", "lead", Term(T0), held)) == [
        "seat.wrong_role",
        "seat.held_already",
    ]
    assert keys(refuse_seat("committee", "member", Term(T0, T0), [])) == [
        "seat.ends_before_it_begins"
    ]
    assert keys(refuse_seat("no such body", "member", Term(T0), [])) == ["seat.wrong_role"]


def test_a_request_names_a_place_or_a_new_one_but_not_both() -> None:
    def ask(**facts: bool) -> list[str]:
        plain = {"same_country": True, "is_member": False, "has_pending": False}
        return keys(refuse_asking(Ask(**({"place": False, "name": False} | plain | facts))))

    assert ask(place=True) == ask(name=True) == []
    assert ask() == ask(place=True, name=True) == ["request.place_or_name"]
    assert ask(place=True, same_country=False) == ["request.other_country"]
    assert ask(place=True, is_member=True, has_pending=True) == [
        "request.member_already",
        "request.asked_already",
    ]


def test_an_invitation_is_open_until_something_ends_it() -> None:
    invited = Invited("a@example.org", T0 + DAY)
    assert invitation_state(invited, T0) is InvitationState.OPEN
    assert invitation_state(invited, T0 + DAY) is InvitationState.EXPIRED
    withdrawn = Invited("a@example.org", T0 + DAY, withdrawn_at=T0)
    assert invitation_state(withdrawn, T0) is InvitationState.WITHDRAWN
    accepted = Invited("a@example.org", T0 + DAY, accepted_at=T0)
    assert invitation_state(accepted, T0 + 99 * DAY) is InvitationState.ACCEPTED


def test_only_a_verified_owner_of_the_address_enters_and_only_once() -> None:
    invited = Invited("Ana@example.org", T0 + DAY)
    assert refuse_accepting(invited, {"ana@Example.org"}, False, T0) == ()
    assert keys(refuse_accepting(invited, set(), False, T0)) == ["invitation.other_address"]
    assert keys(refuse_accepting(invited, {"ana@example.org"}, True, T0)) == [
        "invitation.member_already"
    ]
    late = refuse_accepting(invited, {"ana@example.org"}, False, T0 + DAY)
    assert keys(late) == ["invitation.expired"]


def test_nobody_is_invited_twice() -> None:
    assert refuse_inviting(False, False) == ()
    assert keys(refuse_inviting(True, True)) == [
        "invitation.member_already_there",
        "invitation.open_already",
    ]


@pytest.mark.parametrize(
    ("role", "becomes", "others", "refused"),
    [
        ("lead", "", 0, True),
        ("lead", "editor", 0, True),
        ("lead", "lead", 0, False),
        ("lead", "", 1, False),
        ("editor", "", 0, False),
    ],
)
def test_a_workspace_keeps_a_lead(role: str, becomes: str, others: int, refused: bool) -> None:
    assert bool(refuse_losing_the_lead(role, becomes, others)) is refused
