"""Discussing a document in public: comments, replies, and taking abuse out of sight.

One way for editions and for national adaptations; the permits are asked for by each one's acts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from waymark.base.hiding import bring_back, put_out_of_sight
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.actions.adaptations.common import said
from waymark.schemes.models import Adaptation, Comment, Edition
from waymark.schemes.rules import Scheme
from waymark.schemes.rules.drafting import GROUPS, OUTCOMES
from waymark.schemes.rules.publishing import Permit

MOST_OF_ONE = 100  # comments of one person on one document
About = Adaptation | Edition


def kind_of(about: About) -> str:
    """The first word of the verbs in the ledger, and the name of the field of a comment."""
    return "adaptation" if isinstance(about, Adaptation) else "edition"


def scope_of(about: About) -> Any:
    """Whom a record concerns: the country's mechanism, or nobody in particular."""
    return about.mechanism if isinstance(about, Adaptation) else None


def add_comment(
    about: About,
    scheme: Scheme | None,
    said_by: Any,
    at: datetime,
    *,
    text: str,
    criterion: str,
    group: str = "",
) -> Comment:
    """Keep a comment on a locked row. Raises Refused with what is wrong with it."""
    until = about.comments_until
    if about.state != "consultation" or until is None or at.date() > until:
        raise Refused(Reason("adaptation.comments_closed"))
    if criterion and (scheme is None or criterion not in scheme.by_id):
        raise Refused(Reason("adaptation.no_such_criterion"))
    if group and group not in GROUPS:
        raise Refused(Reason("edition.no_such_group"))
    if about.comments.filter(by=said_by).count() >= MOST_OF_ONE:
        raise Refused(Reason("edition.said_enough", {"most": MOST_OF_ONE}))
    made = Comment.objects.create(
        **{kind_of(about): about},
        text=said(text),
        criterion=criterion,
        group=group,
        by=said_by,
        at=at,
    )
    _note("comment", made, said_by, at, group=group)
    return made


def _about(comment: Comment) -> tuple[About, Permit]:
    """What a comment is about, and the permit of whoever answers for that."""
    if comment.edition is not None:
        return comment.edition, Permit.DRAFT_EDITION
    assert comment.adaptation is not None, "the database keeps it"
    return comment.adaptation, Permit.DRAFT_ADAPTATION


def _on(comment: Comment) -> Any:
    return comment.edition.scheme if comment.edition is not None else comment.adaptation


def _lock(comment: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",))
    return rows.select_related("adaptation__mechanism", "edition").get(pk=comment.pk)


def _note(verb: str, row: Comment, by: Any, at: datetime, **facts: Any) -> None:
    about, _permit = _about(row)
    told = {"id": row.pk, **facts}
    scope = scope_of(about)
    record(f"{kind_of(about)}.{verb}", about, by=by, at=at, scope=scope, facts=told)


@transaction.atomic
def answer_comment(
    *, comment: Comment, reply: str, outcome: str = "", by: Any, at: datetime
) -> Comment:
    """Reply to a comment, once, and say what became of it.

    Raises NotPermitted, Refused (replied already, no text, no such outcome).
    """
    require(by, _about(comment)[1], on=_on(comment))
    row = _lock(comment)
    if row.replied_at is not None:
        raise Refused(Reason("adaptation.replied_already"))
    if outcome and outcome not in OUTCOMES:
        raise Refused(Reason("edition.no_such_outcome"))
    row.reply, row.replied_by, row.replied_at, row.outcome = said(reply), by, at, outcome
    row.save(update_fields=["reply", "replied_by", "replied_at", "outcome"])
    _note("reply", row, by, at, outcome=outcome)
    return row


@transaction.atomic
def hide_comment(*, comment: Comment, why: str, by: Any, at: datetime) -> Comment:
    """Take the words of a comment out of sight; that it was made, and why it is hidden, stays.

    It needs no reply then. Raises NotPermitted, Refused (no reason, hidden already).
    """
    require(by, _about(comment)[1], on=_on(comment))
    row = _lock(comment)
    put_out_of_sight(row, why=said(why), by=by, at=at)
    _note("comment_hidden", row, by, at, why=row.hidden_why)
    return row


@transaction.atomic
def show_comment(*, comment: Comment, by: Any, at: datetime) -> Comment:
    """Show a comment again that was hidden. Raises NotPermitted, Refused (it is not hidden)."""
    require(by, _about(comment)[1], on=_on(comment))
    row = _lock(comment)
    bring_back(row)
    _note("comment_shown", row, by, at)
    return row
