"""A made-up scheme and its crosswalk, and strategies of whole documents."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from waymark.kernel import text
from waymark.schemes import actions
from waymark.schemes.models import Crosswalk
from waymark.schemes.rules.crosswalk import FORMAT, Checked, Confidence, Relation

OURS = {"sdg-cities": frozenset({"A01", "A02", "A03", "A04"})}


def row(theirs: str, criterion: str, **more: Any) -> dict[str, Any]:
    """A row that fills in level 2, or another one."""
    return {
        "theirs": theirs,
        "title": f"Their rule {theirs}",
        "needs": "basic",
        "criterion": criterion,
        "relation": "equal",
        "level": 2,
        "confidence": "high",
        "status": "checked",
        "checked_by": "M. Reader",
        "checked_on": "2026-01-20",
        "source": f"Handbook, rule {theirs}",
        "reason": "Both ask for the same paper.",
    } | more


def unchecked(theirs: str, criterion: str, **more: Any) -> dict[str, Any]:
    """A row that nobody has checked."""
    return row(
        theirs, criterion, **({"status": "proposed", "checked_by": "", "checked_on": ""} | more)
    )


DOCUMENT: dict[str, Any] = {
    "format": FORMAT,
    "id": "harbour-pledge",
    "name": "Harbour Pledge",
    "owner": "A made-up society",
    "edition": "First",
    "url": "https://pledge.example/",
    "to": "sdg-cities",
    "version": 1,
    "language": "en",
    "fictional": True,
    "about": "Made up for tests.",
    "levels": [{"id": "basic", "title": "Basic"}, {"id": "full", "title": "Full"}],
    "rows": [
        row("P1", "A01"),
        row("P2", "A02", relation="superset", needs="full", level=3),
        row("P3", "A03", relation="subset"),
        unchecked("P4", "A04"),
    ],
}


def document(**more: Any) -> dict[str, Any]:
    """The document, or another one."""
    return copy.deepcopy(DOCUMENT) | more


def approve(row: Crosswalk, *, desk: Any, chair: Any, at: datetime) -> Crosswalk:
    """Lay a draft before the chair, who approves it."""
    actions.propose_crosswalk(crosswalk=row, by=desk, at=at)
    actions.decide_crosswalk(
        crosswalk=row, kind="approve", reasons="Read whole.", seen=row.sha256, by=chair, at=at
    )
    row.refresh_from_db()
    return row


def in_force(*, desk: Any, chair: Any, at: datetime, **more: Any) -> Crosswalk:
    """A crosswalk that counts."""
    begun = actions.begin_crosswalk(document=document(**more), by=desk, at=at)
    return approve(begun, desk=desk, chair=chair, at=at)


_plain = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
).map(lambda words: text.clean(f"a{words}z"))
_names = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True)


@st.composite
def rows(draw: Any, levels: list[str]) -> dict[str, Any]:
    """A row of any kind."""
    status = draw(st.sampled_from([one.value for one in Checked]))
    looked = status != "proposed"
    return {
        "theirs": draw(_names),
        "title": draw(_plain),
        "needs": draw(st.sampled_from(levels)),
        "criterion": draw(st.sampled_from(sorted(OURS["sdg-cities"]))),
        "relation": draw(st.sampled_from([one.value for one in Relation])),
        "level": draw(st.integers(1, 3)),
        "confidence": draw(st.sampled_from([one.value for one in Confidence])),
        "status": status,
        "checked_by": draw(_plain) if looked else "",
        "checked_on": draw(st.dates().map(str)) if looked else "",
        "source": draw(_plain),
        "reason": draw(_plain),
    }


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    """A whole document that can be taken in."""
    levels = draw(st.lists(_names, min_size=1, max_size=3, unique=True))
    given = draw(
        st.lists(
            rows(levels),
            min_size=1,
            max_size=6,
            unique_by=lambda one: (one["theirs"], one["criterion"]),
        )
    )
    return document(
        name=draw(_plain),
        owner=draw(_plain),
        about=draw(_plain),
        fictional=draw(st.booleans()),
        levels=[{"id": one, "title": draw(_plain)} for one in levels],
        rows=given,
    )
