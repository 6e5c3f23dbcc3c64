"""What was taken over from results of other schemes, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from waymark.assessments.rules.document import Imported
from waymark.schemes.crosswalk_words import RELATIONS


@dataclass(frozen=True)
class Source:
    """Where an answer comes from, as a reviewer sees it."""

    imported: Imported
    relation: str
    over: bool


def imported_words(imported: Imported | None, today: date) -> Source | None:
    """Return where an answer was taken over from, in words; None where it is the city's own."""
    if imported is None:
        return None
    over = imported.valid_until is not None and today > imported.valid_until
    return Source(imported, str(RELATIONS.get(imported.relation, imported.relation)), over)


def rests_sentence(rests: Mapping[str, Any] | None) -> str:
    """Say on which result a criterion rests, and whether reviewers confirmed it."""
    if not rests:
        return ""
    told = {"name": rests["name"], "reference": rests["reference"]}
    if rests.get("confirmed"):
        return _("Taken over from %(name)s (%(reference)s) and confirmed by reviewers.") % told
    return (
        _("Taken over from %(name)s (%(reference)s), not confirmed: it counts for nothing.") % told
    )


def recognised_words(document: Mapping[str, Any]) -> str:
    """Say for a certificate which criteria rest on a recognised result; "" where none does."""
    by_scheme: dict[str, list[str]] = {}
    for found in document["criteria"]:
        rests = found.get("rests")
        if rests and rests.get("confirmed"):
            by_scheme.setdefault(rests["name"], []).append(found["id"])
    if not by_scheme:
        return ""
    told = "; ".join(f"{', '.join(ids)} ({name})" for name, ids in sorted(by_scheme.items()))
    return f" Taken over from recognised results and confirmed by reviewers: {told}."
