"""Reading the words of documents that have become public."""

from __future__ import annotations

from django_tasks import task

from waymark.assessments.actions.documents import follow_documents
from waymark.base.jobs import every


@every(300)
@task(priority=-20)
def follow_public_documents() -> None:
    """Look every five minutes; where nothing changed, nothing is read or written."""
    follow_documents()
