"""What people do with searches that they keep.

No record: nobody else waits on it, and what somebody looks for is nobody else's to know.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.kernel.flow import Reason, Refused
from waymark.kernel.text import BadText
from waymark.people.models import User
from waymark.portal.models import SavedSearch
from waymark.portal.queries import saved
from waymark.portal.rules import MOST, Alert, Permit, tidy, wrong


@transaction.atomic
def keep_search(
    *, where: str, query: str, name: str, alert: str, by: Any, at: datetime
) -> SavedSearch:
    """Keep a search of one's own; what it finds now is not news.

    Raises NotPermitted, Refused (nothing asked, no name, too many).
    """
    require(by, Permit.KEEP_SEARCHES, on=None)
    query, name = saved.tidied(where, query), _named(name)
    User.objects.select_for_update().get(pk=by.pk)
    _check(name=name, where=where, query=query, alert=alert, held=saved.own(by).count())
    row = SavedSearch(
        user=by, where=where, query=query, name=name, alert=alert, made_at=at, looked_at=at
    )
    row.known = _keys(by, row)
    row.save(force_insert=True)
    return row


@transaction.atomic
def change_search(*, search: SavedSearch, name: str, alert: str, by: Any, at: datetime) -> None:
    """Call a search differently, or be told of news at other times.

    Raises NotPermitted, Refused, SavedSearch.DoesNotExist for another person's as for none.
    """
    require(by, Permit.KEEP_SEARCHES, on=None)
    row, name = _lock(saved.own(by), search), _named(name)
    _check(name=name, where=row.where, query=row.query, alert=alert, held=0)
    if row.alert == Alert.NONE != alert:
        row.known, row.looked_at = _keys(by, row), at
    row.name, row.alert = name, alert
    row.save()


@transaction.atomic
def delete_search(*, search: SavedSearch, by: Any, at: datetime) -> None:
    """Delete a search; for some time it can be brought back.

    Raises NotPermitted, SavedSearch.DoesNotExist for another person's as for none.
    """
    require(by, Permit.KEEP_SEARCHES, on=None)
    row = _lock(saved.own(by), search)
    row.deleted_at = at
    row.save(update_fields=["deleted_at"])


@transaction.atomic
def restore_search(*, search: SavedSearch, by: Any, at: datetime) -> None:
    """Bring a deleted search back; what came meanwhile is told with the next news.

    Raises NotPermitted, Refused (too many), SavedSearch.DoesNotExist.
    """
    require(by, Permit.KEEP_SEARCHES, on=None)
    User.objects.select_for_update().get(pk=by.pk)
    if saved.own(by).count() >= MOST:
        raise Refused(Reason("saved.too_many", {"most": MOST}))
    row = _lock(SavedSearch.objects.filter(user=by), search)
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])


def _named(name: str) -> str:
    try:
        return tidy(name)
    except BadText as error:
        raise Refused(Reason(error.why, {"where": error.where})) from error


def _check(**facts: Any) -> None:
    if found := wrong(**facts):
        raise Refused(*found)


def _lock(among: Any, search: SavedSearch) -> SavedSearch:
    row: SavedSearch = among.select_for_update().get(pk=search.pk)
    return row


def _keys(by: Any, row: SavedSearch) -> list[str]:
    return [one.key for one in saved.results(by, row.where, row.query)]
