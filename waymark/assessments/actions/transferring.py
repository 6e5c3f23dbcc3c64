"""Taking a case to another mechanism: asked for, agreed to, and carried out in one step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.assessments.actions.meeting.changing import leave_agenda
from waymark.assessments.actions.steps import lock, take
from waymark.assessments.actions.transfer_copy import copy_contents
from waymark.assessments.models import Case, CaseEvent, Transfer, TransferWord
from waymark.assessments.queries.transfers import asked_by, need_of, parties_of, preview
from waymark.assessments.rules.case import Permit
from waymark.assessments.rules.flows import CaseFacts
from waymark.assessments.rules.transfer import Cause, End, Party, missing
from waymark.base.permits import require
from waymark.base.record import record
from waymark.kernel import text
from waymark.kernel.flow import Reason, Refused
from waymark.schemes.models import Edition, Mechanism

PERMITS = {
    Party.CITY: Permit.ASK_TRANSFER,
    Party.FROM: Permit.AGREE_TRANSFER,
    Party.TO: Permit.AGREE_TRANSFER,
}


def _speak_for(party: Party, case: Case, target: Mechanism, *, by: Any, at: datetime) -> None:
    """Raise NotPermitted, or Refused, unless somebody can speak for a party."""
    on = {Party.CITY: case.place, Party.FROM: case, Party.TO: target}[party]
    require(by, PERMITS[party], on=on)
    if party not in parties_of(by, case, target, at):
        raise Refused(Reason("transfer.not_yours"))


@transaction.atomic
def ask_transfer(
    *,
    case: Case,
    target: Mechanism,
    party: Party,
    cause: Cause,
    reason: str,
    expected: str,
    by: Any,
    at: datetime,
) -> Transfer:
    """Ask that a case goes to another mechanism, after its preview; who asks agrees.

    Where nobody else has to agree, it goes at once. expected: the content of the edition that was
    previewed. Raises flow.Refused with every reason.
    """
    require(by, PERMITS[party], on={Party.CITY: case.place, Party.TO: target}.get(party, case))
    case, reason = lock(case), text.clean(reason).strip()
    _speak_for(party, case, target, by=by, at=at)
    found = preview(by, case, target, expected=expected, reason=reason)
    if found.refused:
        raise Refused(*found.refused)
    try:
        with transaction.atomic():
            row = Transfer.objects.create(
                case=case,
                source=case.mechanism,
                target=target,
                edition_sha256=found.edition.sha256,
                cause=cause,
                reason=reason,
                by=by,
                at=at,
            )
    except IntegrityError:
        raise Refused(Reason("transfer.asked")) from None
    facts = {"to": target.slug, "cause": cause, "party": party}
    record("transfer.asked", row, by=by, at=at, scope=case.place, facts=facts)
    _say(row, party, agrees=True, reason="", by=by, at=at)
    _finish(row, case, by=by, at=at)
    return row


@transaction.atomic
def answer_transfer(
    *, transfer: Transfer, party: Party, agrees: bool, reason: str, by: Any, at: datetime
) -> Transfer:
    """Agree to a transfer for a party, or end it with a reason.

    With the last word that was missing, the case goes. Raises flow.Refused with every reason.
    """
    on = {Party.CITY: transfer.case.place, Party.TO: transfer.target}
    require(by, PERMITS[party], on=on.get(party, transfer.case))
    case, reason = lock(transfer.case), text.clean(reason).strip()
    row = Transfer.objects.select_for_update(of=("self",)).select_related("target", "source")
    transfer = row.get(pk=transfer.pk)
    if transfer.ended_at is not None:
        raise Refused(Reason("transfer.over"))
    _speak_for(party, case, transfer.target, by=by, at=at)
    if not agrees and not reason:
        raise Refused(Reason("case.no_reason"))
    said = dict(transfer.words.values_list("party", "agrees"))
    if not agrees or missing(need_of(by, case, transfer.target), said):
        _say(transfer, party, agrees=agrees, reason=reason, by=by, at=at)
    if agrees:  # also where the case came back meanwhile, so that nobody's word is missing
        _finish(transfer, case, by=by, at=at)
        return transfer
    transfer.outcome, transfer.ended_at = End.REFUSED, at
    transfer.save(update_fields=["outcome", "ended_at"])
    record("transfer.refused", transfer, by=by, at=at, scope=case.place, facts={"party": party})
    return transfer


@transaction.atomic
def withdraw_transfer(*, transfer: Transfer, by: Any, at: datetime) -> Transfer:
    """Take a transfer back, for the party that asked, as long as nobody else has answered.

    What was asked stays on record. Raises flow.Refused.
    """
    party = asked_by(transfer)
    on = {Party.CITY: transfer.case.place, Party.TO: transfer.target}
    require(by, PERMITS[party], on=on.get(party, transfer.case))
    case = lock(transfer.case)
    row = Transfer.objects.select_for_update(of=("self",)).select_related("target", "source")
    transfer = row.get(pk=transfer.pk)
    if transfer.ended_at is not None:
        raise Refused(Reason("transfer.over"))
    _speak_for(party, case, transfer.target, by=by, at=at)
    if transfer.words.exclude(party=party).exists():
        raise Refused(Reason("transfer.answered"))
    transfer.outcome, transfer.ended_at = End.WITHDRAWN, at
    transfer.save(update_fields=["outcome", "ended_at"])
    record("transfer.withdrawn", transfer, by=by, at=at, scope=case.place, facts={"party": party})
    return transfer


def _say(row: Transfer, party: Party, *, agrees: bool, reason: str, by: Any, at: datetime) -> None:
    try:
        with transaction.atomic():
            TransferWord.objects.create(
                transfer=row, party=party, agrees=agrees, reason=reason, by=by, at=at
            )
    except IntegrityError:
        raise Refused(Reason("transfer.said")) from None
    facts = {"party": party, "agrees": agrees}
    record("transfer.answered", row, by=by, at=at, scope=row.case.place, facts=facts)


def _finish(row: Transfer, case: Case, *, by: Any, at: datetime) -> None:
    """Let the case go once everybody has agreed who has to. Raises flow.Refused."""
    said = dict(row.words.values_list("party", "agrees"))
    if missing(need_of(by, case, row.target), said):
        return
    found = preview(by, case, row.target, expected=row.edition_sha256)
    if found.refused:
        raise Refused(*found.refused)
    leave_agenda(case, at=at)
    old = take(
        case, "transfer", CaseFacts(reason=row.reason), by=by, at=at, note=row.reason, closed_at=at
    )
    old.assignments.filter(ended_at__isnull=True).update(state="closed", ended_at=at)
    made = _open_there(old, row.target, found.edition, by=by, at=at)
    copy_contents(old, made, found.plan, at=at)
    row.made, row.outcome, row.ended_at = made, End.DONE, at
    row.save(update_fields=["made", "outcome", "ended_at"])
    facts = {"from": row.source.slug, "to": row.target.slug, "case": old.pk, "made": made.pk}
    record("case.transferred", row, by=by, at=at, scope=old.place, facts=facts)


def _open_there(old: Case, target: Mechanism, edition: Edition, *, by: Any, at: datetime) -> Case:
    """Open the draft that goes on elsewhere. Raises flow.Refused where one was opened meanwhile."""
    try:
        with transaction.atomic():
            made = Case.objects.create(
                place=old.place,
                mechanism=target,
                scheme_id=old.scheme_id,
                edition=edition,
                kind=old.kind,
                target_level=old.target_level,
                language=old.language,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError:
        raise Refused(Reason("transfer.open_there")) from None
    CaseEvent.objects.create(case=made, step="open", state=made.state, by=by, at=at)
    return made
