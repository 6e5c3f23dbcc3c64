"""Discussing an adaptation in public, and asking the global body for its endorsement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from waymark.base.permits import require
from waymark.base.record import record
from waymark.schemes.actions.adaptations.common import facts_of, lock, take
from waymark.schemes.actions.commenting import add_comment
from waymark.schemes.models import Adaptation, Comment
from waymark.schemes.queries import lying, overlay_of
from waymark.schemes.rules.adapting import comment_days
from waymark.schemes.rules.publishing import Permit


@transaction.atomic
def open_comments(*, adaptation: Adaptation, by: Any, at: datetime) -> Adaptation:
    """Make a draft public and let everybody comment, for as long as its class asks for.

    Raises NotPermitted, Refused (empty, not allowed over its base, not a draft).
    """
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    row = lock(adaptation)
    take(row, "consult", facts_of(row, at))
    row.comments_until = at.date() + timedelta(days=comment_days(overlay_of(row)))
    row.save(update_fields=["state", "comments_until"])
    facts = {"sha256": row.sha256, "until": row.comments_until.isoformat()}
    record("adaptation.consult", row, by=by, at=at, scope=row.mechanism, facts=facts)
    return row


@transaction.atomic
def rework(*, adaptation: Adaptation, by: Any, at: datetime) -> Adaptation:
    """Take an adaptation back from the consultation to change it; comments stay with it.

    It has to be open for comments again afterwards. Raises NotPermitted, Refused.
    """
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    row = lock(adaptation)
    take(row, "rework", facts_of(row, at))
    row.comments_until = None
    row.save(update_fields=["state", "comments_until"])
    record("adaptation.rework", row, by=by, at=at, scope=row.mechanism, facts={})
    return row


@transaction.atomic
def comment(*, adaptation: Adaptation, text: str, criterion: str, by: Any, at: datetime) -> Comment:
    """Say something about an adaptation while comments are open.

    Raises NotPermitted, Refused (comments are closed, no text, unknown criterion).
    """
    require(by, Permit.COMMENT_ON_ADAPTATION, on=adaptation)
    row = lock(adaptation)
    scheme, _problems = lying(row)
    return add_comment(row, scheme, by, at, text=text, criterion=criterion)


@transaction.atomic
def submit_adaptation(*, adaptation: Adaptation, by: Any, at: datetime) -> Adaptation:
    """Ask the global body for its endorsement.

    Raises NotPermitted, Refused (comments still open, comments without a reply, base superseded).
    """
    require(by, Permit.DRAFT_ADAPTATION, on=adaptation)
    row = lock(adaptation)
    take(row, "submit", facts_of(row, at))
    row.save(update_fields=["state"])
    facts = {"sha256": row.sha256, "base": row.base.sha256}
    record("adaptation.submit", row, by=by, at=at, scope=row.mechanism, facts=facts)
    return row
