"""What a harvest means for the curators' queue: what is new, what has changed, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from waymark.library.rules.outside.telling import ALIKE, Told, alike, same_address, same_title


class State(StrEnum):
    """Where a thing of another catalogue stands here."""

    NEW = "new"  # waits: nobody here has decided
    CHANGED = "changed"  # waits: the source says something else than what was taken
    GONE = "gone"  # waits: the source has it no more
    TAKEN = "taken"
    REJECTED = "rejected"
    NOTED = "noted"  # somebody has seen that it is gone
    DROPPED = "dropped"  # gone before anybody decided


WAITING = (State.NEW, State.CHANGED, State.GONE)
COMPARED = ("title", "description", "publisher", "url", "licence")
"""What is taken over from a source. Of other things a change is no news."""


@dataclass(frozen=True)
class Held:
    """What is kept of a thing: its state, what the source said last, and what was taken."""

    state: str
    told: Told
    taken: Told | None = None


@dataclass(frozen=True)
class Change:
    """What becomes of one thing; `told` is None where the source says no more than that it went."""

    id: str
    state: State
    told: Told | None


def sort_out(found: Iterable[Told], held: Mapping[str, Held], *, complete: bool) -> list[Change]:
    """Return what a harvest changes, each thing once; what stays as it is is left out.

    complete: all that the source has was seen, so that what is missing is gone there.
    """
    told = {one.id: one for one in found}
    changes = []
    for name, one in told.items():
        before = held.get(name)
        state = _gone(before) if one.gone else _seen(one, before)
        if state is None:
            continue
        if before is None or state != before.state or (not one.gone and one != before.told):
            changes.append(Change(name, state, None if one.gone else one))
    for name, before in held.items() if complete else ():
        state = None if name in told else _gone(before)
        if state is not None and state != before.state:
            changes.append(Change(name, state, None))
    return changes


def _seen(one: Told, before: Held | None) -> State | None:
    if not one.title:
        return None
    if before is None or before.state in (State.NEW, State.DROPPED):
        return State.NEW
    if before.state == State.REJECTED:
        return State.REJECTED
    if before.taken is None or differing(before.taken, one):
        return State.CHANGED
    return State.TAKEN


def _gone(before: Held | None) -> State | None:
    if before is None or before.state in (State.REJECTED, State.DROPPED, State.NOTED):
        return None
    return State.DROPPED if before.state == State.NEW else State.GONE


def differing(before: Told, after: Told) -> tuple[str, ...]:
    """The texts in which two states differ."""
    return tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True)
class Known:
    """An entry of ours, as far as it may be the same as something else."""

    code: str
    titles: Sequence[str]
    url: str


class Likeness:
    """Finds which of our entries may be what another catalogue tells of."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._urls: dict[str, str] = {}
        self._titles: list[tuple[frozenset[str], str]] = []
        self._with: dict[str, list[int]] = {}  # a word, and the titles that have it
        for one in known:
            if one.url:
                self._urls.setdefault(same_address(one.url), one.code)
            for title in one.titles:
                words = same_title(title)
                for word in words:
                    self._with.setdefault(word, []).append(len(self._titles))
                self._titles.append((words, one.code))

    def of(self, url: str, *titles: str) -> list[tuple[str, str]]:
        """Return codes, each with "address" or "title" for why, at most five, addresses first."""
        found: dict[str, str] = {}
        if url and (code := self._urls.get(same_address(url))):
            found[code] = "address"
        for title in titles:
            asked = same_title(title)
            for number in sorted(self._near(asked)):
                words, code = self._titles[number]
                if code not in found and alike(asked, words):
                    found[code] = "title"
        return list(found.items())[:5]

    def _near(self, asked: frozenset[str]) -> set[int]:
        """Titles that may be alike: one that is lacks so few of the words that it has one of the
        rarest few."""
        rarest = sorted(asked, key=lambda word: (len(self._with.get(word, ())), word))
        few = rarest[: int(len(asked) * (1 - ALIKE) + 1e-9) + 1]
        return {number for word in few for number in self._with.get(word, ())}
