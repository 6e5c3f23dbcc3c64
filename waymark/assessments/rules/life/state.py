"""What a certificate is at a moment: a fold over the decisions on it, and the clock for its end.

The register of awards keeps the same life as events of its own, signed files and status lists
with them; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waymark.assessments.rules.case import GIVES, DecisionKind


class State(StrEnum):
    """What a certificate is."""

    NONE = "none"
    ACTIVE = "valid"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    ANNULLED = "annulled"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Act:
    """A decision, from the moment when it has effect."""

    id: str
    kind: DecisionKind
    at: datetime
    about: str = ""  # the id of the decision that it sets aside
    replaces: bool = False  # gives another certificate, which stands in the place of this one


class NotLegal(ValueError):
    """An act that can not follow on a certificate's state."""

    def __init__(self, state: State, step: str) -> None:
        super().__init__(f"{step} can not follow on {state}")
        self.state, self.step = state, step


ENDED_BY_CLOCK = frozenset({State.ACTIVE, State.SUSPENDED})
STEPS: Mapping[State, Mapping[str, State]] = {
    State.NONE: {"give": State.ACTIVE},
    State.ACTIVE: {
        "suspend": State.SUSPENDED,
        "revoke": State.REVOKED,
        "lapse": State.EXPIRED,
        "replace": State.SUPERSEDED,
        "end": State.ENDED,
        "confirm": State.ACTIVE,
        "annul_give": State.ANNULLED,
    },
    State.SUSPENDED: {
        "lift_suspension": State.ACTIVE,
        "annul_suspend": State.ACTIVE,
        "revoke": State.REVOKED,
        "lapse": State.EXPIRED,
        "replace": State.SUPERSEDED,
        "confirm": State.SUSPENDED,
        "annul_give": State.ANNULLED,
    },
    # A revocation that is set aside has put the certificate's bit into the world: the city gets
    # another certificate, and this one stays revoked.
    State.REVOKED: {"annul_revoke": State.REVOKED},
    State.EXPIRED: {"annul_give": State.ANNULLED, "annul_suspend": State.EXPIRED},
    State.SUPERSEDED: {"annul_give": State.ANNULLED},
    State.ENDED: {"annul_give": State.ANNULLED},
}


def step_of(act: Act, before: Mapping[str, Act]) -> str:
    """Return the step of the table that an act is; `before` are the acts by their ids."""
    if act.replaces:
        return "replace"
    if act.kind in GIVES:
        return "give"
    if act.kind == DecisionKind.ANNUL:
        target = before.get(act.about)
        if target is None:
            return "annul_unknown"
        return f"annul_{step_of(target, before)}"
    return str(act.kind)


def follow(state: State, act: Act, before: Mapping[str, Act], *, ends: datetime | None) -> State:
    """Return the state that an act leads to. Raises NotLegal.

    After the end only what sets a decision aside can follow, and the lapse, once.
    """
    step = step_of(act, before)
    over = ends is not None and act.at >= ends and state in ENDED_BY_CLOCK
    if step == "lapse" and not over:
        raise NotLegal(state, step)
    seen = State.EXPIRED if over and step != "lapse" else state
    target = STEPS.get(seen, {}).get(step)
    if target is None:
        raise NotLegal(seen, step)
    return target


def state_at(acts: Iterable[Act], *, ends: datetime | None, at: datetime) -> State:
    """Return the state at a moment: fold(acts <= at), and the clock. Raises NotLegal."""
    state, before = State.NONE, dict[str, Act]()
    for act in sorted(acts, key=lambda one: one.at):
        if act.at > at:
            break
        state = follow(state, act, before, ends=ends)
        before[act.id] = act
    if ends is not None and at >= ends and state in ENDED_BY_CLOCK:
        return State.EXPIRED
    return state
