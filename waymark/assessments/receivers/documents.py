"""Documents become public with a decision, and cease to be."""

from __future__ import annotations

from waymark.base.jobs import is_waiting, once
from waymark.base.models import Record
from waymark.base.record import receives


@receives("decision.published", "evidence.withdrawn", "evidence.erased", "evidence.described")
def follow_documents_soon(row: Record) -> None:
    """Read them once, where many become public in a row."""
    from waymark.assessments.jobs.documents import follow_public_documents  # reads schemes

    if not is_waiting(follow_public_documents):
        once(f"documents:{row.uid}", follow_public_documents)
