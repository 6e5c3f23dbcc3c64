from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.flow import BadTable, Flow, Reason, Refused, Step


@dataclass(frozen=True)
class Facts:
    answers: int = 0
    signed: bool = False


def all_answered(facts: Facts) -> Reason | None:
    return None if facts.answers >= 3 else Reason("case.unanswered", {"left": 3 - facts.answers})


def signed(facts: Facts) -> str | None:
    return None if facts.signed else "case.unsigned"


CASE = Flow(
    "case",
    start="draft",
    steps=(
        Step("submit", "draft", "submitted", "submit_case", (all_answered, signed)),
        Step("return", "submitted", "draft", "return_case"),
        Step("decide", "submitted", "decided", "decide_case"),
        Step("withdraw", ("draft", "submitted"), "withdrawn", "withdraw_case"),
    ),
)
ALL_MET = Facts(3, signed=True)


@pytest.mark.parametrize(
    ("name", "state", "target"),
    [
        ("submit", "draft", "submitted"),
        ("return", "submitted", "draft"),
        ("decide", "submitted", "decided"),
        ("withdraw", "draft", "withdrawn"),
        ("withdraw", "submitted", "withdrawn"),
    ],
)
def test_an_allowed_step_is_returned(name: str, state: str, target: str) -> None:
    assert CASE.step(name, state, ALL_MET).target == target


def test_a_refused_step_names_all_its_reasons() -> None:
    with pytest.raises(Refused) as refusal:
        CASE.step("submit", "draft", Facts(1))
    assert refusal.value.reasons == (
        Reason("case.unanswered", {"left": 2}),
        Reason("case.unsigned"),
    )
    assert str(refusal.value) == "case.unanswered(left=2); case.unsigned"


@pytest.mark.parametrize(
    ("name", "state", "key"),
    [
        ("decide", "draft", "flow.not_from_here"),
        ("submit", "withdrawn", "flow.not_from_here"),
        ("submit", "no such state", "flow.not_from_here"),
        ("bribe", "draft", "flow.unknown_step"),
    ],
)
def test_a_step_out_of_order_is_refused(name: str, state: str, key: str) -> None:
    with pytest.raises(Refused) as refusal:
        CASE.step(name, state, ALL_MET)
    (reason,) = refusal.value.reasons
    assert reason.key == key
    assert reason.params == {"flow": "case", "step": name, "state": state}


def test_open_steps_states_and_ends() -> None:
    assert [s.name for s in CASE.open("draft")] == ["submit", "withdraw"]
    assert CASE.open("decided") == ()
    assert CASE.states == ("draft", "submitted", "decided", "withdrawn")
    assert CASE.ends == ("decided", "withdrawn")


def test_the_diagram_shows_every_row_and_every_end() -> None:
    assert CASE.as_mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> draft",
        "    draft --> submitted: submit (submit_case)",
        "    submitted --> draft: return (return_case)",
        "    submitted --> decided: decide (decide_case)",
        "    draft --> withdrawn: withdraw (withdraw_case)",
        "    submitted --> withdrawn: withdraw (withdraw_case)",
        "    decided --> [*]",
        "    withdrawn --> [*]",
    ]


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ((Step("go", "a", "b", "p"), Step("go", "a", "c", "p")), "step go from a is given twice"),
        ((Step("go", ("a", "a"), "b", "p"),), "step go from a is given twice"),
        ((Step("go", "a", "b", "p"), Step("back", "c", "a", "p")), "state c is never reached"),
        (
            (Step("x", "a", "a", "p"), Step("y", "b", "c", "p"), Step("z", "c", "b", "p")),
            "state b is never reached; state c is never reached",
        ),
        ((Step("go", (), "a", "p"),), "step go starts nowhere"),
    ],
)
def test_a_table_that_contradicts_itself_cannot_be_built(
    steps: tuple[Step, ...], problem: str
) -> None:
    with pytest.raises(BadTable, match=problem):
        Flow("bad", "a", steps)


@given(
    st.lists(st.sampled_from(["submit", "return", "decide", "withdraw", "bribe"]), max_size=12),
    st.builds(Facts, st.integers(0, 4), st.booleans()),
)
def test_any_walk_stays_inside_the_table(names: list[str], facts: Facts) -> None:
    state = CASE.start
    for name in names:
        try:
            step = CASE.step(name, state, facts)
        except Refused:
            continue
        assert state in step.sources
        assert not CASE.missing(step, facts)
        state = step.target
    assert state in CASE.states
    if facts != ALL_MET and not (facts.answers >= 3 and facts.signed):
        assert state in ("draft", "withdrawn")
