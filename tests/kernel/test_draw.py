"""The draw itself: exact, even, whatever the order, and refused where it could be steered."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given as cases
from hypothesis import strategies as st

from tests.kernel import draws
from waymark.kernel import draw
from waymark.kernel.draw import lines
from waymark.kernel.draw.selection import Pick

SEED = hashlib.sha256(b"a seed").hexdigest()
shares = st.builds(
    draw.Share,
    st.tuples(st.integers(1, 9), st.integers(9, 40)),
    st.integers(0, 6),
    st.booleans(),
)


def entries(count: int, stratum: str = "silver") -> tuple[draw.Entry, ...]:
    return tuple(draw.Entry(draws.digits(f"{stratum}{n}"), stratum) for n in range(count))


# How many


@cases(shares, st.integers(0, 500))
def test_a_share_is_exact(share: draw.Share, count: int) -> None:
    size = share.size(count)
    assert 0 <= size <= count
    if share.census:
        assert size == count
    else:
        part, whole = share.rate
        assert size >= min(count, share.minimum)
        assert size == min(count, max(share.minimum, -(-part * count // whole)))
        assert Fraction(size, count) >= Fraction(part, whole) if count else size == 0


@pytest.mark.parametrize(
    ("share", "count", "size"),
    [
        (draw.Share((1, 10), 2), 0, 0),  # N = 0
        (draw.Share((1, 10), 2), 1, 1),  # N below the minimum
        (draw.Share((1, 10), 2), 2, 2),
        (draw.Share((1, 10), 2), 20, 2),
        (draw.Share((1, 10), 2), 21, 3),  # rounded up
        (draw.Share((1, 3), 0), 3, 1),
        (draw.Share((1, 1), 0), 7, 7),
        (draw.Share(census=True), 7, 7),
        (draw.Share((1, 1_000_000), 0), 1_000_000, 1),
        (draw.Share((1, 10), 0), 10**7 + 1, 10**6 + 1),  # beyond what a float rounds rightly
    ],
)
def test_how_many(share: draw.Share, count: int, size: int) -> None:
    assert share.size(count) == size


@pytest.mark.parametrize(
    ("rate", "minimum"), [((1, 0), 0), ((2, 1), 0), ((-1, 2), 0), ((0, 1), 0), ((0, 1), -1)]
)
def test_a_share_that_is_none_is_refused(rate: tuple[int, int], minimum: int) -> None:
    with pytest.raises(draw.BadDraw):
        draw.Share(rate, minimum)


@cases(shares)
def test_shares_are_read_as_written(share: draw.Share) -> None:
    assert draw.read_share(share.document()).size(97) == share.size(97)


@pytest.mark.parametrize(
    "value",
    [
        *(None, {}, [], {"census": False}, {"rate": [1, 2]}, {"rate": [1.5, 2], "minimum": 0}),
        *({"rate": [True, 2], "minimum": 0}, {"rate": [1, 2], "minimum": 0, "more": 1}),
    ],
)
def test_shares_of_another_form_are_refused(value: object) -> None:
    with pytest.raises(draw.BadDraw):
        draw.read_share(value)


# Which


@cases(st.randoms(), st.integers(0, 60), shares)
def test_the_order_of_the_frame_does_not_matter(random, count: int, share: draw.Share) -> None:  # type: ignore[no-untyped-def]
    frame = list(entries(count) + entries(4, "gold"))
    policy = {"silver": share, "gold": draw.Share(census=True)}
    straight = draw.select(SEED, frame, policy, reserves=2)
    fingerprint = draw.frame_hash(frame)
    random.shuffle(frame)
    assert draw.select(SEED, frame, policy, reserves=2) == straight
    assert draw.frame_hash(frame) == fingerprint


@cases(st.integers(0, 60), shares, st.integers(0, 5))
def test_what_is_drawn_fits_the_share(count: int, share: draw.Share, reserves: int) -> None:
    frame = entries(count)
    (found,) = draw.select(SEED, frame, {"silver": share}, reserves=reserves)
    size = share.size(count)
    assert len(found.picks) == size
    assert len(found.reserves) == min(reserves, count - size)
    assert found.chance == (Fraction(size, count) if count else 0)
    together = [pick.leaf for pick in found.picks + found.reserves]
    assert len(set(together)) == len(together)
    assert set(together) <= {entry.leaf for entry in frame}
    assert [pick.ticket for pick in found.picks] == sorted(pick.ticket for pick in found.picks)


def test_more_applications_elsewhere_change_nothing_here() -> None:
    alone = draw.select(SEED, entries(30), draws.POLICY, reserves=1)
    together = draw.select(SEED, entries(30) + entries(9, "gold"), draws.POLICY, reserves=1)
    assert alone[1] == together[1]


def chi_square(tally: Counter[str], cells: int) -> float:
    expected = sum(tally.values()) / cells
    return sum((tally[f"{n}"] - expected) ** 2 / expected for n in range(cells))


def drawn_often(order: Callable[[str, list[str]], list[str]]) -> float:
    """Draw 1 of 11 four thousand times under seeds 0, 1, 2, ...: chi-square on 10 degrees."""
    leaves = {draws.digits(f"leaf {n}"): f"{n}" for n in range(11)}
    tally: Counter[str] = Counter()
    for number in range(4000):
        seed = hashlib.sha256(b"seed %d" % number).hexdigest()
        tally[leaves[order(seed, list(leaves))[0]]] += 1
    return chi_square(tally, 11)


CRITICAL = 23.2  # 99 per cent of chi-square on 10 degrees of freedom


def test_every_leaf_has_the_same_chance() -> None:
    def fair(seed: str, leaves: list[str]) -> list[str]:
        return [pick.leaf for pick in draw.in_order(seed, leaves)]

    assert drawn_often(fair) < CRITICAL


def test_the_test_sees_an_order_that_is_not_fair() -> None:
    def by_leaf(seed: str, leaves: list[str]) -> list[str]:
        return sorted(leaves)

    def leaning(seed: str, leaves: list[str]) -> list[str]:
        """Drops one leaf half of the time that it comes first."""
        ordered = [pick.leaf for pick in draw.in_order(seed, leaves)]
        spared = draws.digits("leaf 0")
        return ordered[1:] if ordered[0] == spared and seed < "8" else ordered

    assert drawn_often(by_leaf) > CRITICAL
    assert drawn_often(leaning) > CRITICAL


def test_pairs_are_drawn_evenly_too() -> None:
    leaves = [draws.digits(f"leaf {n}") for n in range(5)]
    pairs = [frozenset((a, b)) for n, a in enumerate(leaves) for b in leaves[:n]]
    tally: Counter[str] = Counter()
    for number in range(4000):
        seed = hashlib.sha256(b"pair %d" % number).hexdigest()
        first, second = (pick.leaf for pick in draw.in_order(seed, leaves)[:2])
        tally[f"{pairs.index(frozenset((first, second)))}"] += 1
    assert chi_square(tally, 10) < 21.7  # 99 per cent on 9 degrees


# What is refused


def test_a_leaf_that_is_there_twice_is_refused() -> None:
    frame = entries(3)
    for again in (frame[0], replace(frame[0], stratum="gold")):
        with pytest.raises(draw.BadDraw, match="leaf_twice"):
            draw.frame_hash((*frame, again))
        with pytest.raises(draw.BadDraw, match="leaf_twice"):
            draw.select(SEED, (*frame, again), draws.POLICY, reserves=0)


def test_a_stratum_without_a_policy_is_refused() -> None:
    with pytest.raises(draw.BadDraw, match="stratum_without_policy") as bad:
        draw.select(SEED, entries(3, "diamond"), draws.POLICY, reserves=0)
    assert bad.value.params == {"stratum": "diamond"}


def test_a_stratum_without_applications_draws_nobody() -> None:
    found = draw.select(SEED, (), draws.POLICY, reserves=3)
    assert [(one.stratum, one.applications, one.picks) for one in found] == [
        ("gold", 0, ()),
        ("silver", 0, ()),
    ]
    assert found[0].document()["chance"] == "0"


@pytest.mark.parametrize("text", ["", "a\nb", "a\rb", "a\x00", "a\u2028b", "\x85", "\ud800"])
def test_no_line_can_pass_for_two(text: str) -> None:
    with pytest.raises(draw.BadDraw, match="bad_line"):
        draw.leaf_of(draw="d", application=text, stratum="silver", salt="s")
    assert not draw.one_line(text)


@cases(st.lists(st.text(st.characters(codec="utf-8")), max_size=4), st.lists(st.text(), max_size=4))
def test_different_lines_have_different_texts(one: list[str], other: list[str]) -> None:
    if all(map(draw.one_line, one + other)) and one != other:
        assert draw.fingerprint("x", *one) != draw.fingerprint("x", *other)


# Chance


def test_the_seed_hangs_on_every_part() -> None:
    frame = draws.frame()
    told = draws.announcement(frame)
    beacon = draw.Signed(draws.ROUND, draws.SIGNATURE)
    seed = draw.seed_of(told, draws.given(told), beacon)
    assert seed == draw.seed_of(told, reversed(draws.given(told)), beacon)
    other = draws.announcement(frame, reserves=4)
    thrown = draw.Thrown("dice", "Town hall, in public", "6" * 25, draws.KNOWN_AT)
    different = [
        draw.seed_of(told, draws.given(told), beacon, root=draws.digits("root")),
        draw.seed_of(other, draws.given(other), beacon),
        draw.seed_of(told, draws.given(told), thrown),
        draw.seed_of(told, draws.given(told), replace(beacon, signature="a" * 96)),
    ]
    assert len({seed, *different}) == 5


def test_a_secret_that_does_not_match_is_refused() -> None:
    told = draws.announcement(draws.frame())
    first, *rest = draws.given(told)
    beacon = draw.Signed(draws.ROUND, draws.SIGNATURE)
    with pytest.raises(draw.BadDraw, match="bad_reveal") as bad:
        draw.seed_of(told, [replace(first, secret=draws.digits("another")), *rest], beacon)
    assert bad.value.params == {"party": "p1"}


def test_a_commitment_to_another_announcement_is_refused() -> None:
    told = draws.announcement(draws.frame())
    swapped = draws.announcement(draws.frame(silver=29))
    with pytest.raises(draw.BadDraw, match="bad_reveal"):
        draw.seed_of(swapped, draws.given(told), draw.Signed(draws.ROUND, draws.SIGNATURE))


@pytest.mark.parametrize(
    "how", [{"silent": 1}, {"kept": 1}, {"silent": 3}, {"silent": 1, "kept": 1}]
)
def test_too_little_chance_is_refused(how: dict[str, int]) -> None:
    told = draws.announcement(draws.frame())
    with pytest.raises(draw.BadDraw, match="too_little_chance"):
        draw.seed_of(told, draws.given(told, **how), draw.Signed(draws.ROUND, draws.SIGNATURE))


def test_who_does_not_reveal_is_named_and_changes_the_seed() -> None:
    parties = (*draws.PARTIES, draw.Party("p4", "Dee", "A ministry"))
    told = draws.announcement(draws.frame(), parties=parties)
    beacon = draw.Signed(draws.ROUND, draws.SIGNATURE)
    seeds = [
        draw.seed_of(told, draws.given(told, **how), beacon)
        for how in ({}, {"silent": 1}, {"kept": 1})
    ]
    assert len(set(seeds)) == 3
    assert draws.given(told, kept=1)[3].line().startswith("p4 not-revealed ")
    assert draw.Given("p4").line() == "p4 silent"


def test_an_unknown_party_and_one_given_twice_are_refused() -> None:
    told = draws.announcement(draws.frame())
    gave, beacon = draws.given(told), draw.Signed(draws.ROUND, draws.SIGNATURE)
    for wrong in ((*gave, draw.Given("p9")), (*gave, gave[0])):
        with pytest.raises(draw.BadDraw, match="unknown_party"):
            draw.seed_of(told, wrong, beacon)


@pytest.mark.parametrize(
    "secret", ["", "ab" * 15, "AB" * 16, "zz" * 16, "ab" * 65, "ab" * 15 + "a\n"]
)
def test_a_secret_with_too_little_chance_is_refused(secret: str) -> None:
    with pytest.raises(draw.BadDraw, match="bad_secret"):
        draw.commitment_of(announcement=SEED, party="p1", secret=secret)


# The announcement and the beacon


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"commit_by": draws.KNOWN_AT - timedelta(days=8)}, "days_out_of_order"),
        ({"reveal_by": draws.KNOWN_AT - timedelta(days=5)}, "days_out_of_order"),
        ({"reveal_by": draws.KNOWN_AT}, "beacon_too_early"),
        (
            {"fallback": draw.Public("dice", "Town hall", draws.KNOWN_AT - timedelta(hours=1))},
            "fallback_too_early",
        ),
        ({"parties": draws.PARTIES[:2]}, "few_parties"),
        ({"least_reveals": 2}, "few_parties"),
        ({"least_reveals": 4}, "few_parties"),
        (
            {"parties": (*draws.PARTIES, draw.Party("p4", "Eve", " union of  CITIES"))},
            "related_parties",
        ),
    ],
)
def test_what_is_wrong_with_an_announcement(changes: dict[str, object], key: str) -> None:
    assert draw.faults(draws.announcement(draws.frame())) == ()
    found = draw.faults(draws.announcement(draws.frame(), **changes))
    assert f"draw.{key}" in [fault.key for fault in found]


@pytest.mark.parametrize(
    ("kind", "figures", "key"),
    [
        ("dice", "1" * 24, "few_figures"),
        ("dice", "1" * 24 + "7", "bad_figures"),
        ("dice", "", "bad_figures"),
        ("digits", "0" * 19, "few_figures"),
        ("digits", "٣" * 30, "bad_figures"),
        ("digits", "1" * 2000, "bad_figures"),
    ],
)
def test_too_few_or_other_figures_are_refused(kind: str, figures: str, key: str) -> None:
    with pytest.raises(draw.BadDraw, match=key):
        draw.checked_figures(kind, figures)


def test_figures_may_be_typed_in_groups() -> None:
    assert draw.checked_figures("dice", "12345 " * 5) == "12345" * 5


def test_what_came_up_answers_what_was_announced() -> None:
    plan = draw.Public("dice", "Town hall", draws.KNOWN_AT)
    thrown = draw.Thrown("dice", "Town hall", "6" * 25, draws.KNOWN_AT)
    assert draw.answers(thrown, plan)
    assert not draw.answers(replace(thrown, at=draws.KNOWN_AT - timedelta(seconds=1)), plan)
    assert not draw.answers(replace(thrown, source="Elsewhere"), plan)
    assert not draw.answers(replace(thrown, kind="digits"), plan)
    assert not draw.answers(thrown, draw.Network(draws.ROUND))
    signed = draw.Signed(draws.ROUND, draws.SIGNATURE)
    assert draw.answers(signed, draw.Network(draws.ROUND))
    assert not draw.answers(signed, draw.Network(draws.ROUND + 1))
    assert not draw.answers(signed, plan)


def test_a_substitute_is_the_next_ticket() -> None:
    leaves = [entry.leaf for entry in entries(4)]
    ordered = draw.in_order(SEED, leaves)
    taken: list[str] = []
    for pick in ordered:
        assert draw.substitute(SEED, leaves, taken) == pick
        taken.append(pick.leaf)
    assert draw.substitute(SEED, leaves, taken) is None
    assert isinstance(ordered[0], Pick)


def test_a_ticket_is_an_hmac() -> None:
    leaf = draws.digits("leaf")
    assert lines.ticket(SEED, leaf) == Pick(leaf, lines.ticket(SEED, leaf)).ticket
    key = bytes.fromhex(SEED)
    pads = [bytes(b ^ pad for b in key.ljust(64, b"\0")) for pad in (0x36, 0x5C)]
    inner = hashlib.sha256(pads[0] + leaf.encode()).digest()
    assert lines.ticket(SEED, leaf) == hashlib.sha256(pads[1] + inner).hexdigest()


def test_twenty_thousand_applications_are_drawn_quickly() -> None:
    frame = entries(20_000)
    (found,) = draw.select(SEED, frame, {"silver": draw.Share((1, 50))}, reserves=3)
    assert len(found.picks) == 400
