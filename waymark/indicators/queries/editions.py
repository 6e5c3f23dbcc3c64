"""Lists and their editions, for everybody; what a next one would touch, in counts only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from waymark.base import permits
from waymark.indicators import models
from waymark.indicators.rules.editions import Rows, from_json
from waymark.indicators.rules.permits import Permit


@dataclass(frozen=True)
class Shown:
    """A list with its newest edition, and how many rows it has."""

    framework: models.Framework
    edition: models.Edition | None
    rows: int
    editions: int


def lists(viewer: Any) -> list[Shown]:
    """Return every shared list in order; they are public. Two queries."""
    listed = Count("indicators", filter=Q(indicators__retired_in=None), distinct=True)
    counted = models.Framework.objects.exclude(pk=models.LOCAL).annotate(listed=listed)
    editions: dict[str, list[models.Edition]] = {}
    for edition in models.Edition.objects.defer("rows").order_by("number"):
        editions.setdefault(edition.framework_id, []).append(edition)
    return [
        Shown(one, held[-1] if held else None, one.listed, len(held))
        for one in counted.order_by("order", "code")
        for held in [editions.get(one.pk, [])]
    ]


def framework(viewer: Any, code: str) -> models.Framework | None:
    """Return a shared list, or None."""
    return models.Framework.objects.exclude(pk=models.LOCAL).filter(pk=code).first()


def editions(viewer: Any, code: str) -> list[models.Edition]:
    """Return the editions of a list without their rows, oldest first."""
    return list(models.Edition.objects.filter(framework=code).defer("rows").order_by("number"))


def rows_of(edition: models.Edition | None) -> Rows:
    """The rows of an edition, in order; none where there is no edition."""
    return from_json(edition.rows) if edition else ()


def edition_rows(viewer: Any, code: str, numbers: Sequence[int]) -> dict[int, Rows]:
    """Return the rows of some editions of a list by their number, in one query."""
    found = models.Edition.objects.filter(framework=code, number__in=numbers)
    return {edition.number: rows_of(edition) for edition in found}


def rows(viewer: Any, code: str) -> list[models.Indicator]:
    """Return the indicators that a list has now, in its order."""
    shared = models.Indicator.objects.filter(framework=code, owner=None, retired_in=None)
    return list(shared.order_by("order"))


def current(code: str) -> tuple[Rows, list[str]]:
    """Return the newest edition's rows, and the codes of indicators that no edition has now."""
    latest = models.Edition.objects.filter(framework=code).order_by("number").last()
    left = models.Indicator.objects.filter(framework=code, owner=None).exclude(retired_in=None)
    return rows_of(latest), list(left.values_list("code", flat=True))


def touched(code: str, codes: Iterable[str]) -> tuple[int, int]:
    """Return how many series of how many places some indicators of a list have."""
    found = models.Series.objects.filter(indicator__framework=code, indicator__code__in=set(codes))
    counts = found.aggregate(series=Count("pk"), places=Count("place", distinct=True))
    return counts["series"], counts["places"]


def may_import(viewer: Any) -> bool:
    """Whether somebody may bring in lists: she may for all or for none."""
    return permits.may(viewer, Permit.IMPORT_LIST, on=models.Framework(code="any"))


def list_imports(viewer: Any) -> Any:
    """Return the lists brought in, newest first; none for whoever may not bring in any."""
    found = models.ListImport.objects.select_related("framework", "made_by", "edition")
    return found.order_by("-pk") if may_import(viewer) else found.none()


def list_import(viewer: Any, pk: str) -> models.ListImport | None:
    """Return one of them, or None."""
    found: models.ListImport | None = (
        list_imports(viewer).select_related("blob").filter(pk=pk).first()
    )
    return found
