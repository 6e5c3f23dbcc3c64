"""The platform's own part: sign what was decided, keep the status lists fresh.

What is to be signed was written down durably before (award rows are frozen on INSERT); a crash in
between leaves an award without a credential, which the next run signs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from waymark.awards.keyring import signing_key
from waymark.awards.models import Award, Issuer, StatusList
from waymark.awards.rules import (
    Claim,
    Completion,
    Deviation,
    StatusSlot,
    issue,
    read_moment,
    status_list,
)
from waymark.awards.rules import Issuer as IssuerFacts
from waymark.awards.rules.lifecycle import WITHDRAWN, AwardKind, EventKind
from waymark.base.record import record
from waymark.kernel import canonical

ENDED = (EventKind.REVOKED, EventKind.ANNULLED)
RESIGN_AFTER = timedelta(days=1)
MAX_CLAIM = 1 << 20


def list_address(row: StatusList) -> str:
    """Return where a status list is published."""
    return f"{row.issuer.url}issuers/{row.issuer.slug}/status/{row.number}"


def issuer_facts(issuer: Issuer) -> IssuerFacts:
    """Return the issuer as credentials name it."""
    name = issuer.name.get("en") or next(iter(issuer.name.values()))
    return IssuerFacts(did=issuer.did, name=name, url=issuer.url)


def claim_of(award: Award) -> Claim | Completion:
    """Read back the claim as it was written down."""
    document: dict[str, Any] = canonical.loads(award.claim.encode(), max_bytes=MAX_CLAIM)
    for name in ("valid_from", "valid_until"):
        document[name] = read_moment(document[name])
    if award.kind == AwardKind.COMPLETION:
        return Completion(**document)
    document["deviations"] = tuple(Deviation(**item) for item in document["deviations"])
    return Claim(**document)


@transaction.atomic
def sign_award(award_id: str, *, at: datetime) -> Award | None:
    """Sign an award that was decided and not signed yet; return it, or None when done before.

    Raises keyring.NoSigningKey; the worker tries again until the key is there.
    """
    award = (
        Award.objects.select_for_update(of=("self",))
        .select_related("issuer", "status_list__issuer")
        .filter(pk=award_id, signed_at__isnull=True)
        .exclude(events__kind__in=ENDED)
        .first()
    )
    if award is None:
        return None
    slot = StatusSlot(list_address(award.status_list), award.status_index)
    key = signing_key(award.issuer)
    award.credential = issue(
        claim_of(award), issuer=issuer_facts(award.issuer), slot=slot, key=key, at=at
    )
    award.signed_at = award.published_at = at
    award.save(update_fields=["credential", "signed_at", "published_at"])
    record(
        "award.signed",
        award,
        by=None,
        at=at,
        scope=award.subject,
        facts={
            "claim": award.claim_sha256,
            "credential": canonical.digest(award.credential),
            "key": key.method,
        },
    )
    return award


@transaction.atomic
def sign_list(list_id: int, *, at: datetime) -> StatusList:
    """Sign a status list as it stands now. Raises keyring.NoSigningKey."""
    row = (
        StatusList.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=list_id)
    )
    revoked = row.awards.filter(events__kind__in=WITHDRAWN)
    indexes = sorted(set(revoked.values_list("status_index", flat=True)))
    row.credential = status_list(
        list_address(row),
        revoked=indexes,
        key=signing_key(row.issuer),
        at=at,
        entries=row.length,
    )
    row.signed_at = at
    row.save(update_fields=["credential", "signed_at"])
    return row


def lists_to_sign(at: datetime) -> list[int]:
    """Return the lists that were never signed or not within the last day."""
    stale = Q(signed_at__isnull=True) | Q(signed_at__lte=at - RESIGN_AFTER)
    return list(StatusList.objects.filter(stale).order_by("pk").values_list("pk", flat=True))


def awards_to_sign() -> list[str]:
    """Return the awards whose signing was cut off."""
    waiting = Award.objects.filter(signed_at__isnull=True).exclude(events__kind__in=ENDED)
    return list(waiting.order_by("pk").values_list("pk", flat=True))
