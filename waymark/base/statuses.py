"""The words, tones and signs of states: one table, so that a state looks alike everywhere.

A tone is never the only carrier: each state has its own word and a sign. Rooms add theirs with
`register`; the generic ones are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Tone = Literal["plain", "info", "good", "warn", "bad"]
SIGNS: Mapping[Tone, str] = {"plain": "○", "info": "◆", "good": "✓", "warn": "!", "bad": "✕"}


@dataclass(frozen=True)
class Status:
    """How a state is shown."""

    label: str | Promise
    tone: Tone = "plain"

    @property
    def sign(self) -> str:
        """The mark that goes with the tone."""
        return SIGNS[self.tone]


known: dict[str, Status] = {
    # work
    "not_started": Status(_("Not started")),
    "in_progress": Status(_("In progress"), "info"),
    "done": Status(_("Done"), "good"),
    "answered": Status(_("Answered"), "good"),
    "open": Status(pgettext_lazy("state", "Open"), "info"),
    "waiting": Status(_("Waiting"), "warn"),
    "due": Status(_("Due"), "warn"),
    "overdue": Status(_("Overdue"), "bad"),
    "ready": Status(_("Ready"), "info"),
    "running": Status(_("Running"), "info"),
    "failed": Status(_("Failed"), "bad"),
    "pending": Status(_("Pending"), "warn"),
    "missing": Status(_("Missing"), "bad"),
    "unread": Status(_("Unread"), "info"),
    # ways of a case, a task and a meeting
    "draft": Status(_("Draft")),
    "submitted": Status(_("Submitted"), "info"),
    "returned": Status(_("Returned"), "warn"),
    "admissible": Status(_("Admitted"), "info"),
    "admitted": Status(_("Admitted"), "good"),
    "refused": Status(_("Refused"), "bad"),
    "in_review": Status(_("In review"), "info"),
    "clarification": Status(_("Clarification open"), "warn"),
    "reported": Status(_("Report ready"), "info"),
    "scheduled": Status(_("On an agenda"), "info"),
    "decided": Status(_("Decided"), "good"),
    "closed": Status(_("Closed")),
    "withdrawn": Status(_("Withdrawn")),
    "turned_down": Status(_("Not taken further")),
    "invited": Status(_("Invited"), "warn"),
    "accepted": Status(_("Accepted"), "good"),
    "declined": Status(_("Declined"), "bad"),
    "delivered": Status(_("Delivered"), "good"),
    "recused": Status(_("Recused")),
    "recuse": Status(_("Recused")),
    "replaced": Status(_("Replaced")),
    "planned": Status(_("Planned")),
    "published": Status(_("Published"), "good"),
    "superseded": Status(_("Replaced")),
    "retired": Status(_("Retired")),
    # verdicts and results
    "accept": Status(_("Accepted"), "good"),
    "reject": Status(_("Rejected"), "bad"),
    "need_more": Status(_("More needed"), "warn"),
    "met": Status(_("Met"), "good"),
    "partly": Status(_("Partly met"), "warn"),
    "partly_met": Status(_("Partly met"), "warn"),
    "not_met": Status(_("Not met"), "bad"),
    "not_assessed": Status(_("Not assessed")),
    "not_applicable": Status(_("Not applicable")),
    "unknown": Status(_("Unknown"), "warn"),
    "erased": Status(_("Erased"), "bad"),
    "verified": Status(_("Verified"), "good"),
    "unverified": Status(_("Not verified"), "warn"),
    # awards
    "valid": Status(_("Valid"), "good"),
    "expired": Status(_("Expired"), "warn"),
    "suspended": Status(_("Suspended"), "warn"),
    "revoked": Status(_("Revoked"), "bad"),
    "not_valid": Status(_("Not valid"), "bad"),
    "not_checked": Status(_("Could not be checked"), "warn"),
    # who may see it
    "public": Status(_("Public")),
    "reviewers": Status(_("Reviewers")),
    "committee": Status(_("Committee")),
    "mandatory": Status(_("Mandatory"), "info"),
    "as_relevant": Status(_("As relevant")),
}


def register(states: Mapping[str, Status]) -> None:
    """Add a room's states. Raises ValueError where another room shows a state differently."""
    for value, status in states.items():
        if known.setdefault(value, status) != status:
            raise ValueError(f"the state {value} already has its words")


def find(value: str) -> Status:
    """Return how a state is shown; an unknown one appears under its own name."""
    return known.get(str(value)) or Status(str(value).replace("_", " ").capitalize())


def drawn(value: Any) -> SafeString:
    """Return a state as a tag with sign and word, in the active language."""
    return _drawn(str(value), get_language())


@lru_cache(maxsize=1000)
def _drawn(value: str, _language: str | None) -> SafeString:
    found = find(value)
    return format_html(
        '<span class="tag {}"><span aria-hidden="true">{}</span> {}</span>',
        found.tone,
        found.sign,
        found.label,
    )
