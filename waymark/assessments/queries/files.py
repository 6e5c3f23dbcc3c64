"""The one door to evidence files: who may open which content, and what of it a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from waymark.assessments.models import Case, Decision, EvidenceRevision, Submission
from waymark.assessments.queries.access import case_roles
from waymark.assessments.rules.case import Visibility
from waymark.assessments.rules.reading import may_open
from waymark.base.files import errors, previews, storage
from waymark.base.files.types import BY_MEDIA_TYPE
from waymark.base.models import Blob

FIRST_PAGES = 4


def _handed_in() -> Exists:
    """Whether this very content is named by a submission: its hash stands in the document."""
    return Exists(
        Submission.objects.filter(
            case=OuterRef("item__case"), document__contains=OuterRef("blob_id")
        )
    )


def _published() -> Exists:
    return Exists(Decision.objects.filter(case=OuterRef("item__case"), publication__isnull=False))


def opens_for_everybody() -> QuerySet[EvidenceRevision]:
    """Return the stored contents that everybody may open: the public's part of `readable`."""
    public = EvidenceRevision.objects.filter(item__visibility=Visibility.PUBLIC, blob__isnull=False)
    return public.filter(_published()).filter(_handed_in())


def readable(
    viewer: Any, item: str, seq: int, at: datetime | None = None
) -> EvidenceRevision | None:
    """Return a stored content of an evidence item, or None where the viewer may not open it.

    The city opens everything of its own; everybody else only what was handed in, by the item's
    visibility and the role on the case; the public what is public, once a decision on the case
    has been published. Contents that are links have no file and are never returned.
    """
    found = (
        EvidenceRevision.objects.filter(item=item, seq=seq, blob__isnull=False)
        .select_related("item__case__place", "blob")
        .defer("item__case__place__boundary")
        .annotate(handed_in=_handed_in(), published=_published())
        .first()
    )
    if found is None:
        return None
    roles = _roles(viewer, found.item.case, at or timezone.now())
    allowed = may_open(
        found.item.visibility, roles, handed_in=found.handed_in, published=found.published
    )
    return found if allowed else None


def _roles(viewer: Any, case: Case, at: datetime) -> frozenset[str]:
    if not getattr(viewer, "is_authenticated", False) or not viewer.is_active:
        return frozenset()
    return case_roles(viewer, case, at)


def label_of(blob: Blob | None) -> str:
    """Return what people call a file's type: "PDF", "XLSX"; "" for a link."""
    kind = BY_MEDIA_TYPE.get(blob.media_type) if blob else None
    return kind.label if kind else ""


@dataclass(frozen=True)
class Preview:
    """What a page can show of a file. At most one of `pages`, `table` and `text` is set.

    `kind` is pages, table, text, or "" where it can only be downloaded; `trouble` says that it
    should be there and could not be made. `notes` are what reading the file showed (`javascript`
    or `attachments` in a PDF).
    """

    kind: str
    count: int = 0
    pages: tuple[int, ...] = ()
    table: previews.TablePreview | None = None
    text: previews.TextPreview | None = None
    notes: tuple[str, ...] = ()
    trouble: bool = False


def preview_of(blob: Blob, *, first: int = 1, sheet: int = 0) -> Preview:
    """Return what can be shown of a file whose reading was allowed; may take a second.

    `first` is the page to begin with; of a table the first fifty rows of a sheet are shown.
    """
    kind = previews.kind_of_preview(blob)
    if blob.erased_at is not None:
        return Preview(kind, trouble=True)
    try:
        notes = storage.about(blob).notes if kind == "pages" else ()
        if kind == "pages":
            count = previews.page_count(blob)
            first = min(max(first, 1), count)
            shown = tuple(range(first, min(first + FIRST_PAGES, count + 1)))
            return Preview(kind, count, shown, notes=notes)
        if kind == "table":
            return Preview(kind, table=previews.preview_table(blob, sheet=sheet))
        if kind == "text":
            return Preview(kind, text=previews.preview_text(blob))
    except (errors.NoPreview, storage.BytesGone):
        return Preview(kind, trouble=True)
    return Preview(kind)
