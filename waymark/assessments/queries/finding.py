"""What everybody may find of cases: documents of cities, and reports behind grants."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from waymark.assessments.models import EvidenceItem, EvidenceRevision
from waymark.assessments.queries.dossier import scheme_under
from waymark.assessments.queries.files import opens_for_everybody
from waymark.assessments.queries.report import public_reports
from waymark.assessments.rules.case import EvidenceState
from waymark.base.files.words import VERSION, Words
from waymark.base.models import Blob
from waymark.kernel import text as texts
from waymark.kernel.search import guess
from waymark.search.rules import PAGE, PIECE, Entry, Text

DOCUMENT = "document"


def document_key(item: str) -> str:
    """The key under which the document of an evidence item is in the index."""
    return f"{DOCUMENT}:{item}"


def public_documents(viewer: Any) -> QuerySet[EvidenceRevision]:
    """Return the contents that everybody may open and that still count, the newest last of each.

    As `files.readable` lets the public in: said to be public, handed in, and decided on in public;
    none that was withdrawn or erased since.
    """
    return (
        opens_for_everybody()
        .filter(item__state=EvidenceState.ACTIVE, blob__erased_at=None)
        .select_related("item__case__place", "blob")
        .defer("item__case__place__boundary")
        .order_by("item_id", "seq")
    )


def newest_documents(viewer: Any) -> list[EvidenceRevision]:
    """Return one content of each public item: the newest that everybody may open."""
    rows = public_documents(viewer).prefetch_related("item__links")
    return list({row.item_id: row for row in rows}.values())


def public_document(item: str) -> EvidenceRevision | None:
    """Return the newest public content of an item, locked with its item and file, or None.

    Whoever withdraws or erases it waits until the lock is given back, and then takes it out.
    """
    list(EvidenceItem.objects.select_for_update().filter(pk=item))
    list(Blob.objects.select_for_update(of=("self",)).filter(evidencerevision__item=item))
    return public_documents(None).filter(item=item).last()


def document_entry(row: EvidenceRevision, words: Words | None) -> Entry:
    """Return a public document as it is found, with the words that were read of it."""
    item = row.item
    held = words or Words()
    # Only the head is looked at, so that nothing long is read of what did not change.
    language = item.language or guess(" ".join([item.title, *held.pages[:2]])[:2000])
    criteria = sorted({link.criterion for link in item.links.all()})
    place = texts.pick(item.case.place.name, language).text
    about = " · ".join([place, *([", ".join(criteria)] if criteria else [])])
    facts = (item.pk, row.seq, row.blob_id, item.title, language, about, len(held.pages), VERSION)
    return Entry(
        document_key(item.pk),
        DOCUMENT,
        reverse("assessments:evidence_preview", args=[item.pk, row.seq]),
        {language: Text(item.title, about, (PAGE if held.numbered else PIECE).join(held.pages))},
        stamp=hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest(),
    )


def report_entries() -> Iterator[Entry]:
    """Return every public report, by its city's name, with the scheme and the level aimed for."""
    for report in public_reports(None):
        scheme = scheme_under(report.case, report.edition_sha256)
        level = next((one.name for one in scheme.levels if one.id == report.case.target_level), {})
        name = report.case.place.name
        yield Entry(
            f"report:{report.pk}",
            "report",
            reverse("assessments:report", args=[report.pk]),
            {
                code: Text(said, _scheme_and_level(scheme.title, level, code))
                for code, said in name.items()
                if said
            },
        )


def _scheme_and_level(scheme: Any, level: Any, code: str) -> str:
    return " · ".join(texts.pick(said, code).text for said in (scheme, level) if said)
