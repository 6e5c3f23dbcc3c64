"""A certificate's state is a fold over decisions, and its terms follow from dates alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.assessments.rules.case import CaseKind, DecisionKind
from waymark.assessments.rules.life import appeal, renewing, terms
from waymark.assessments.rules.life.state import Act, NotLegal, State, follow, state_at
from waymark.assessments.rules.life.terms import Heard, Terms

START = datetime(2027, 1, 1, tzinfo=UTC)
END = START + timedelta(days=1000)
GIVE = Act("0", DecisionKind.GRANT, START)
KINDS = [
    DecisionKind.SUSPEND, DecisionKind.LIFT_SUSPENSION, DecisionKind.REVOKE, DecisionKind.LAPSE,
    DecisionKind.CONFIRM, DecisionKind.CORRECT, DecisionKind.RENEW, DecisionKind.ANNUL,
    DecisionKind.HAND_ON, DecisionKind.END,
]  # fmt: skip


def by_hand(acts: list[Act], at: datetime) -> str | None:
    """The same, written a second time as plain cases; None where an act is not legal."""
    now = "none"
    kinds: dict[str, str] = {}
    for act in acts:
        if act.at > at:
            break
        ended = act.at >= END
        live = now in {"valid", "suspended"} and not ended
        kind = act.kind.value
        kinds[act.id] = kind
        if kind == "grant":
            ok, now = now == "none", "valid"
        elif kind == "suspend":
            ok, now = live and now == "valid", "suspended"
        elif kind == "lift_suspension":
            ok, now = live and now == "suspended", "valid"
        elif kind == "revoke":
            ok, now = live, "revoked"
        elif kind == "end":
            ok, now = live and now == "valid", "ended"
        elif kind in {"correct", "renew", "hand_on"}:
            ok, now = live, "superseded"
        elif kind == "confirm":
            ok = live
        elif kind == "lapse":
            ok, now = now in {"valid", "suspended"} and ended, "expired"
        else:
            about = kinds.get(act.about, "")
            over = now == "expired" or (now in {"valid", "suspended"} and ended)
            if about == "grant":
                ok, now = live or over or now in {"superseded", "ended"}, "annulled"
            elif about == "suspend":
                ok = (live and now == "suspended") or over
                now = now if over else "valid"
            elif about == "revoke":
                ok = now == "revoked"
            else:
                ok = False
            if about == "suspend" and over:
                now = "expired"
        if not ok:
            return None
    return "expired" if now in {"valid", "suspended"} and at >= END else now


histories = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 400), st.integers(0, 8)), max_size=8
)


@given(histories, st.integers(0, 2500))
def test_invariant_12_the_state_of_a_certificate_is_a_fold_over_decisions(
    wanted: list[tuple[DecisionKind, int, int]], days: int
) -> None:
    acts, at = [GIVE], START
    for number, (kind, wait, about) in enumerate(wanted, 1):
        at += timedelta(days=wait)
        replaces = kind in {DecisionKind.RENEW, DecisionKind.CORRECT, DecisionKind.HAND_ON}
        acts.append(Act(str(number), kind, at, str(about), replaces))
    then = START + timedelta(days=days)
    expected = by_hand(acts, then)
    if expected is None:
        with pytest.raises(NotLegal):
            state_at(acts, ends=END, at=then)
    else:
        assert state_at(acts, ends=END, at=then) == expected
        later = [*acts, Act("z", DecisionKind.GRANT, then + timedelta(days=1))]
        assert state_at(later, ends=END, at=then) == expected, "what comes later changes nothing"


def test_the_fold_refuses_what_a_broken_table_would_let_pass() -> None:
    day = START + timedelta(days=10)
    suspended = Act("1", DecisionKind.SUSPEND, day)
    for kind in (DecisionKind.LAPSE, DecisionKind.LIFT_SUSPENSION, DecisionKind.REFUSE):
        with pytest.raises(NotLegal):
            follow(State.ACTIVE, Act("2", kind, day), {"0": GIVE}, ends=END)
    with pytest.raises(NotLegal):
        follow(State.SUSPENDED, suspended, {"0": GIVE}, ends=END)
    late = Act("3", DecisionKind.SUSPEND, END)
    with pytest.raises(NotLegal):
        follow(State.ACTIVE, late, {"0": GIVE}, ends=END)


def test_a_city_is_heard_or_has_had_its_time() -> None:
    day = date(2027, 5, 1)
    silent = Heard(opened=True, answer_by=day)
    for kind in (DecisionKind.REVOKE, DecisionKind.ANNUL):
        assert terms.not_heard(kind, Heard(), on=day)
        assert terms.not_heard(kind, silent, on=day), "the last day is hers"
        assert terms.not_heard(kind, silent, on=day + timedelta(days=1)) is None
        answered = Heard(opened=True, answered=True, answer_by=day)
        assert terms.not_heard(kind, answered, on=day) is None
    assert terms.not_heard(DecisionKind.SUSPEND, Heard(), on=day) is None, "it may be urgent"


def holding(level: str, end: datetime, *, ended: bool = False, lasts: bool = True):  # type: ignore[no-untyped-def]
    return renewing.Holding(level, end, ended, lasts)


def test_a_case_is_a_first_one_a_renewal_or_an_upgrade_by_what_the_city_holds() -> None:
    levels, usual = ("silver", "gold"), Terms()

    def kind(held, target, on):  # type: ignore[no-untyped-def]
        return renewing.kind_of_case(held, target, levels, usual, on=on)

    day = END.date()
    assert kind([], "silver", day) == (CaseKind.INITIAL, None)
    silver = [holding("silver", END)]
    assert kind(silver, "gold", START.date()) == (CaseKind.UPGRADE, None)
    first = terms.months_after(day, -12)
    early, reason = kind(silver, "silver", first - timedelta(days=1))
    assert early == CaseKind.RENEWAL
    assert reason is not None
    assert reason.params == {"from": first.isoformat()}
    assert kind(silver, "silver", first) == (CaseKind.RENEWAL, None)
    over = [holding("silver", END, lasts=False)]
    last = terms.months_after(day, 6)
    assert kind(over, "silver", last) == (CaseKind.RENEWAL, None)
    assert kind(over, "silver", last + timedelta(days=1)) == (CaseKind.INITIAL, None)
    gone = [holding("silver", END, ended=True)]
    assert kind(gone, "silver", START.date()) == (CaseKind.INITIAL, None), "revoked: a new start"


def test_an_early_renewal_loses_no_time_and_a_late_one_gains_none() -> None:
    end = date(2030, 6, 30)
    assert terms.new_end(date(2029, 9, 1), 36, end) == date(2033, 6, 30)
    assert terms.new_end(date(2030, 9, 1), 36, end) == date(2033, 9, 1)
    assert terms.new_end(date(2028, 2, 29), 12, None) == date(2029, 2, 28)


def test_terms_out_of_bounds_are_named() -> None:
    assert terms.refusals(Terms()) == ()
    found = terms.refusals(Terms(hearing_days=1, panel=2))
    assert [reason.params["term"] for reason in found] == ["hearing_days", "panel"]
    assert terms.read_terms(Terms(panel=5).document()) == Terms(panel=5)


def test_the_mid_term_day_never_comes_after_the_end() -> None:
    assert terms.update_due(START, END, Terms()) == date(2028, 7, 1)
    assert terms.update_due(START, END, Terms(update_months=0)) is None
    assert terms.update_due(START, END, Terms(update_months=60)) is None


@given(st.lists(st.sampled_from(list(appeal.Vote))))
def test_a_tie_never_sets_a_decision_aside(votes: list[appeal.Vote]) -> None:
    more = votes.count(appeal.Vote.UPHOLD) > votes.count(appeal.Vote.DISMISS)
    assert appeal.upheld(votes) == more


def test_what_can_be_appealed_against_and_until_when() -> None:
    day = date(2027, 3, 1)
    refused = appeal.Against(DecisionKind.REFUSE, published=True, until=day)
    assert appeal.may_lodge(refused, on=day) == ()
    late = appeal.may_lodge(refused, on=day + timedelta(days=1))
    assert [reason.key for reason in late] == ["appeal.too_late"]
    again = appeal.Against(DecisionKind.REFUSE, True, day, appealed=True)
    assert [reason.key for reason in appeal.may_lodge(again, on=day)] == ["appeal.once"]
    for kind in (DecisionKind.DEFER, DecisionKind.LAPSE, DecisionKind.GRANT):
        assert appeal.may_lodge(appeal.Against(kind, True, day), on=day)
    secret = appeal.Against(DecisionKind.REFUSE, published=False, until=None)
    assert appeal.may_lodge(secret, on=day), "what is not public can't be appealed against"
