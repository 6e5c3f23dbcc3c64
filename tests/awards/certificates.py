"""A fictional issuer, its key, a certificate, a status list and a trust file for the tests."""

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from waymark.awards.rules import (
    Claim,
    Completion,
    Issuer,
    SigningKey,
    StatusSlot,
    Trust,
    did_document,
    did_web,
    hashed_name,
    issue,
    status_list,
    trust_file,
    trust_from,
)
from waymark.awards.rules.credential import unsigned
from waymark.awards.rules.proofs import sign

HOST = "https://waymark.example"
DID = did_web("waymark.example", "issuers", "global")
OTHER_DID = did_web("elsewhere.example", "issuers", "global")
LIST_URL = f"{HOST}/status/global-1"
INDEX = 70_001
AT = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
NOW = AT + timedelta(days=10)
LISTED = NOW - timedelta(hours=3)

KEY = SigningKey(DID, "key-2026-1", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WRONG_KEY = SigningKey(DID, "key-2026-1", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
OTHER_KEY = SigningKey(OTHER_DID, "key-2026-1", WRONG_KEY.private)
ISSUER = Issuer(DID, "Fictional Certification Body", f"{HOST}/")
SLOT = StatusSlot(LIST_URL, INDEX)
CLAIM = Claim(
    id=f"{HOST}/awards/0b7c",
    subject_id=f"{HOST}/places/maral",
    subject_name="Maral – مارال – 马拉尔",
    place_kind="city",
    country="KE",
    title="SDG Cities: Silver",
    description="Awarded to a city that has completed stage A.",
    level="silver",
    stage="A",
    scheme_id="sdg-cities",
    scheme_version="1.0.0",
    scheme_url=f"{HOST}/schemes/sdg-cities/1.0.0",
    scheme_hash="a1" * 32,
    report_url=f"{HOST}/reports/77",
    report_hash="b2" * 32,
    criteria="Every criterion of stage A was met on verified evidence.",
    decision_id="urn:uuid:5f0f6f6e-8a2b-4c37-a5d1-0d1a54a2c001",
    valid_from=AT,
    valid_until=AT.replace(year=2029),
)

COMPLETION = Completion(
    id=f"{HOST}/completions/WM-1/",
    subject_id="urn:uuid:0f0f6f6e-8a2b-4c37-a5d1-0d1a54a2c001",
    name_hash=hashed_name("Ada Otieno", "5a" * 16),
    salt="5a" * 16,
    title="Reading figures – قراءة الأرقام",
    description="The holder has completed the course.",
    criteria="All 2 lessons are done.",
    course_url=f"{HOST}/courses/1/revisions/3.json",
    course_hash="c3" * 32,
    revision="3",
    valid_from=AT,
    valid_until=AT.replace(year=2036),
)


def certificate(
    claim: Claim = CLAIM, *, key: SigningKey = KEY, at: datetime = AT
) -> dict[str, Any]:
    """A signed certificate; `key` need not be the one that the issuer published."""
    return issue(claim, issuer=ISSUER, slot=SLOT, key=key, at=at)


def listed(
    *revoked: int, key: SigningKey = KEY, at: datetime = LISTED, url: str = LIST_URL
) -> dict[str, Any]:
    """A signed status list."""
    return status_list(url, revoked=revoked, key=key, at=at)


def trust_json(*lists: dict[str, Any], did: dict[str, Any] | None = None) -> dict[str, Any]:
    """A trust file that knows the issuer; with a list that revokes nothing unless told."""
    return trust_file(
        [did or did_document(DID, [KEY.public]), did_document(OTHER_DID, [OTHER_KEY.public])],
        lists or (listed(),),
    )


def trusting(*lists: dict[str, Any], did: dict[str, Any] | None = None) -> Trust:
    """The same, read."""
    return trust_from(trust_json(*lists, did=did))


def expired() -> dict[str, Any]:
    """A certificate whose time is over at NOW."""
    return certificate(replace(CLAIM, valid_until=NOW - timedelta(days=1)))


def tampered() -> dict[str, Any]:
    """A certificate with another level than was signed."""
    document = copy.deepcopy(certificate())
    document["credentialSubject"]["achievement"]["name"] = "SDG Cities: Diamond"
    return document


def wrong_issuer() -> dict[str, Any]:
    """A certificate that names our issuer and was signed, correctly, by somebody else's key
    under that somebody's name."""
    return sign(unsigned(CLAIM, issuer=ISSUER, slot=SLOT), key=OTHER_KEY, at=AT)
