"""From a case study to what everybody reads of it: used by the actions that publish."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from waymark.kernel import canonical
from waymark.library.models import Item, Study
from waymark.library.queries.studies import versions_of
from waymark.library.rules.catalogue import Entry
from waymark.library.rules.studies import BODY, stages_of, stale
from waymark.library.rules.vocabulary import Basis, Shelf
from waymark.library.writing import put


def _story(row: Study) -> dict[str, Any]:
    """What everybody reads: whole versions alone, each with whether it is behind the original."""
    versions = versions_of(row)
    original = versions[row.original]
    whole = {code: one for code, one in versions.items() if all(one.parts.values())}
    return {
        "texts": {code: {name: one.parts[name] for name in BODY} for code, one in whole.items()},
        "titles": {code: one.parts["title"] for code, one in whole.items()},
        "summaries": {code: one.parts["summary"] for code, one in whole.items()},
        "stale": sorted(code for code, one in whole.items() if stale(one, original)),
        "award": row.award,
        "contact": row.contact,
        "series": list(row.series),
        "consented_on": row.consented_at.date().isoformat() if row.consented_at else "",
        "checked_on": row.checked_at.date().isoformat() if row.checked_at else "",
    }


def study_facts(row: Study) -> dict[str, Any]:
    """Return the code, and a hash of what everybody may read: the ledger keeps no authored text."""
    told = {name: value for name, value in _story(row).items() if not name.endswith("_on")}
    return {"code": row.code, "sha256": hashlib.sha256(canonical.dumps(told)).hexdigest()}


def published(row: Study, at: datetime) -> Item:
    """Bring the entry of a study to what its city consented to, and save it."""
    story = _story(row)
    titles, summaries = story.pop("titles"), story.pop("summaries")
    entry = Entry(
        code=row.code,
        shelf=Shelf.STUDY,
        original=row.original,
        title=titles,
        publisher=dict(row.place.name),
        description=summaries,
        audience={},
        kinds=("case",),
        topics=row.topics,
        stages=stages_of(row.criteria),
        languages=tuple(sorted(titles)),
        criteria=row.criteria,
        named=True,
        only_for=(),
        cost=(),
        sizes=(),
        url="",
        basis=Basis.CITY,
        source="",
    )
    item = row.item or Item(code=row.code, origin=Item.Origin.CURATED, made_at=at, version=0)
    put(item, entry, entry.told)
    item.story, item.hidden_at, item.changed_at = story, None, at
    item.version += 1
    item.save()
    return item
