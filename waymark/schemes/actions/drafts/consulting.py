"""Discussing an edition with everybody, before the global committee decides on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import said
from waymark.schemes.actions.commenting import add_comment
from waymark.schemes.actions.drafts.common import facts_of, lock, take, weight_of
from waymark.schemes.models import Comment, Edition
from waymark.schemes.queries import scheme_of
from waymark.schemes.queries.drafts import base_rules
from waymark.schemes.rules.drafting import COMMENT_DAYS
from waymark.schemes.rules.publishing import Permit


@transaction.atomic
def consult_on_edition(*, edition: Edition, by: Any, at: datetime) -> Edition:
    """Make a draft public and let everybody comment, for as long as its class asks for.

    Raises NotPermitted, Refused (nothing changed, ids used before, the version, the base).
    """
    require(by, Permit.DRAFT_EDITION, on=edition.scheme)
    row = lock(edition)
    take(row, "consult", facts_of(row, at))
    row.change_class = str(weight_of(scheme_of(row), base_rules(row)))
    row.comments_until = at.date() + timedelta(days=COMMENT_DAYS[row.change_class])
    row.save(update_fields=["state", "change_class", "comments_until"])
    facts = {"sha256": row.sha256, "class": row.change_class}
    facts["until"] = row.comments_until.isoformat()
    record("edition.consult", row, by=by, at=at, facts=facts)
    return row


@transaction.atomic
def rework_edition(*, edition: Edition, by: Any, at: datetime) -> Edition:
    """Take an edition back from the consultation to change it; comments stay with it.

    It has to be open for comments again afterwards. Raises NotPermitted, Refused.
    """
    require(by, Permit.DRAFT_EDITION, on=edition.scheme)
    row = lock(edition)
    take(row, "rework", facts_of(row, at))
    row.comments_until = None
    row.save(update_fields=["state", "comments_until"])
    record("edition.rework", row, by=by, at=at, facts={"sha256": row.sha256})
    return row


@transaction.atomic
def comment_on_edition(
    *, edition: Edition, text: str, criterion: str, group: str, by: Any, at: datetime
) -> Comment:
    """Say something about an edition while comments are open, and as who.

    Raises NotPermitted, Refused (comments are closed, no text, unknown criterion or group).
    """
    require(by, Permit.COMMENT_ON_EDITION, on=edition.scheme)
    row = lock(edition)
    if not group:
        raise Refused(Reason("edition.no_such_group"))
    words = {"text": text, "criterion": criterion, "group": group}
    return add_comment(row, scheme_of(row), by, at, **words)


@transaction.atomic
def sum_up(*, edition: Edition, text: str, by: Any, at: datetime) -> Edition:
    """Say in public what of the comments was taken up; it can be said anew until it is decided.

    Raises NotPermitted, Refused (not in consultation, no text).
    """
    require(by, Permit.DRAFT_EDITION, on=edition.scheme)
    row = lock(edition)
    if row.state != "consultation":
        raise Refused(Reason("edition.not_discussed"))
    row.taken_up = said(text)
    row.save(update_fields=["taken_up"])
    record("edition.sum_up", row, by=by, at=at, facts={})
    return row
