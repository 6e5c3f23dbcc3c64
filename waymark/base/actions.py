"""What people do with the plumbing: keep their own notices. No record: nobody else waits on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from waymark.base import queries
from waymark.base.permits import require
from waymark.base.rules import Permit


@transaction.atomic
def mark_read(*, by: Any, notice_id: str, at: datetime) -> None:
    """Mark one of one's own notices as read; again changes nothing.

    Raises Notice.DoesNotExist for another person's notice as for none.
    """
    require(by, Permit.KEEP_NOTICES, on=None)
    notice = queries.inbox(by).get(pk=notice_id)
    queries.inbox(by).filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def mark_all_read(*, by: Any, at: datetime) -> int:
    """Mark all of one's own notices as read that had come by then; return how many."""
    require(by, Permit.KEEP_NOTICES, on=None)
    return queries.inbox(by).filter(read_at__isnull=True, made_at__lte=at).update(read_at=at)


@transaction.atomic
def set_mail(*, by: Any, wanted: bool, at: datetime) -> None:
    """Turn mails about notices on or off for oneself."""
    require(by, Permit.KEEP_NOTICES, on=None)
    get_user_model().objects.filter(pk=by.pk).update(mail_notices=wanted)
