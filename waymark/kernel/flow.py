"""State machines as tables: what may happen, from where, by whom, and under which conditions.

A flow is code, written once in a room's `rules.py`, checked when the module is imported, and able
to draw its own diagram for the documentation. It never looks at a user: the permit named in a
step is demanded by the action, the facts are gathered by the action, and the flow only answers
whether the step may be taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was refused: a message key and the values its sentence needs."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        if not self.params:
            return self.key
        return f"{self.key}({', '.join(f'{k}={v}' for k, v in self.params.items())})"


Need = Callable[[Any], "Reason | str | None"]
"""A condition: facts -> None when met, else the reason (or only its message key)."""


class Refused(Exception):
    """A step that the table does not allow now. Names every reason, not only the first."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = reasons


class BadTable(ValueError):
    """A flow whose table contradicts itself. Raised on import, so it never reaches a user."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row: `name` leads from any of `source` to `target` for whoever holds `permit`."""

    name: str
    source: str | tuple[str, ...]
    target: str
    permit: str
    needs: tuple[Need, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The states it may start from, always as a tuple."""
        return (self.source,) if isinstance(self.source, str) else self.source


@dataclass(frozen=True)
class Flow:
    """A named table of steps and the state in which everything begins."""

    name: str
    start: str
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if problems := self.problems():
            raise BadTable(f"flow {self.name}: " + "; ".join(problems))

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, the start first, in the order the table names them."""
        found = dict.fromkeys([self.start])
        for step in self.steps:
            found.update(dict.fromkeys((*step.sources, step.target)))
        return tuple(found)

    @property
    def ends(self) -> tuple[str, ...]:
        """The states that no step leaves."""
        left = {source for step in self.steps for source in step.sources}
        return tuple(state for state in self.states if state not in left)

    def open(self, state: str) -> tuple[Step, ...]:
        """The steps that start from `state`, whether or not their needs are met yet."""
        return tuple(step for step in self.steps if state in step.sources)

    def step(self, name: str, state: str, facts: object = None) -> Step:
        """The step `name` from `state`; raise `Refused` with all reasons if it may not be taken."""
        for step in self.open(state):
            if step.name == name:
                if reasons := self.missing(step, facts):
                    raise Refused(*reasons)
                return step
        known = any(step.name == name for step in self.steps)
        key = "flow.not_from_here" if known else "flow.unknown_step"
        raise Refused(Reason(key, {"flow": self.name, "step": name, "state": state}))

    def missing(self, step: Step, facts: object) -> tuple[Reason, ...]:
        """What still stands in the way of `step`, in the order of its needs."""
        answers = (need(facts) for need in step.needs)
        return tuple(Reason(a) if isinstance(a, str) else a for a in answers if a)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the table itself; empty for a sound one."""
        found: list[str] = []
        taken: set[tuple[str, str]] = set()
        for step in self.steps:
            if not step.sources:
                found.append(f"step {step.name} starts nowhere")
            for source in step.sources:
                if (step.name, source) in taken:
                    found.append(f"step {step.name} from {source} is given twice")
                taken.add((step.name, source))
        reached = self._reached()
        found += [
            f"state {state} is never reached" for state in self.states if state not in reached
        ]
        return tuple(found)

    def as_mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = [
            f"    {source} --> {step.target}: {step.name} ({step.permit})"
            for step in self.steps
            for source in step.sources
        ]
        lines += [f"    {state} --> [*]" for state in self.ends]
        return "\n".join(["stateDiagram-v2", f"    [*] --> {self.start}", *lines])

    def _reached(self) -> set[str]:
        reached, fresh = {self.start}, [self.start]
        while fresh:
            state = fresh.pop()
            for step in self.open(state):
                if step.target not in reached:
                    reached.add(step.target)
                    fresh.append(step.target)
        return reached
