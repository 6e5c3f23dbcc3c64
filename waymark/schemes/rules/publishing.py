"""How an edition comes into force and leaves it, and who may bring that about: tables."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from waymark.kernel.flow import Flow, Step
from waymark.people.rules import Role


class Permit(StrEnum):
    """Acts of this room."""

    DRAFT_EDITION = "draft_edition"
    PUBLISH_EDITION = "publish_edition"
    DRAFT_ADAPTATION = "draft_adaptation"
    DECIDE_ADAPTATION = "decide_adaptation"
    COMMENT_ON_ADAPTATION = "comment_on_adaptation"


TABLE: Mapping[str, frozenset[Role]] = {
    Permit.DRAFT_EDITION: frozenset({Role.SECRETARIAT, Role.STEWARD}),
    Permit.PUBLISH_EDITION: frozenset({Role.CHAIR}),
    Permit.DRAFT_ADAPTATION: frozenset({Role.SECRETARIAT}),
    Permit.DECIDE_ADAPTATION: frozenset({Role.CHAIR}),
    Permit.COMMENT_ON_ADAPTATION: frozenset({Role.USER}),
}

EDITION = Flow(
    "edition",
    start="draft",
    steps=(
        Step("publish", "draft", "published", Permit.PUBLISH_EDITION),
        Step("supersede", "published", "superseded", Permit.PUBLISH_EDITION),
        Step("restore", "superseded", "published", Permit.DECIDE_ADAPTATION),
        Step("retire", ("published", "superseded"), "retired", Permit.PUBLISH_EDITION),
    ),
)
"""A case keeps its edition whatever becomes of it, so leaving force takes nothing from anybody."""
