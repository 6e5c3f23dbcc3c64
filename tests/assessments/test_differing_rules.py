"""Rules of reviewers who differ: what is a tie, who may say what when, and what a third decides."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tests.assessments.evaluate_builders import (
    AS_OF,
    criterion_document,
    scheme_of,
    submission_of,
    verdict,
)
from tests.assessments.test_evaluate_leaves import VERIFIED
from waymark.assessments.rules.desk import Progress, Waits, waits_of
from waymark.assessments.rules.differing import (
    TALK,
    RevisionFacts,
    TalkFacts,
    ThirdFacts,
    Word,
    differing,
    is_tied,
    refuse_third,
    refuse_word,
    tied,
    undecided,
)
from waymark.assessments.rules.evaluate import evaluate
from waymark.assessments.rules.evaluate_report import CriterionResult, report_bytes
from waymark.kernel.flow import Refused

OUTCOMES = ("accept", "reject", "need_more")


def told(*given: tuple[str, str], reviewers: int = 2) -> CriterionResult:
    """What the engine says of one criterion after words with the part in which they were given."""
    scheme = scheme_of(criterion_document("K", "A", {**VERIFIED, "min_reviewers": reviewers}))
    submission = submission_of(scheme)
    names = {"": "ab", "talk": "ab", "third": "c"}
    verdicts, seen = [], {"": 0, "talk": 0, "third": 0}
    for seq, (outcome, part) in enumerate(given):
        who = names[part][seen[part] % len(names[part])]
        seen[part] += 1
        found = verdict(scheme, submission, "K", who, outcome, seq)
        verdicts.append(replace(found, part=part))
    report = evaluate(scheme, submission, verdicts, as_of=AS_OF, basis="verified")
    return report.by_id["K"]


@pytest.mark.parametrize("need", [1, 2])
@pytest.mark.parametrize(("first", "second"), list(product(OUTCOMES, OUTCOMES)))
@pytest.mark.parametrize("third", OUTCOMES)
def test_a_third_decides_what_is_tied_and_is_not_heard_elsewhere(
    need: int, first: str, second: str, third: str
) -> None:
    without = told((first, ""), (second, ""), reviewers=need)
    found = told((first, ""), (second, ""), (third, "third"), reviewers=need)
    if not is_tied((first, second)):
        assert found == without
        return
    assert (
        found.status == {"accept": "met", "reject": "not_met", "need_more": "not_assessed"}[third]
    )
    assert found.split == "third"
    assert "c" in str(found.inputs.verdicts)


def test_a_tie_without_a_third_is_never_acceptance() -> None:
    assert told(("accept", ""), ("reject", "")).status == "not_assessed"
    assert told(("accept", ""), ("need_more", "")).status == "not_assessed"
    assert told(("accept", ""), ("accept", "")).status == "met"  # the control


def test_the_report_says_how_a_difference_was_settled() -> None:
    first = ("accept", ""), ("reject", "")
    assert told(*first).split == ""
    assert told(*first, ("accept", "talk"), ("accept", "talk")).split == "talk"
    assert told(*first, ("accept", "talk"), ("accept", "talk")).status == "met"
    assert told(*first, ("reject", "talk"), ("accept", "talk")).split == ""  # they still differ
    assert told(("accept", ""), ("accept", "")).split == ""


def test_a_report_without_a_difference_has_the_bytes_that_it_had() -> None:
    scheme = scheme_of(criterion_document("K", "A", VERIFIED))
    submission = submission_of(scheme)
    both = [verdict(scheme, submission, "K", who, "accept") for who in "ab"]
    report = evaluate(scheme, submission, both, as_of=AS_OF, basis="verified")
    assert b"split" not in report_bytes(report)
    assert b'"part"' not in report_bytes(report)


@pytest.mark.parametrize(
    ("outcomes", "is_one"),
    [
        ((), False),
        (("accept",), False),
        (("accept", "reject"), True),
        (("accept", "need_more"), True),
        (("reject", "need_more"), False),  # nobody accepts: there is nothing to decide
        (("accept", "accept", "reject"), False),
        (("accept", "reject", "need_more"), False),
        (("accept", "accept", "reject", "need_more"), True),
    ],
)
def test_a_tie_is_as_many_who_accept_as_who_do_not(outcomes: tuple[str, ...], is_one: bool) -> None:
    assert is_tied(outcomes) is is_one
    assert is_tied(reversed(outcomes)) is is_one


def test_what_differs_is_tied_and_undecided_are_told_apart() -> None:
    words = [
        Word("a", "A01", "accept"), Word("b", "A01", "accept"),
        Word("a", "A02", "accept"), Word("b", "A02", "reject"),
        Word("a", "A03", "need_more"), Word("b", "A03", "reject"),
        Word("a", "A04", "accept"), Word("b", "A04", "need_more"),
        Word("c", "A04", "accept", third=True),
    ]  # fmt: skip
    assert differing(words) == ("A02", "A03", "A04")
    assert tied(words) == ("A02", "A04")
    assert undecided(words) == ("A02",)
    assert tied([*words, Word("d", "A02", "recuse")]) == ("A02", "A04")


def test_a_talk_ends_when_all_are_done_or_the_desk_ends_it_with_a_reason() -> None:
    assert TALK.step("settle", "open", TalkFacts()).target == "settled"
    assert TALK.step("tie", "open", TalkFacts(tied=("A02",))).target == "tied"
    desk = TalkFacts(waiting=1, ended_by_desk=True, reason="One is ill.")
    assert TALK.step("settle", "open", desk).target == "settled"
    assert TALK.step("decide", "tied", TalkFacts()).target == "decided"
    for step, state, facts in (
        ("settle", "open", TalkFacts(waiting=1)),
        ("settle", "open", TalkFacts(tied=("A02",))),
        ("settle", "open", TalkFacts(ended_by_desk=True, reason=" ")),
        ("tie", "open", TalkFacts(waiting=1)),
        ("decide", "tied", TalkFacts(undecided=("A02",))),
        ("decide", "open", TalkFacts()),
        ("settle", "tied", TalkFacts()),
        ("void", "decided", TalkFacts()),
    ):
        with pytest.raises(Refused):
            TALK.step(step, state, facts)


RIGHT = RevisionFacts("open", ("A02",), "A02", False, "accept", "reject", "The map convinced me.")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"talk": ""}, "talk.closed"),
        ({"talk": "tied"}, "talk.closed"),
        ({"criterion": "A01"}, "talk.not_about"),
        ({"done": True}, "talk.done"),
        ({"after": "accept"}, "talk.same"),
        ({"reason": " "}, "talk.no_words"),
    ],
)
def test_what_is_refused_in_a_talk(change: dict[str, object], key: str) -> None:
    assert refuse_word(RIGHT) == ()
    assert refuse_word(replace(RIGHT, after=None)) == ()
    refused = refuse_word(replace(RIGHT, **change))  # type: ignore[arg-type]
    assert [one.key for one in refused] == [key]


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        (ThirdFacts(tied=True, leads=True), []),
        (ThirdFacts(tied=True, leads=False, lead_free=False), []),
        (ThirdFacts(tied=True, leads=False), ["third.lead_chooses"]),
        (ThirdFacts(tied=False, leads=True), ["third.nothing_tied"]),
        (ThirdFacts(tied=True, leads=True, taken=True), ["third.taken"]),
        (ThirdFacts(tied=True, leads=True, had_a_part=True), ["third.own"]),
    ],
)
def test_who_chooses_a_third(facts: ThirdFacts, keys: list[str]) -> None:
    assert [one.key for one in refuse_third(facts)] == keys


def test_what_the_desk_waits_for_while_reviewers_differ() -> None:
    done = Progress(2, 2, 2)
    assert waits_of("in_review", done) == Waits.REPORT
    assert waits_of("in_review", replace(done, talks=1)) == Waits.OTHERS
    assert waits_of("in_review", replace(done, talks=1, late=1)) == Waits.LATE
    assert waits_of("in_review", replace(done, ties=1)) == Waits.THIRD
    assert waits_of("in_review", replace(done, ties=1, thirds=1)) == Waits.OTHERS
