"""National adaptations: a closed algebra of additions over a published edition.

An overlay can localise, add, tighten, and, only where a global body endorses it by name, substitute
or waive. There is no operation that removes a criterion, loosens a rule or touches the rule of a
core criterion, so none can slip through. `resolve` lays an overlay over its base and gives an
ordinary scheme, which the one engine evaluates.

Source: Waymark's model of certification, "Overlay algebra"; the founding document on SDG Cities,
paragraphs 26 and 30, asks for national mechanisms that adapt the criteria with endorsement.
"""

from waymark.schemes.rules.overlay.changes import (
    Change,
    ChangeClass,
    Rebased,
    changes,
    class_of,
    rebase,
)
from waymark.schemes.rules.overlay.model import (
    AddCriterion,
    AddEvidenceKind,
    AddRule,
    Base,
    Localise,
    MapSource,
    Op,
    Overlay,
    Substitute,
    Tighten,
    Waive,
    overlay_document,
    overlay_hash,
)
from waymark.schemes.rules.overlay.parse import parse_overlay
from waymark.schemes.rules.overlay.resolving import resolve
from waymark.schemes.rules.overlay.strict import implies, is_stricter

__all__ = [
    "AddCriterion",
    "AddEvidenceKind",
    "AddRule",
    "Base",
    "Change",
    "ChangeClass",
    "Localise",
    "MapSource",
    "Op",
    "Overlay",
    "Rebased",
    "Substitute",
    "Tighten",
    "Waive",
    "changes",
    "class_of",
    "implies",
    "is_stricter",
    "overlay_document",
    "overlay_hash",
    "parse_overlay",
    "rebase",
    "resolve",
]
