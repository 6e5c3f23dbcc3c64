"""Who reads a coaching: the two of them, and nobody else."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from waymark.learning.models.coaching import Coaching, CoachingWord
from waymark.learning.models.trainers import Trainer
from waymark.learning.queries.trainers import PUBLIC
from waymark.learning.rules.coaching import TALKS


def coachings(viewer: Any) -> QuerySet[Coaching]:
    """Return what the viewer asked or was asked, the latest first; nothing else decides it."""
    if not getattr(viewer, "is_authenticated", False):
        return Coaching.objects.none()
    found = Coaching.objects.filter(Q(asker=viewer) | Q(coach=viewer))
    return found.select_related("asker", "coach").order_by("-last_at", "-pk")


def coaching(viewer: Any, pk: str) -> Coaching | None:
    """Return one that the viewer reads, or None."""
    return coachings(viewer).filter(pk=pk).first()


def words(viewer: Any, row: Coaching) -> QuerySet[CoachingWord]:
    """Return what they wrote, the first first."""
    return CoachingWord.objects.filter(coaching__in=coachings(viewer), coaching=row).order_by(
        "at", "pk"
    )


def with_trainers(viewer: Any) -> frozenset[str]:
    """Return the ids of the people whom the viewer has asked and with whom it is not over."""
    open_ = Coaching.objects.filter(asker=viewer, state__in=TALKS)
    return frozenset(open_.values_list("coach_id", flat=True))


def offered(viewer: Any, pk: str) -> Trainer | None:
    """Return a public trainer who coaches, or None."""
    return Trainer.objects.filter(PUBLIC, pk=pk, coaches=True).first()
