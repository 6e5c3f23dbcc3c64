"""A claim as an Open Badges 3.0 credential on VCDM 2.0, signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waymark.awards.rules.claim import Claim, Issuer, StatusSlot
from waymark.awards.rules.completion import Completion
from waymark.awards.rules.completion import unsigned as unsigned_completion
from waymark.awards.rules.framing import frame
from waymark.awards.rules.keys import SigningKey
from waymark.awards.rules.multihash import digest_multibase
from waymark.awards.rules.proofs import sign
from waymark.kernel.canonical import dumps


def issue(
    claim: Claim | Completion, *, issuer: Issuer, slot: StatusSlot, key: SigningKey, at: datetime
) -> dict[str, Any]:
    """The signed certificate. Equal inputs give equal output.

    Raises ValueError when the key is not the issuer's, `TermsUndefined` or `Unreadable` when
    the credential would not be accepted by a verifier.
    """
    if key.did != issuer.did:
        raise ValueError("the key belongs to another issuer")
    return sign(unsigned(claim, issuer=issuer, slot=slot), key=key, at=at)


def to_bytes(document: Mapping[str, Any]) -> bytes:
    """The one form in which a signed document is kept, hashed and handed out (RFC 8785)."""
    return dumps(document)


def unsigned(claim: Claim | Completion, *, issuer: Issuer, slot: StatusSlot) -> dict[str, Any]:
    """The credential before signing."""
    if isinstance(claim, Completion):
        return unsigned_completion(claim, issuer=issuer, slot=slot)
    return frame(claim, issuer=issuer, slot=slot) | {
        "credentialSubject": _subject(claim, issuer),
        "evidence": _evidence(claim),
        "relatedResource": [
            _bound(claim.report_url, claim.report_hash),
            _bound(claim.scheme_url, claim.scheme_hash),
        ],
    }


def _subject(claim: Claim, issuer: Issuer) -> dict[str, Any]:
    return {
        "id": claim.subject_id,
        "type": ["AchievementSubject", "Profile"],
        "name": claim.subject_name,
        "address": {"type": ["Address"], "addressCountryCode": claim.country},
        "identifier": [
            _identity("name", claim.subject_name),
            _identity("ext:placeKind", claim.place_kind),
        ],
        "achievement": {
            "id": f"{claim.scheme_url}#{claim.level}",
            "type": ["Achievement"],
            "achievementType": "QualityAssuranceCredential",
            "creator": {"id": issuer.did, "type": ["Profile"]},
            "name": claim.title,
            "description": claim.description,
            "criteria": {"narrative": _criteria(claim)},
            "version": claim.scheme_version,
            "inLanguage": claim.language,
            "otherIdentifier": [
                _entry("ext:scheme", claim.scheme_id),
                _entry("ext:level", claim.level),
                _entry("ext:stage", claim.stage),
            ],
        },
    }


def _evidence(claim: Claim) -> list[dict[str, Any]]:
    return [
        {"id": claim.report_url, "type": ["Evidence"], "name": "Stage report", "genre": "report"},
        {"id": claim.decision_id, "type": ["Evidence"], "name": "Decision", "genre": "decision"},
    ]


def _criteria(claim: Claim) -> str:
    if not claim.deviations:
        return claim.criteria
    lines = [f"- {item.criterion}: {item.text}" for item in claim.deviations]
    return "\n".join([claim.criteria, "", "Endorsed deviations:", "", *lines])


def _identity(kind: str, value: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "identityHash": value,
        "identityType": kind,
        "hashed": False,
    }


def _entry(kind: str, value: str) -> dict[str, str]:
    return {"type": "IdentifierEntry", "identifier": value, "identifierType": kind}


def _bound(address: str, sha256: str) -> dict[str, str]:
    return {
        "id": address,
        "digestMultibase": digest_multibase(sha256),
        "mediaType": "application/json",
    }
