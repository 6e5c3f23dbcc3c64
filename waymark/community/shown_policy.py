"""Policy issues as pages, files and feeds show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from waymark.base.face import open_address
from waymark.base.fields import Words, listed
from waymark.community import wording_policy as wording
from waymark.community.forms.policy import SAY
from waymark.community.models import PolicyIssue, PolicyVersion, PolicyWord
from waymark.community.queries.policy_voices import Speaker
from waymark.community.rules.policy import (
    ISSUE,
    WITH_LINK,
    IssueState,
    Permit,
    told_unnamed,
)
from waymark.kernel.tables import Cell, csv_chunks
from waymark.library.wording import TOPICS, names


@dataclass(frozen=True)
class Line:
    """An issue, with its kinds, level and topics in words."""

    row: PolicyIssue
    sorts: str
    level: str
    topics: str

    @property
    def state(self) -> str:
        """Where it stands, as a status."""
        return f"policy.{self.row.state}"

    @property
    def reads(self) -> str:
        """Who reads it, as a status."""
        return f"need.{self.row.visible}"

    @property
    def asked(self) -> Words | None:
        """The body that is asked, if there is one."""
        return self.row.body.name if self.row.body is not None else None


def line(row: PolicyIssue) -> Line:
    """Put an issue into words."""
    return Line(
        row,
        listed(str(wording.SORTS[one]) for one in row.sorts),
        str(wording.LEVELS[row.level]),
        names(TOPICS, row.topics),
    )


@dataclass(frozen=True)
class Word:
    """One thing that was said: for which level, by whom, with which step."""

    row: PolicyWord
    voice: str
    speaker: Words
    title: str
    effect: str

    @property
    def state(self) -> str:
        """The state that it led to, as a status, or ""."""
        return f"policy.{self.row.state}" if self.row.state else ""


def word(row: PolicyWord) -> Word:
    """Put what was said into words."""
    side = row.place or row.body
    assert side is not None
    return Word(
        row,
        str(wording.VOICES[row.voice]),
        side.name,
        str(wording.DONE.get(row.step, "")),
        str(wording.EFFECTS.get(row.effect, "")),
    )


@dataclass(frozen=True)
class Turns:
    """What a reader can do next. links: whether one of the steps can name an address."""

    steps: list[tuple[str, Any]]
    finds: bool

    @property
    def links(self) -> bool:
        """Whether an address goes with one of them."""
        return any(step in WITH_LINK for step, _label in self.steps)


def turns(row: PolicyIssue, side: Speaker | None, may: Callable[[str], bool]) -> Turns:
    """Return it as choices of a form: words alone last."""
    if row.state == IssueState.WITHDRAWN:
        return Turns([], finds=False)
    found: list[tuple[str, Any]] = [
        (step.name, wording.DO[step.name]) for step in ISSUE.open(row.state) if may(step.permit)
    ]
    speaks = may(Permit.SPEAK_ON_POLICY)
    if speaks:
        found.append((SAY, wording.DO[SAY]))
    local = side is not None and side.place is not None
    return Turns(found, finds=speaks and local and row.state == IssueState.CHANGED)


@dataclass(frozen=True)
class Version:
    """One change of an issue in words."""

    at: datetime
    by: str
    title: str


def version(row: PolicyVersion) -> Version:
    """Say what was changed, by the names of the parts."""
    parts = dict.fromkeys(str(wording.PARTS.get(name, name)) for name in row.changed)
    said = (
        _("Changed: %(parts)s") % {"parts": listed(parts)}
        if parts
        else pgettext("a policy issue", "Written down")
    )
    return Version(row.at, str(row.by), said)


def table(rows: Iterable[Any], base: str) -> Iterator[bytes]:
    """Yield public issues as CSV; a count that is withheld is empty, and looks like none."""
    return csv_chunks(_rows(rows, base))


def _rows(rows: Iterable[Any], base: str) -> Iterator[list[Cell]]:
    yield [
        *("id", "title", "country", "city", "fictional", "about", "level", "body", "authority"),
        *("topics", "goals", "criteria", "state", "opened", "in_state_since"),
        *("further_cities_named", "further_cities_unnamed", "url"),
    ]
    to = open_address("policy_issue")
    for row in rows:
        yield [
            *(row.pk, row.title, row.place.country_id, str(row.place.name)),
            "yes" if row.place.fictional else "no",
            *(" ".join(row.sorts), row.level, str(row.body.name) if row.body else ""),
            *(row.authority, " ".join(row.topics), " ".join(row.goals), " ".join(row.criteria)),
            *(row.state, row.opened_at.date(), row.moved_at.date()),
            *(row.named, told_unnamed(row.unnamed), f"{base}{to(row.pk)}"),
        ]
