"""The record of a draw: read strictly, computed again, and every change to it found."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.kernel import draws
from waymark.kernel import canonical, draw
from waymark.kernel.draw import Known, Outcome, Result

Document = dict[str, Any]
FIGURES = "1234 5612 3456 1234 5612 3456 1"
THROWN = draw.Thrown(
    "dice", "Town hall, in public", "".join(FIGURES.split()), draws.KNOWN_AT + timedelta(days=3)
)


def signed(round_: int, signature: str) -> bool:
    """As quick as a test wants it; the real check is tested beside BLS."""
    return (round_, signature) == (draws.ROUND, draws.SIGNATURE)


def checked(document: Document, **known: str) -> draw.Findings:
    return draw.check(draws.written(document), Known(**known), signed)


def keys(found: draw.Findings, *results: Result) -> list[str]:
    return [check.key for check in found.checks if check.result in results]


def test_a_sound_record_is_valid() -> None:
    found = checked(draws.record(), key=draws.LOG.key.vkey())
    assert found.outcome is Outcome.VALID, found.checks
    assert keys(found, Result.PASSED).count("party.ok") == 3
    assert "seal.ok" in keys(found, Result.PASSED)
    assert [(one.stratum, len(one.picks)) for one in found.drawn] == [("gold", 3), ("silver", 3)]


def test_the_same_draw_gives_the_same_bytes() -> None:
    assert draws.written(draws.record()) == draws.written(draws.record())
    backwards = draws.record(entries=draws.frame()[::-1])
    assert draws.written(backwards) == draws.written(draws.record())


def test_drand_itself_is_asked_when_nothing_else_is_said() -> None:
    assert draw.check(draws.written(draws.record())).outcome is Outcome.VALID
    spoilt = draws.record(beacon=draw.Signed(draws.ROUND, "a" * 96))
    found = draw.check(draws.written(spoilt))
    assert keys(found, Result.FAILED) == ["beacon.drand.wrong"]


def test_with_the_key_in_the_record_alone_the_seal_is_a_note() -> None:
    found = checked(draws.record())
    assert found.outcome is Outcome.VALID
    assert "seal.own_key" in keys(found, Result.NOTE)
    assert keys(checked(draws.record(seal=False)), Result.NOTE) == ["seal.none"]
    elsewhere = checked(draws.record(), key="city.example/ledger+00000000+AAAA")
    assert keys(elsewhere, Result.FAILED) == ["seal.wrong"]


def test_a_seal_of_something_else_is_found() -> None:
    document = draws.record()
    told = draws.announcement(draws.frame())
    for facts in ({"announcement": draws.digits("else")}, {"other": 1}):
        document["seal"]["proof"] = draws.sealed(told, facts=facts).proof
        assert "seal.other" in keys(checked(document), Result.FAILED)


def test_dice_are_to_be_looked_up() -> None:
    document = draws.record(beacon=THROWN)
    found = checked(document)
    assert found.outcome is Outcome.COULD_NOT_CHECK
    assert keys(found, Result.UNKNOWN) == ["beacon.look_up"]
    assert "beacon.fallback" in keys(found, Result.NOTE)
    assert checked(document, figures=FIGURES).outcome is Outcome.VALID
    assert checked(document, figures="6" * 25).outcome is Outcome.NOT_VALID


def test_dice_that_were_thrown_before_an_outage_could_be_known_are_found() -> None:
    early = replace(THROWN, at=draws.KNOWN_AT + timedelta(days=1))
    assert keys(checked(draws.record(beacon=early)), Result.FAILED) == ["beacon.other"]
    changes = {"fallback": None}
    found = checked(draws.record(beacon=THROWN, changes=changes))
    assert keys(found, Result.FAILED) == ["beacon.other"]


def test_who_keeps_silent_or_does_not_reveal_is_named() -> None:
    more = (draw.Party("p4", "Dee", "A ministry"), draw.Party("p5", "Eli", "A court"))
    changes = {"parties": (*draws.PARTIES, *more)}
    found = checked(draws.record(changes=changes, silent=1, kept=1))
    assert found.outcome is Outcome.VALID
    named = {check.key: check.params["name"] for check in found.checks if check.params.get("name")}
    assert named["party.silent"] == "Eli (A court)"
    assert named["party.not_revealed"] == "Dee (A ministry)"


# Every change is found


def _swap_leaf(document: Document) -> None:
    strata = document["strata"][1]
    strata["selected"][0], strata["reserves"][0] = strata["reserves"][0], strata["selected"][0]


def _drop_leaf(document: Document) -> None:
    document["frame"].pop()


def _add_leaf(document: Document) -> None:
    document["frame"].append({"leaf": draws.digits("new"), "stratum": "silver"})


def _move_leaf(document: Document) -> None:
    document["frame"][0]["stratum"] = (
        "gold" if document["frame"][0]["stratum"] == "silver" else "silver"
    )


def _late(document: Document) -> None:
    document["commitments"][0]["at"] = "2023-09-12T11:00:03Z"


def _shown_early(document: Document) -> None:
    document["reveals"][0]["at"] = "2023-09-11T11:00:00Z"


def _other_secret(document: Document) -> None:
    document["reveals"][0]["secret"] = draws.digits("other")


def _no_secret(document: Document) -> None:
    document["reveals"].pop()


def _other_day(document: Document) -> None:
    document["announcement"]["commit_by"] = "2023-09-12T11:00:03Z"


def _less(document: Document) -> None:
    document["announcement"]["policy"]["silver"]["minimum"] = 1


def _other_round(document: Document) -> None:
    document["beacon"]["round"] += 1


def _stranger(document: Document) -> None:
    for part in ("commitments", "reveals"):
        document[part][2]["party"] = "p9"


def _substitute_of_choice(document: Document) -> None:
    silver = document["strata"][1]
    document["substitutions"] = [
        {
            "stratum": "silver",
            "out": silver["selected"][0]["leaf"],
            "in": silver["reserves"][1]["leaf"],
            "reason": "withdrawn",
            "at": "2023-10-01T00:00:00Z",
        }
    ]


def _substituted_undrawn(document: Document) -> None:
    _substitute_of_choice(document)
    row, silver = document["substitutions"][0], document["strata"][1]
    row["in"] = silver["reserves"][0]["leaf"]
    row["out"] = silver["reserves"][2]["leaf"]


def _more_reserves(document: Document) -> None:
    document["strata"][1]["reserves"].pop()


def _other_chance(document: Document) -> None:
    document["strata"][1]["chance"] = "1/9"


def _another_stratum(document: Document) -> None:
    document["strata"].append(copy.deepcopy(document["strata"][0]) | {"stratum": "diamond"})


def _other_place(document: Document) -> None:
    seal = document["seal"]
    seal["proof"] = seal["proof"].replace("index 2", "index 1")


CHANGES: dict[str, Callable[[Document], None]] = {
    "stratum.wrong": _swap_leaf,
    "frame.wrong": _drop_leaf,
    "frame.wrong ": _add_leaf,
    "frame.wrong  ": _move_leaf,
    "days.wrong": _late,
    "days.wrong ": _shown_early,
    "party.wrong": _other_secret,
    "parties.wrong": _no_secret,
    "announcement.wrong": _other_day,
    "announcement.wrong ": _less,
    "beacon.other": _other_round,
    "party.unknown": _stranger,
    "substitution.wrong": _substitute_of_choice,
    "substitution.wrong ": _substituted_undrawn,
    "stratum.wrong ": _more_reserves,
    "stratum.wrong  ": _other_chance,
    "strata.others": _another_stratum,
    "announcement.wrong  ": lambda d: d.update(announcement_hash=draws.digits("x")),
    "seed.wrong": lambda d: d.update(seed=draws.digits("x")),
    "draw.leaf_twice": lambda d: d["frame"].append(d["frame"][0]),
    "draw.bad_part": lambda d: d.update(more=1),
    "draw.bad_part ": lambda d: d.pop("seed"),
    "draw.bad_part  ": lambda d: d["frame"].append({"leaf": "x", "stratum": "silver"}),
    "draw.bad_part   ": lambda d: d["commitments"].append(d["commitments"][0]),
    "draw.bad_part    ": lambda d: d["reveals"][0].update(party="p8"),
    "draw.bad_part     ": lambda d: d.update(frame={}),
    "draw.bad_announcement": lambda d: d["announcement"].update(more=1),
    "draw.bad_announcement ": lambda d: d["announcement"].update(draw="Global 2023"),
    "draw.bad_announcement  ": lambda d: d["announcement"].pop("beacon"),
    "draw.few_parties": lambda d: d["announcement"].update(parties=[]),
    "draw.bad_moment": lambda d: d["announcement"].update(at="2023-09-08T11:00:03+00:00"),
    "draw.bad_beacon": lambda d: d["beacon"].update(more=1),
    "draw.bad_beacon ": lambda d: d["beacon"].update(chain="00" * 32),
    "draw.other_format": lambda d: d.update(format="waymark-draw/2"),
    "seal.wrong": lambda d: d["seal"].update(
        proof=d["seal"]["proof"].replace("index 2", "index 1")
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_is_changed_is_found(name: str) -> None:
    document = draws.record()
    CHANGES[name](document)
    found = checked(document, key=draws.LOG.key.vkey())
    assert found.outcome is Outcome.NOT_VALID
    assert name.strip() in keys(found, Result.FAILED)


def test_a_substitution_by_the_next_ticket_holds() -> None:
    document = draws.record()
    silver = document["strata"][1]
    out, into = silver["selected"][1]["leaf"], [one["leaf"] for one in silver["reserves"]]
    rows = [(out, into[0]), (into[0], into[1])]  # the substitute could not be checked either
    document["substitutions"] = [
        {"stratum": "silver", "out": a, "in": b, "reason": "revoked", "at": "2023-10-01T00:00:00Z"}
        for a, b in rows
    ]
    found = checked(document)
    assert found.outcome is Outcome.VALID
    assert keys(found, Result.PASSED).count("substitution.ok") == 2


def test_where_all_were_drawn_nobody_takes_the_place() -> None:
    document = draws.record()
    gold = document["strata"][0]
    document["substitutions"] = [
        {
            "stratum": "gold",
            "out": gold["selected"][0]["leaf"],
            "in": "",
            "reason": "revoked",
            "at": "2023-10-01T00:00:00Z",
        }
    ]
    assert checked(document).outcome is Outcome.VALID


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b"\xff", b'{"a":1,"a":2}', b"null", b'{"format":"x"}', b"[" * 500]
)
def test_what_is_no_record_never_raises(data: bytes) -> None:
    found = draw.check(data)
    assert found.outcome is Outcome.NOT_VALID
    assert len(found.checks) == 1


def test_a_record_survives_other_spacing_and_order() -> None:
    import json

    loose = json.dumps(dict(reversed(draws.record().items())), indent=2).encode()
    assert draw.check(loose, Known(), signed).outcome is Outcome.VALID


def test_an_empty_draw_has_a_record_too() -> None:
    found = checked(draws.record(entries=()))
    assert found.outcome is Outcome.VALID
    assert [len(one.picks) for one in found.drawn] == [0, 0]


def test_values_of_other_kinds_never_raise() -> None:
    """Each leaf of the document is replaced by values of other kinds."""
    document = draws.record(entries=draws.frame(silver=4, gold=1))
    for path in _paths(document):
        for value in (None, 7, "x", [], {"a": 1}, 1.5):
            spoilt = copy.deepcopy(document)
            _put(spoilt, path, value)
            if spoilt != document:
                found = draw.check(canonical.dumps(spoilt), Known(), signed)
                assert found.outcome is not Outcome.VALID or path[0] == "substitutions", path


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Places in a document; of long lists only the first two rows."""
    found = [at] if at else []
    if isinstance(value, dict):
        found += [path for key, inner in value.items() for path in _paths(inner, (*at, key))]
    elif isinstance(value, list):
        found += [path for n, inner in enumerate(value[:2]) for path in _paths(inner, (*at, n))]
    return found


def _put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value
