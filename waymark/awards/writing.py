"""The rows of awards and of what happens to them, written in one place for all kinds."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from waymark.awards.models import Award, AwardEvent, Issuer, StatusList
from waymark.awards.rules.lifecycle import Event, EventKind, happens
from waymark.base.record import record, ref
from waymark.kernel import canonical, text

NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read for another


class ReasonMissing(ValueError):
    """Whatever happens to an award needs a reason in words."""


def _number(at: datetime) -> str:
    return f"WM-{at.year}-" + "".join(secrets.choice(NUMBER_LETTERS) for _ in range(6))


def _free_index(row: StatusList) -> int:
    """Draw an index by chance, so that a list tells nothing about the order of awards."""
    taken = set(row.awards.values_list("status_index", flat=True))
    while (index := secrets.randbelow(row.length)) in taken:
        continue
    return index


def write_down(
    issuer: Issuer,
    claim_for: Callable[[str], dict[str, Any]],
    kept: Mapping[str, Any],
    *,
    by: Any,
    at: datetime,
) -> Award:
    """Write an award down, or return the one that its decision has.

    claim_for: from the award's number to the claim as JSON. kept: other columns of the row.
    """
    found = Award.objects.filter(decision=kept["decision"]).first()
    if found is not None:
        return found
    row = StatusList.objects.select_for_update().filter(issuer=issuer).latest("number")
    number = _number(at)
    claim = canonical.dumps(claim_for(number))
    try:
        with transaction.atomic():
            award = Award.objects.create(
                issuer=issuer,
                number=number,
                claim=claim.decode(),
                claim_sha256=canonical.digest(canonical.loads(claim, max_bytes=1 << 20)),
                status_list=row,
                status_index=_free_index(row),
                intended_at=at,
                **kept,
            )
    except IntegrityError:
        return Award.objects.get(decision=kept["decision"])
    record(
        "award.intended",
        award,
        by=by,
        at=at,
        scope=award.subject,
        facts={"decision": award.decision, "claim": award.claim_sha256, "level": award.level},
    )
    return award


def events_of(award: Award) -> list[Event]:
    """Return what has happened to an award, for the rules."""
    return [Event(EventKind(row.kind), row.at) for row in award.events.all()]


def happen(
    award: Award, kind: EventKind, *, reason: str, decision: str, by: Any, at: datetime
) -> AwardEvent:
    """Add an event to an award, for a reason. Raises ReasonMissing, NoSuchStep."""
    reason = text.clean(reason).strip()
    if not reason:
        raise ReasonMissing(kind)
    award = Award.objects.select_for_update().get(pk=award.pk)
    last = award.events.order_by("-seq").first()
    # Whoever waited for the row may have looked at her clock before the one who went first.
    at = max(at, last.at) if last else at
    happens(events_of(award), kind, signed_at=award.signed_at, valid_until=award.valid_until, at=at)
    seq = last.seq + 1 if last else 1
    event = AwardEvent.objects.create(
        award=award, seq=seq, kind=kind, reason=reason, decision=decision, by=ref(by), at=at
    )
    record(
        f"award.{kind}",
        award,
        by=by,
        at=at,
        scope=award.subject,
        facts={"decision": decision, "seq": event.seq},
    )
    return event
