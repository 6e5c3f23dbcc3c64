"""What the first page counts: only what is public and only what is really there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from waymark.awards import queries as awards
from waymark.base.face import address
from waymark.schemes.queries import published, scheme_of


@dataclass(frozen=True)
class Figure:
    """A count and what it counts."""

    count: int
    label: str


def figures(viewer: Any) -> list[Figure]:
    """Return the counts of the first page; what is not there is not counted."""
    edition = published(viewer).first()
    if edition is None:
        return []
    criteria = len(scheme_of(edition).criteria)
    stages = len(scheme_of(edition).stages)
    certificates = awards.published(viewer).count()
    label = ngettext("certificate in the registry", "certificates in the registry", certificates)
    found = [Figure(certificates, label)] if certificates else []
    return [
        *found,
        Figure(criteria, ngettext("public criterion", "public criteria", criteria)),
        Figure(stages, ngettext("stage", "stages", stages)),
    ]


def verify_address() -> str:
    """Return where certificates are checked, or "" where this installation has no such page."""
    return address("verify")
