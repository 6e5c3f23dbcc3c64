"""The words of public documents: read by a job, handed in to be found, and taken out at once."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from waymark.assessments.models import EvidenceRevision
from waymark.assessments.queries.finding import (
    DOCUMENT,
    document_entry,
    document_key,
    newest_documents,
    public_document,
)
from waymark.base.files.storage import BytesGone
from waymark.base.files.words import Words, can_be_read, kept_words, read_words
from waymark.base.models import Blob
from waymark.search import store

AT_ONCE = 20
"""Documents that are read in one go; the next go is five minutes later."""


def follow_documents(*, most: int = AT_ONCE) -> int:
    """Bring the index to the documents that are public now; return how many changed.

    No person acts here. At most `most` files are read, one after the other and outside of any
    transaction; the others are found by their titles until their turn comes.
    """
    rows = newest_documents(None)
    _read([row.blob for row in rows if row.blob is not None], most)
    held = store.digests(DOCUMENT)
    changed = store.forget(set(held) - {document_key(row.item_id) for row in rows})
    for row in rows:
        entry = document_entry(row, _words(row))
        if held.get(entry.key) != entry.digest(store.version()):
            changed += _hand_in(row.item_id)
    return changed


def forget_documents(items: Collection[str]) -> None:
    """Take the documents of evidence items out of the index, in the change's own transaction."""
    store.forget([document_key(item) for item in items])


def forget_files(files: Collection[Blob]) -> None:
    """Take every document out that has one of these contents, whoever else put it in as well."""
    held = EvidenceRevision.objects.filter(blob__in=list(files)).values_list("item_id", flat=True)
    forget_documents(set(held))


def _read(files: list[Blob], most: int) -> None:
    for file in files:
        if most == 0:
            break
        words = kept_words(file) if can_be_read(file) else None
        if not can_be_read(file) or (words is not None and words.settled):
            continue
        most -= 1
        try:
            read_words(file)
        except BytesGone:
            continue  # lost or just erased: it is found by its title, or by nothing


@transaction.atomic
def _hand_in(item: str) -> int:
    """Put one in as it is at this moment: it may have been withdrawn while others were read."""
    row = public_document(item)
    return store.keep([document_entry(row, _words(row))]) if row else 0


def _words(row: EvidenceRevision) -> Words | None:
    return kept_words(row.blob) if row.blob is not None else None
