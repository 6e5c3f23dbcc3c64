"""Documents become public with a decision."""

from __future__ import annotations

from waymark.base.models import Record
from waymark.base.record import receives


@receives("decision.published", "evidence.described")
def read_documents(row: Record) -> None:
    """Let what is public by now be found; nothing is read twice where several decisions follow."""
    from waymark.assessments.actions.documents import follow_documents  # reads schemes

    follow_documents()
