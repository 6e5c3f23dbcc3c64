"""What all machines share: acts by name, taken by anybody, each run rolled back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.world import World
from waymark.assessments.actions import case as cases
from waymark.assessments.actions import decision, desk, meeting, review
from waymark.assessments.actions.answers import BadAnswer, NotEditable
from waymark.assessments.actions.steps import Overtaken
from waymark.assessments.actions.submission import SomethingChanged
from waymark.awards.rules.lifecycle import NoSuchStep
from waymark.base.models import Record
from waymark.base.permits import NotPermitted
from waymark.kernel.flow import Reason, Refused

REFUSALS = (
    BadAnswer, NoSuchStep, NotEditable, NotPermitted, Overtaken, Refused, SomethingChanged,
    cases.CaseAlreadyOpen, decision.AlreadyDecided, desk.NoSuchSlot, desk.NotIndependent,
    meeting.AlreadyVoted, review.StaleSubmission,
)  # fmt: skip
"""How an act says no. Anything else that is raised is a fault of the engine."""

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
CLOCK = "clock"
Way = tuple[tuple[str, str], ...]


def by_clock(act: Any) -> Any:
    """Mark an act that the platform takes by itself."""
    act.by_clock = True
    return act


class Acts:
    """Acts by name, taken by people by name; `memory` is for what held after the step before."""

    def __init__(self, world: World) -> None:
        self.world = replace(world, extra=dict(world.extra))
        self.people: dict[str, Any] = {CLOCK: None}
        self.memory: dict[str, Any] = {}

    @classmethod
    def names(cls) -> list[str]:
        """Every act that there is."""
        return sorted(name.removeprefix("do_") for name in dir(cls) if name.startswith("do_"))

    def common(self, by: Any) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": by, "at": self.world.later()}

    def take(self, act: str, who: str) -> None:
        """Let somebody act. Raises one of REFUSALS."""
        done = getattr(self, f"do_{act}")
        if who == CLOCK and not getattr(done, "by_clock", False):
            raise NotPermitted(act)
        done(self.people[who])

    def walk(self, way: Way) -> None:
        """Take a whole way."""
        for act, who in way:
            self.take(act, who)

    def broken(self) -> list[str]:
        """Say what does not hold that always must."""
        raise LookupError

    def seen(self) -> Iterable[str]:
        """Say what a run has come by, so that a test can tell how far the machine gets."""
        return ()


def one(rows: Any) -> Any:
    """Return the first of some rows, or refuse: there is nothing to act on."""
    found = rows.first()
    if found is None:
        raise Refused(Reason("nothing.there"))
    return found


FROZEN = (
    "AnswerRevision", "Submission", "Declaration", "Verdict", "Report", "Ballot", "Decision",
    "Publication", "Ruling", "GlobalWord", "TransferWord", "Statement", "ConditionFinding",
    "SpotResult", "DrawResult", "Commitment", "Reveal", "FrameEntry", "AppealVote",
    "AppealOutcome", "Invoice", "InvoiceEvent", "FeeWaiver", "FeeSchedule", "MinutesRevision",
    "MinutesOpinion", "MeetingChange",
)  # fmt: skip


def changed(memory: dict[str, Any]) -> list[str]:
    """Invariant 1: say which rows that are never changed or removed were."""
    found = []
    for name in FROZEN:
        model = apps.get_model("assessments", name)
        now = {str(row[0]): hash(str(row)) for row in model.objects.order_by().values_list()}
        before = memory.get(name, {})
        if any(now.get(pk) != content for pk, content in before.items()):
            found.append(f"a {name} was changed or removed")
        memory[name] = now
    return found


@dataclass
class Run:
    """What came of letting a machine run."""

    seen: set[str] = field(default_factory=set)
    taken: int = 0
    done: dict[str, int] = field(default_factory=dict)  # act -> how often it was not refused


def machine(
    start: World, kind: Callable[[World], Acts], way: Way, run: Run, often: str
) -> type[RuleBasedStateMachine]:
    """Make a machine that goes all or a part of a way at once, and then anywhere.

    `often` is an act that is tried as often as all others together.
    """
    names = kind.names()  # type: ignore[attr-defined]
    acts = names + [often] * (len(names) if often else 0)
    people = sorted(kind(start).people)

    class Steps(RuleBasedStateMachine):
        @initialize(quarters=st.sampled_from((4, 3, 2, 1, 0)))
        def begin(self, quarters: int) -> None:
            """Go so far that the late acts are met as often as the first."""
            self.outer = transaction.atomic()
            self.outer.__enter__()
            self.acts, self.next = kind(start), len(way) * quarters // 4
            for act, who in way[: self.next]:
                self.acts.take(act, who)
                run.seen.update(self.acts.seen())

        @rule(act=st.sampled_from(acts), who=st.sampled_from(people))
        def anybody_does_anything(self, act: str, who: str) -> None:
            self.attempt(act, who)

        @rule(skip=st.integers(0, 2))
        def somebody_does_what_comes_next(self, skip: int) -> None:
            if self.next + skip < len(way):
                self.attempt(*way[self.next + skip])
                self.next += skip + 1

        def attempt(self, act: str, who: str) -> None:
            run.taken += 1
            before = Record.objects.count()
            try:
                with transaction.atomic():
                    self.acts.take(act, who)
                run.done[act] = run.done.get(act, 0) + 1
            except REFUSALS:
                assert Record.objects.count() == before, "a refused act has left a trace"
            run.seen.update(self.acts.seen())

        @invariant()
        def what_must_hold_does(self) -> None:
            if hasattr(self, "acts"):
                found = [*changed(self.acts.memory), *self.acts.broken()]
                assert found == []

        def teardown(self) -> None:
            if hasattr(self, "outer"):
                transaction.set_rollback(True)
                self.outer.__exit__(None, None, None)

    return Steps


def explore(
    start: World,
    kind: Callable[[World], Acts],
    ways: tuple[Way, ...],
    *,
    runs: int = 5,
    steps: int = 30,
    shrink: bool = THOROUGH,
    often: str = "",
) -> Run:
    """Let a machine run on each way, and return what it has come by.

    A failure is shown as it was met; making it as short as can be takes minutes, for the thorough.
    """
    run = Run()
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    for way in ways:
        run_state_machine_as_test(
            machine(start, kind, way, run, often),
            settings=settings(
                max_examples=runs * 20 if THOROUGH else runs,
                stateful_step_count=steps,
                phases=phases,
                report_multiple_bugs=False,
                deadline=None,
                derandomize=not THOROUGH,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    return run
