"""What is new for searches that people keep. No person acts here: the clock does.

Nothing of it is on record: what somebody looks for is nobody else's to know.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from waymark.base import notices
from waymark.base.fields import interface_language
from waymark.portal.models import SavedSearch
from waymark.portal.queries import saved
from waymark.portal.rules import KEPT_DAYS, NAMED, is_due


@transaction.atomic
def tell_news(*, search: SavedSearch, at: datetime) -> int:
    """Tell a person what a search of hers finds that it did not find last time; return how much.

    What she may see now decides. Again in the same hours it does nothing.
    """
    row = (
        SavedSearch.objects.select_for_update(of=("self",)).select_related("user").get(pk=search.pk)
    )
    if row.deleted_at or not is_due(row.alert, row.looked_at, at):
        return 0
    with translation.override(interface_language(row.user.language) or "en"):
        found = saved.results(row.user, row.where, row.query)
    known = set(row.known)
    new = [one for one in found if one.key not in known]
    if new:
        notices.send(
            "search.news",
            [row.user],
            {
                "name": row.name,
                "count": len(new),
                "titles": " · ".join(one.title for one in new[:NAMED]),
            },
            url=saved.address_of(row),
            once_key=f"search:{row.pk}:{at.isoformat(timespec='minutes')}",
            at=at,
        )
    row.known, row.looked_at = [one.key for one in found], at
    row.save(update_fields=["known", "looked_at"])
    return len(new)


@transaction.atomic
def forget_deleted(*, at: datetime) -> int:
    """Forget what was deleted long ago; return how much."""
    old = SavedSearch.objects.filter(deleted_at__lt=at - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
