"""A city's metadata: what it says of an indicator now, what it said before, how much is filled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from waymark.indicators import models
from waymark.indicators.queries.columns import columns
from waymark.indicators.queries.place import Here
from waymark.indicators.rules.concepts import Texts, filled
from waymark.places.models import Place


@dataclass(frozen=True)
class Said:
    """The texts of one indicator in one place; `seen` names the state in which they are."""

    texts: Texts
    seen: int
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def filled(self) -> int:
        """How many concepts have a text in any language."""
        return filled(self.texts)


def said(place: Place, indicator: models.Indicator) -> Said:
    """Return the current texts. Who may read the place's data has been asked already."""
    rows = list(
        models.MetadataText.objects.filter(place=place, indicator=indicator, retired_at=None)
        .select_related("entered_by")
        .order_by("pk")
    )
    texts = {(row.concept, row.language): row.text for row in rows if row.text}
    if not rows:
        return Said(texts, 0)
    latest = max(rows, key=lambda row: (row.entered_at, row.pk))
    return Said(texts, rows[-1].pk, latest.entered_at, str(latest.entered_by or ""))


def said_then(place: Place, indicator: models.Indicator, seen: int) -> Texts:
    """Return the texts as they stood when `seen` was the newest one."""
    rows = models.MetadataText.objects.filter(place=place, indicator=indicator, pk__lte=seen)
    held = {}
    for concept, language, text in rows.order_by("pk").values_list("concept", "language", "text"):
        held[concept, language] = text
    return {key: text for key, text in held.items() if text}


def told(here: Here, indicator: models.Indicator) -> Said:
    """Return what the viewer's city says of an indicator."""
    return said(here.place, indicator)


def filled_of(here: Here, indicator: models.Indicator) -> int:
    """Return how many concepts of an indicator are filled."""
    rows = models.MetadataText.objects.filter(
        place=here.place, indicator=indicator, retired_at=None
    ).exclude(text="")
    return filled(rows.values_list("concept", "language"))


def everything_told(
    here: Here, framework: str = "", indicator: models.Indicator | None = None
) -> dict[models.Indicator, Texts]:
    """Return the texts of every indicator that has one, or of a list or one alone, in order."""
    rows = models.MetadataText.objects.filter(place=here.place, retired_at=None).exclude(text="")
    if framework:
        rows = rows.filter(indicator__framework=framework)
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    found: dict[int, dict[tuple[str, str], str]] = defaultdict(dict)
    rows = rows.order_by("indicator__framework__order", "indicator__order", "indicator__code", "pk")
    for pk, concept, language, text in columns(rows, "indicator_id", "concept", "language", "text"):
        found[pk][concept, language] = text
    named = models.Indicator.objects.in_bulk(list(found))
    return {named[pk]: texts for pk, texts in found.items()}


def past(here: Here, indicator: models.Indicator) -> list[models.MetadataText]:
    """Return every text ever stored, newest first, those of undone imports too."""
    rows = models.MetadataText.objects.filter(place=here.place, indicator=indicator)
    return list(rows.select_related("entered_by", "batch").order_by("-pk"))


def counts(here: Here, framework: str) -> list[tuple[models.Indicator, int]]:
    """Return the indicators of a list with which the city works, or of which it says something,
    each with how many concepts are filled."""
    keys: dict[int, set[tuple[str, str]]] = defaultdict(set)
    current = models.MetadataText.objects.filter(place=here.place, retired_at=None).exclude(text="")
    current = current.filter(indicator__framework=framework)
    for pk, concept, language in current.values_list("indicator_id", "concept", "language"):
        keys[pk].add((concept, language))
    chosen = models.ChosenIndicator.objects.filter(place=here.place).values("indicator")
    rows = models.Indicator.objects.filter(framework=framework).filter(
        Q(pk__in=chosen) | Q(pk__in=list(keys))
    )
    return [(row, filled(keys[row.pk])) for row in rows.order_by("order", "code")]
