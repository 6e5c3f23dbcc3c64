"""How an edition comes into force and leaves it, and who may bring that about: tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.kernel.flow import Flow, Reason, Step
from waymark.people.rules import Role


class Permit(StrEnum):
    """Acts of this room."""

    DRAFT_EDITION = "draft_edition"
    PUBLISH_EDITION = "publish_edition"
    COMMENT_ON_EDITION = "comment_on_edition"
    DRAFT_ADAPTATION = "draft_adaptation"
    PROPOSE_ENDORSEMENT = "propose_endorsement"
    DECIDE_ADAPTATION = "decide_adaptation"
    COMMENT_ON_ADAPTATION = "comment_on_adaptation"
    DRAFT_CROSSWALK = "draft_crosswalk"
    DECIDE_CROSSWALK = "decide_crosswalk"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.DRAFT_EDITION: frozenset({Role.SECRETARIAT, Role.STEWARD}),
    Permit.PUBLISH_EDITION: frozenset({Role.CHAIR}),
    Permit.COMMENT_ON_EDITION: frozenset({Role.USER}),
    Permit.DRAFT_ADAPTATION: frozenset({Role.SECRETARIAT}),
    Permit.PROPOSE_ENDORSEMENT: frozenset({Role.STEWARD}),
    Permit.DECIDE_ADAPTATION: frozenset({Role.CHAIR}),
    Permit.COMMENT_ON_ADAPTATION: frozenset({Role.USER}),
    Permit.DRAFT_CROSSWALK: frozenset({Role.SECRETARIAT}),
    Permit.DECIDE_CROSSWALK: frozenset({Role.CHAIR}),
}


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What the conditions ask for. `reused`: ids that an earlier edition gave to something else.

    `looked`: whoever approves says that she has read what it would mean for cases.
    """

    changes: int = 0
    reused: int = 0
    version_fits: bool = True
    base_in_force: bool = True
    comments_until: date | None = None
    today: date | None = None
    unanswered: int = 0
    taken_up: str = ""
    looked: bool = False
    reasons: str = ""


def _changed(facts: EditionFacts) -> str | None:
    return None if facts.changes else "edition.empty"


def _own_ids(facts: EditionFacts) -> Reason | None:
    return Reason("edition.reused", {"count": facts.reused}) if facts.reused else None


def _numbered(facts: EditionFacts) -> str | None:
    return None if facts.version_fits else "edition.version_too_near"


def _current(facts: EditionFacts) -> str | None:
    return None if facts.base_in_force else "edition.base_superseded"


def _heard(facts: EditionFacts) -> Reason | None:
    """The time for comments is over."""
    until, today = facts.comments_until, facts.today
    if until is not None and today is not None and today > until:
        return None
    return Reason("edition.comments_open", {"until": until.isoformat() if until else ""})


def _answered(facts: EditionFacts) -> Reason | None:
    if not facts.unanswered:
        return None
    return Reason("adaptation.unanswered", {"count": facts.unanswered})


def _told(facts: EditionFacts) -> str | None:
    return None if facts.taken_up.strip() else "edition.no_summary"


def _looked(facts: EditionFacts) -> str | None:
    return None if facts.looked else "edition.not_looked"


def _reasoned(facts: EditionFacts) -> str | None:
    return None if facts.reasons.strip() else "adaptation.no_reasons"


EDITION = Flow(
    "edition",
    start="draft",
    steps=(
        Step(
            "consult",
            "draft",
            "consultation",
            Permit.DRAFT_EDITION,
            (_changed, _own_ids, _numbered, _current),
        ),
        Step("rework", "consultation", "draft", Permit.DRAFT_EDITION),
        Step("discard", "draft", "retired", Permit.DRAFT_EDITION),
        Step(
            "approve",
            "consultation",
            "approved",
            Permit.PUBLISH_EDITION,
            (_heard, _answered, _told, _looked, _reasoned, _own_ids, _current),
        ),
        Step("return", "consultation", "draft", Permit.PUBLISH_EDITION, (_reasoned,)),
        Step("reopen", "approved", "draft", Permit.PUBLISH_EDITION, (_reasoned,)),
        Step("publish", "approved", "published", Permit.PUBLISH_EDITION, (_current,)),
        Step("load", "draft", "published", Permit.PUBLISH_EDITION),
        Step("supersede", "published", "superseded", Permit.PUBLISH_EDITION),
        Step("restore", "superseded", "published", Permit.DECIDE_ADAPTATION),
        Step("retire", ("published", "superseded"), "retired", Permit.PUBLISH_EDITION),
    ),
)
"""A case keeps its edition whatever becomes of it, so leaving force takes nothing from anybody.

`load` is the operator's, for the editions that ship; `restore` is for national editions only.
"""
DECISIONS = ("approve", "return", "reopen")
"""The steps that the chair of the global committee takes with reasons."""
OPEN_TO_ALL = frozenset({"consultation", "approved", "published", "superseded", "retired"})
"""States in which everybody reads an edition; one that was discarded stays with its writers."""
