"""When calls close, for the common list of events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from waymark.base.face import address
from waymark.base.happenings import MOST, Happening, source


@source
def closing(_viewer: Any, since: datetime, until: datetime) -> Iterator[Happening]:
    """The last seconds of calls that everybody reads."""
    from waymark.hubs.queries.calls import published  # few pages ask

    stands = published().filter(withdrawn_at=None)
    found = stands.filter(closes_at__gte=since, closes_at__lt=until)
    for row in found.order_by("closes_at", "pk")[:MOST]:
        assert row.closes_at is not None, "the filter has seen to it"
        yield Happening(
            key=f"call:{row.pk}",
            kind="deadline",
            title=_("Last moment for proposals: %(call)s") % {"call": row.title},
            language="",
            starts=row.closes_at,
            ends=row.closes_at,
            zone=row.zone,
            url=address("call", row.pk),
            changed=row.published_at or row.changed_at,
        )
