"""The form of a certificate: read once, strictly, before anything in it is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waymark.awards.rules.completion import ACHIEVEMENT as COURSE
from waymark.awards.rules.contexts import CERTIFICATE_CONTEXT
from waymark.awards.rules.framing import PURPOSE, TYPES
from waymark.awards.rules.keys import is_did_web
from waymark.awards.rules.moments import read_moment
from waymark.awards.rules.multihash import read_digest_multibase
from waymark.awards.rules.proofs import JCS, SUITES
from waymark.awards.rules.reading import Unreadable, bounded
from waymark.awards.rules.verdict import Summary

_PROOF_PARTS = {
    "type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue",
}  # fmt: skip


@dataclass(frozen=True)
class Proof:
    """One proof of a set, its form checked."""

    suite: str
    method: str
    created: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Certificate:
    """A certificate whose form was checked; its signatures were not."""

    document: Mapping[str, Any]
    issuer: str
    list_url: str
    index: int
    summary: Summary


def read_certificate(document: Mapping[str, Any]) -> Certificate:
    """The certificate in a document. Raises Unreadable when it is not of our form."""
    bounded(document)
    if document.get("@context") != list(CERTIFICATE_CONTEXT):
        raise Unreadable("contexts.not_pinned")
    if document.get("type") != list(TYPES):
        raise _missing("type")
    issuer = _text(document, "issuer", "id")
    if not is_did_web(issuer):
        raise _missing("issuer")
    list_url, index = _status(document)
    return Certificate(document, issuer, list_url, index, _summary(document, issuer))


def read_proofs(document: Mapping[str, Any]) -> dict[str, Proof] | None:
    """The proofs of a document by suite, or None unless they are exactly the two expected ones
    with exactly the expected options."""
    items = document.get("proof")
    if not isinstance(items, list) or len(items) != len(SUITES):
        return None
    proofs = [_proof(item, document.get("@context")) for item in items]
    found = {proof.suite: proof for proof in proofs if proof is not None}
    return found if set(found) == set(SUITES) else None


def _proof(item: Any, context: Any) -> Proof | None:
    if not isinstance(item, Mapping):
        return None
    suite, method = item.get("cryptosuite"), item.get("verificationMethod")
    created = read_moment(item.get("created"))
    expected = _PROOF_PARTS | ({"@context"} if suite == JCS else set())
    if not isinstance(suite, str) or not isinstance(method, str) or created is None:
        return None
    if set(item) != expected or item.get("@context", context) != context:
        return None
    if item["type"] != "DataIntegrityProof" or item["proofPurpose"] != "assertionMethod":
        return None
    return Proof(suite, method, created, item)


def _status(document: Mapping[str, Any]) -> tuple[str, int]:
    entry = document.get("credentialStatus")
    if not isinstance(entry, Mapping) or entry.get("type") != "BitstringStatusListEntry":
        raise _missing("credentialStatus")
    url, index = entry.get("statusListCredential"), entry.get("statusListIndex")
    digits = isinstance(index, str) and index.isascii() and index.isdigit() and len(index) <= 9
    if entry.get("statusPurpose") != PURPOSE or not isinstance(url, str) or not digits:
        raise _missing("credentialStatus")
    return url, int(str(index))


def _summary(document: Mapping[str, Any], issuer: str) -> Summary:
    kinds = _pairs(document, "identityType", "identityHash", "credentialSubject", "identifier")
    report_url, report_hash = _report(document)
    achievement = ("credentialSubject", "achievement")
    # A completed course hides its holder’s name and has no country.
    course = _at(document, *achievement, "achievementType") == COURSE
    codes = {} if course else _pairs(
        document, "identifierType", "identifier", *achievement, "otherIdentifier"
    )  # fmt: skip
    named = "" if course else _text(document, "credentialSubject", "name")
    country = ("credentialSubject", "address", "addressCountryCode")
    return Summary(
        id=_text(document, "id"),
        subject_name=named,
        place_kind=kinds.get("ext:placeKind", ""),
        country="" if course else _text(document, *country),
        title=_text(document, *achievement, "name"),
        level=codes.get("ext:level", ""),
        stage=codes.get("ext:stage", ""),
        scheme_id=codes.get("ext:scheme", ""),
        scheme_version=_text(document, *achievement, "version"),
        criteria=_text(document, *achievement, "criteria", "narrative"),
        issuer_did=issuer,
        issuer_name=_text(document, "issuer", "name"),
        valid_from=_text(document, "validFrom"),
        valid_until=_text(document, "validUntil"),
        report_url=report_url,
        report_hash=report_hash,
    )


def _report(document: Mapping[str, Any]) -> tuple[str, str]:
    """The first related resource is the stage report."""
    resources = document.get("relatedResource")
    if not isinstance(resources, list) or not resources or not isinstance(resources[0], Mapping):
        raise _missing("relatedResource")
    url, digest = resources[0].get("id"), read_digest_multibase(resources[0].get("digestMultibase"))
    if not isinstance(url, str) or digest is None:
        raise _missing("relatedResource")
    return url, digest


def _pairs(document: Mapping[str, Any], kind: str, value: str, *path: str) -> dict[str, str]:
    found = _at(document, *path)
    if not isinstance(found, list):
        raise _missing(".".join(path))
    return {
        item[kind]: item[value]
        for item in found
        if isinstance(item, Mapping)
        and isinstance(item.get(kind), str)
        and isinstance(item.get(value), str)
    }


def _text(document: Mapping[str, Any], *path: str) -> str:
    value = _at(document, *path)
    if not isinstance(value, str) or not value:
        raise _missing(".".join(path))
    return value


def _at(document: Mapping[str, Any], *path: str) -> Any:
    value: Any = document
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _missing(part: str) -> Unreadable:
    return Unreadable("structure.missing", part=part)
