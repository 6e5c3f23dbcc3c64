"""The one condition on rows that have a term."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q


def open_at(at: datetime, prefix: str = "") -> Q:
    """Return the condition that a membership or seat holds at a moment.

    prefix: the way to the row from another model, such as "seats__".
    """
    ended = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at})
    return Q(**{f"{prefix}since__lte": at}) & ended
