"""Writes of awards: issuers and keys, and what is going to be signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction

from waymark.awards.keyring import make_private
from waymark.awards.models import Award, Issuer, IssuerKey, StatusList
from waymark.awards.rules import Claim, Deviation, did_web
from waymark.awards.rules.lifecycle import AwardKind, AwardPermit
from waymark.awards.rules.moments import write_moment
from waymark.awards.writing import write_down
from waymark.base.permits import require
from waymark.base.record import record


@dataclass(frozen=True)
class Intent:
    """What a decision gives, before the award has its number and addresses."""

    decision: str  # "decision:…"
    subject: str  # "place:…"
    subject_slug: str
    subject_name: dict[str, str]
    place_kind: str
    country: str
    title: str
    description: str
    level: str
    level_name: dict[str, str]
    stage: str
    scheme_id: str
    scheme_version: str
    scheme_hash: str
    report_hash: str
    criteria: str
    valid_from: datetime
    valid_until: datetime
    fictional: bool = False
    deviations: tuple[Deviation, ...] = ()
    kind: AwardKind = AwardKind.CERTIFICATE
    replaces: str = ""  # the number of the award that this one stands in for


@transaction.atomic
def make_issuer(
    *, slug: str, name: dict[str, str], by: Any, at: datetime, on: Any = None
) -> Issuer:
    """Make an issuer with its first key and status list; one that is there is returned as it is.

    `on` is what the permit is asked for, where no issuer exists yet; by=None is the platform's
    own set-up.
    """
    if by is not None:
        require(by, AwardPermit.MANAGE_ISSUER, on=on)
    found = Issuer.objects.filter(slug=slug).first()
    if found is not None:
        return found
    issuer = Issuer.objects.create(
        slug=slug,
        did=did_web(settings.WAYMARK_HOST, "issuers", slug),
        name=name,
        url=f"{settings.WAYMARK_BASE_URL}/",
        created_at=at,
    )
    _add_key(issuer, at)
    StatusList.objects.create(issuer=issuer, number=1)
    record("issuer.made", issuer, by=by, at=at, facts={"did": issuer.did})
    return issuer


def _add_key(issuer: Issuer, at: datetime) -> IssuerKey:
    number = issuer.keys.filter(fragment__startswith=f"key-{at.year}-").count() + 1
    fragment = f"key-{at.year}-{number}"
    return IssuerKey.objects.create(
        issuer=issuer,
        fragment=fragment,
        public_multikey=make_private(issuer, fragment),
        created_at=at,
    )


@transaction.atomic
def rotate_key(*, issuer: Issuer, by: Any, at: datetime) -> IssuerKey:
    """Sign with a new key from now on; the old one stays listed for what it has signed.

    by=None: the operator's console.
    """
    if by is not None:
        require(by, AwardPermit.MANAGE_ISSUER, on=issuer)
    issuer = Issuer.objects.select_for_update().get(pk=issuer.pk)
    issuer.keys.filter(retired_at__isnull=True).update(retired_at=at)
    key = _add_key(issuer, at)
    record("issuer.key_rotated", issuer, by=by, at=at, facts={"key": key.fragment})
    return key


def _claim(intent: Intent, number: str, issuer: Issuer) -> Claim:
    base = issuer.url.rstrip("/")  # as it was when the issuer was made, like its identifier
    address = f"{base}/certificates/{number}"
    return Claim(
        id=address,
        subject_id=f"{base}/places/{intent.subject_slug}",
        subject_name=intent.subject_name.get("en") or next(iter(intent.subject_name.values())),
        place_kind=intent.place_kind,
        country=intent.country,
        title=intent.title,
        description=intent.description,
        level=intent.level,
        stage=intent.stage,
        scheme_id=intent.scheme_id,
        scheme_version=intent.scheme_version,
        scheme_url=(
            f"{base}/schemes/{intent.scheme_id}/document.json"
            f"?version={quote(intent.scheme_version, safe='')}"
        ),
        scheme_hash=intent.scheme_hash,
        report_url=f"{address}/report.json",
        report_hash=intent.report_hash,
        criteria=intent.criteria,
        decision_id=f"{address}#{intent.decision.replace(':', '-')}",
        valid_from=intent.valid_from,
        valid_until=intent.valid_until,
        deviations=intent.deviations,
    )


def _document(claim: Claim) -> dict[str, Any]:
    document = asdict(claim)
    for name in ("valid_from", "valid_until"):
        document[name] = write_moment(document[name])
    document["deviations"] = [dict(item) for item in document["deviations"]]
    return document


KEPT = (
    *("decision", "subject", "subject_name", "country", "level", "level_name", "stage"),
    *("valid_from", "valid_until", "fictional", "kind", "replaces"),
)
"""What the row of an award holds as its intent says it."""


@transaction.atomic
def intend_award(*, issuer: Issuer, intent: Intent, by: Any, at: datetime) -> Award:
    """Write down durably what is going to be signed; the worker signs it after the commit.

    Calling again for the same decision returns the same award. Raises ClaimRefused.
    """
    require(by, AwardPermit.ISSUE_AWARD, on=issuer)
    kept = {name: getattr(intent, name) for name in KEPT}
    return write_down(
        issuer, lambda number: _document(_claim(intent, number, issuer)), kept, by=by, at=at
    )
