"""What spaces plan, for the common list of events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from waymark.base.face import address
from waymark.base.happenings import MOST, Happening, source


@source
def planned(viewer: Any, since: datetime, until: datetime) -> Iterator[Happening]:
    """The events of the spaces that she reads."""
    from waymark.community.queries.events import events  # few pages ask

    found = events(viewer).filter(cancelled_at=None, ends_at__gte=since, starts_at__lt=until)
    for row in found.order_by("starts_at", "pk")[:MOST]:
        yield Happening(
            key=f"event:{row.pk}",
            kind=row.kind,
            title=row.title,
            language=row.space.original,
            starts=row.starts_at,
            ends=row.ends_at,
            zone=row.zone,
            url=address("group_event", row.space_id, row.pk),
            changed=row.changed_at,
            where=row.where,
            host=str(row.space.title),
            topics=tuple(row.space.topics),
            sequence=row.sequence,
        )
