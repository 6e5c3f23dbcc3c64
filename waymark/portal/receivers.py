"""What becomes public, or ceases to be, is found or not found right away."""

from __future__ import annotations

from waymark.base.jobs import is_waiting, once
from waymark.base.models import Record
from waymark.base.record import receives


@receives("edition.publish", "edition.supersede", "edition.restore", "list.import")
@receives("indicators.publish", "indicators.withdraw", "award.published", "place.create")
@receives("library.load", "library.add", "library.edit", "library.check")
@receives("library.hide", "library.show", "library.share")
@receives("study.publish", "study.return", "study.take_back")
@receives(
    "provider.accepted", "provider.withdrawn", "space.opened", "space.changed", "space.closed"
)
@receives("place.succession", "place.succession_undone")
def follow_soon(row: Record) -> None:
    """Bring the index up to date: once, where many things become public in a row."""
    from waymark.portal.finding import follow_public  # asks every room: only where it is needed

    if not is_waiting(follow_public):
        once(f"search:{row.uid}", follow_public)
