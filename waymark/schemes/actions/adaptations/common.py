"""What every act on an adaptation needs: the row locked, the facts of its conditions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Adaptation, Edition
from waymark.schemes.queries import lying, overlay_of
from waymark.schemes.rules.adapting import ADAPTATION, AdaptationFacts, keys

MOST_TEXT = 5_000


def lock(adaptation: Adaptation) -> Adaptation:
    """The row as it is now, held until the transaction ends."""
    rows = Adaptation.objects.select_for_update(of=("self",))
    return rows.select_related("mechanism", "base").get(pk=adaptation.pk)


def facts_of(row: Adaptation, at: datetime, **more: Any) -> AdaptationFacts:
    """What the conditions of the flow ask for."""
    scheme, problems = lying(row)
    laid = scheme.adaptation if scheme else None
    return AdaptationFacts(
        ops=len(overlay_of(row).ops),
        problems=len(problems),
        comments_until=row.comments_until,
        unanswered=row.comments.filter(replied_at=None, hidden_at=None).count(),
        today=at.date(),
        deviations=keys(laid.deviations) if laid else frozenset(),
        base_in_force=row.base.state == Edition.State.PUBLISHED,
        **more,
    )


def take(row: Adaptation, step: str, facts: AdaptationFacts) -> None:
    """Move on by a step, if it may be taken. Raises Refused with every reason."""
    row.state = ADAPTATION.step(step, row.state, facts).target


def said(text: str) -> str:
    """A text without blanks around it. Raises Refused for none and for a very long one.

    A browser counts the end of a line as one character and sends two.
    """
    words = text.replace("\r\n", "\n").strip()
    if not words:
        raise Refused(Reason("adaptation.no_text"))
    if len(words) > MOST_TEXT:
        raise Refused(Reason("adaptation.text_too_long", {"most": MOST_TEXT}))
    return words
