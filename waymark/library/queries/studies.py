"""Case studies: a city's own for whoever works there and for the desk; for all what is public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from waymark.base import permits
from waymark.library.models import Study, StudyTextVersion
from waymark.library.queries.items import may_curate
from waymark.library.rules.studies import About, Version, lacking, stale
from waymark.library.rules.vocabulary import Permit
from waymark.people.queries import held_by
from waymark.places.models import Place


def visible(viewer: Any) -> QuerySet[Study]:
    """Return the studies that a person may see, drafts among them. Nothing else decides that."""
    if not getattr(viewer, "is_authenticated", False) or not viewer.is_active:
        return Study.objects.none()
    if may_curate(viewer):
        return Study.objects.all()
    return Study.objects.filter(place__in=list(held_by(viewer, timezone.now()).places))


def study(viewer: Any, pk: str) -> Study | None:
    """Return a study that the viewer may see, with its texts, or None."""
    found = visible(viewer).select_related("place__country", "item", "consented_by", "checked_by")
    return found.prefetch_related("texts").filter(pk=pk).first()


def of_place(viewer: Any, place: Place) -> list[Study]:
    """Return a place's studies, the newest first."""
    found = visible(viewer).filter(place=place).prefetch_related("texts")
    return list(found.order_by("-code"))


def waiting(viewer: Any) -> int:
    """Return how many studies wait for a curator; 0 for everybody else."""
    return visible(viewer).filter(state="offered").count() if may_curate(viewer) else 0


def at_desk(viewer: Any) -> list[Study]:
    """Return the studies that wait for a curator, the longest waiting first."""
    if not may_curate(viewer):
        return []
    found = visible(viewer).filter(state="offered").select_related("place__country")
    return list(found.prefetch_related("texts").order_by("consented_at"))


def may_tell(viewer: Any, place: Place) -> bool:
    """Whether somebody may write a study of a place."""
    return permits.may(viewer, Permit.WRITE_STUDY, on=Study(place=place))


def place_by_ref(reference: str) -> Place | None:
    """Return the place that the ledger and awards name as `place:ID`, or None."""
    return Place.objects.filter(pk=reference.partition(":")[2]).defer("boundary").first()


@dataclass(frozen=True)
class Told:
    """A public study of a certificate: its code and title."""

    code: str
    title: Any
    original: str


def of_award(viewer: Any, number: str) -> list[Told]:
    """Return the public studies of a certificate."""
    rows = Study.objects.filter(item__story__award=number, item__hidden_at=None)
    return [
        Told(row.code, row.item.title, row.item.original)
        for row in rows.select_related("item").order_by("code")
        if row.item
    ]


def taken_back(code: str) -> Study | None:
    """Return what stood in the library until its city took it back, or None."""
    gone = Q(item__hidden_at__isnull=False, taken_back_at__isnull=False)
    return Study.objects.filter(gone, code=code).select_related("place").first()


def place_of(code: str) -> Place:
    """Return the place that tells a study which stands in the library."""
    return Study.objects.select_related("place__country").get(code=code).place


def key_of(code: str) -> str:
    """Return the id of a study that stands in the library."""
    return Study.objects.values_list("pk", flat=True).get(code=code)


def about_of(row: Study) -> About:
    """What a study is about."""
    return About(row.award, row.contact, row.topics, row.criteria, row.series)


def versions_of(row: Study) -> dict[str, Version]:
    """A study by language, the original first."""
    found = [
        Version(one.language, one.revision, one.follows, one.parts)
        for one in sorted(row.texts.all(), key=lambda one: (one.follows > 0, one.language))
    ]
    return {one.language: one for one in found}


@dataclass(frozen=True)
class Inside:
    """A study as the city and the desk see it, and what the viewer may do with it."""

    row: Study
    about: About
    versions: dict[str, Version]
    stale: frozenset[str]
    lacking: list[str]
    may_write: bool
    may_consent: bool
    may_check: bool

    @property
    def title(self) -> dict[str, str]:
        """Its title by language."""
        return {code: one.parts["title"] for code, one in self.versions.items()}


def inside(viewer: Any, row: Study) -> Inside:
    """Return a study with what the viewer may do with it."""
    versions, about = versions_of(row), about_of(row)
    original = versions[row.original]
    return Inside(
        row,
        about,
        versions,
        frozenset(code for code, one in versions.items() if stale(one, original)),
        lacking(original.parts, about),
        permits.may(viewer, Permit.WRITE_STUDY, on=row),
        permits.may(viewer, Permit.CONSENT_TO_STUDY, on=row),
        permits.may(viewer, Permit.CHECK_STUDY, on=row),
    )


def text_versions(viewer: Any, row: Study) -> QuerySet[StudyTextVersion]:
    """Return all that a study has said so far, the newest first, for those who see its draft."""
    seen = visible(viewer).filter(pk=row.pk)
    found = StudyTextVersion.objects.filter(study__in=seen).select_related("by")
    return found.order_by("-at", "-pk")


def text_version(viewer: Any, row: Study, language: str, revision: str) -> StudyTextVersion | None:
    """Return what a study said in a language at a revision, or None."""
    if not revision.isascii() or not revision.isdigit() or len(revision) > 6:
        return None
    found = text_versions(viewer, row).filter(language=language, revision=int(revision))
    return found.first()
