"""What a city says of an indicator: new texts by a person or from a file, earlier ones kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from waymark.base.permits import require
from waymark.base.record import record
from waymark.indicators import models
from waymark.indicators.actions.common import choose, fingerprint, lock, refuse_if
from waymark.indicators.queries.metadata import said, said_then
from waymark.indicators.rules.concepts import MAX_TEXT, Texts, changes, tidy, wrong
from waymark.indicators.rules.permits import Permit
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.places.models import Place


@transaction.atomic
def edit_metadata(
    *,
    place: Place,
    indicator: models.Indicator,
    texts: Texts,
    by: Any,
    at: datetime,
    seen: int | None = None,
) -> list[models.MetadataText]:
    """Store what differs of these texts; an empty one empties its concept. Earlier ones are kept.

    `seen` names the state in which the person began to write (`queries.metadata.Said`): what she
    did not change stays as others may have changed it meanwhile. Raises NotPermitted, Refused (a
    text that can't be stored, a concept that another changed meanwhile).
    """
    require(by, Permit.EDIT_INDICATORS, on=place)
    lock(place)
    texts = {key: _tidy(key, text) for key, text in texts.items()}
    refuse_if(_reasons(texts))
    now = said(place, indicator)
    then = None if seen is None else said_then(place, indicator, seen)
    found = changes(texts, now.texts, then)
    refuse_if(
        Reason("metadata.overtaken", {"concept": concept, "theirs": now.texts.get(key, "")})
        for key in found.overtaken
        for concept, _language in [key]
    )
    return _store(place, {indicator: found.texts}, by=by, at=at)


def bring_metadata(
    *,
    batch: models.ImportBatch,
    texts: Mapping[models.Indicator, Texts],
    by: Any,
    at: datetime,
) -> list[models.MetadataText]:
    """Store the texts that an import brings, as part of its commit; what it doesn't name stays.

    The caller has the permit, the transaction and the place's lock. Raises Refused (a text that
    can't be stored).
    """
    new = {}
    for indicator, told in texts.items():
        tidied = {key: _tidy(key, text) for key, text in told.items()}
        refuse_if(_reasons(tidied))
        new[indicator] = changes(tidied, said(batch.place, indicator).texts).texts
    return _store(batch.place, new, by=by, at=at, batch=batch)


def take_back_metadata(batch: models.ImportBatch, *, at: datetime) -> int:
    """Undo what an import brought; what it had replaced holds again. Returns how many texts went.

    The caller has the permit, the transaction and the place's lock.
    """
    went = models.MetadataText.objects.filter(batch=batch, retired_at=None).update(retired_at=at)
    models.MetadataText.objects.filter(retired_by_batch=batch).update(
        retired_at=None, retired_by_batch=None
    )
    return went


def metadata_stands_on(batch: models.ImportBatch) -> int:
    """How many texts of an import have been changed since, so that it can't be undone."""
    rows = models.MetadataText.objects.filter(batch=batch)
    return rows.filter(retired_at__isnull=False).count()


def _tidy(key: tuple[str, str], text: str) -> str:
    try:
        return tidy(text)
    except BadText as error:
        raise Refused(Reason(error.why, {"where": error.where, "concept": key[0]})) from error


def _reasons(texts: Texts) -> list[Reason]:
    return [
        Reason(why, {"most": MAX_TEXT, "concept": concept, "text": (concept or language)[:60]})
        for (concept, language), text in texts.items()
        if (why := wrong((concept, language), text))
    ]


def _store(
    place: Place,
    new: Mapping[models.Indicator, Texts],
    *,
    by: Any,
    at: datetime,
    batch: models.ImportBatch | None = None,
) -> list[models.MetadataText]:
    rows: list[models.MetadataText] = []
    for indicator, texts in new.items():
        if not texts:
            continue
        choose(place, [indicator.pk], by=by, at=at)
        which = Q()
        for concept, language in texts:
            which |= Q(concept=concept, language=language)
        current = models.MetadataText.objects.filter(which, place=place, indicator=indicator)
        current.filter(retired_at=None).update(retired_at=at, retired_by_batch=batch)
        told = {"place": place, "indicator": indicator, "batch": batch}
        rows += [
            models.MetadataText(
                concept=concept, language=language, text=text, entered_by=by, entered_at=at, **told
            )
            for (concept, language), text in texts.items()
        ]
        facts = {
            "indicator": indicator.pk,
            "concepts": sorted({concept for concept, _language in texts}),
            "languages": sorted({language for _concept, language in texts}),
            "sha256": fingerprint({f"{key[0]} {key[1]}": text for key, text in texts.items()}),
        }
        record("metadata.edit", batch or place, by=by, at=at, scope=place, facts=facts)
    return models.MetadataText.objects.bulk_create(rows)
