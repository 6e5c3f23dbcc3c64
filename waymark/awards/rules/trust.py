"""The trust file: the issuers somebody vouches for, with their keys and status lists.

Trust comes from whoever handed over this file, and from nothing inside a certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from waymark.awards.rules.keys import is_did_web, read_multikey
from waymark.awards.rules.moments import read_moment
from waymark.awards.rules.reading import Unreadable, parse

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_TRUST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class Trust:
    """DID documents by did, and status lists by address (each may come in several editions)."""

    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)


def trust_file(
    did_documents: Iterable[Mapping[str, Any]], status_lists: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The trust file as one JSON object, sorted by id."""
    return {
        "didDocuments": sorted((dict(d) for d in did_documents), key=lambda d: str(d["id"])),
        "statusLists": sorted((dict(s) for s in status_lists), key=lambda s: str(s["id"])),
    }


def read_trust(data: bytes) -> Trust:
    """A trust file from its bytes. Raises Unreadable when it is not one."""
    return trust_from(parse(data, limit=MAX_TRUST_BYTES))


def trust_from(value: Mapping[str, Any]) -> Trust:
    """A trust file from its JSON object. Raises Unreadable when it is not one, or when two
    documents speak for the same issuer."""
    documents: dict[str, Mapping[str, Any]] = {}
    for document in _objects(value, "didDocuments"):
        did = document.get("id")
        if not isinstance(did, str) or not is_did_web(did) or did in documents:
            raise Unreadable("trust.malformed")
        documents[did] = document
    lists: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for status in _objects(value, "statusLists"):
        url = status.get("id")
        if not isinstance(url, str):
            raise Unreadable("trust.malformed")
        lists[url] = (*lists.get(url, ()), status)
    return Trust(documents, lists)


def authorised_key(
    document: Mapping[str, Any], method: str, now: datetime
) -> Ed25519PublicKey | None:
    """The key `method` of a DID document if, at `now`, the document lets it make assertions;
    None if it is not listed, no longer authorised, revoked or expired."""
    allowed, methods = document.get("assertionMethod"), document.get("verificationMethod")
    if not isinstance(allowed, list) or method not in allowed or not isinstance(methods, list):
        return None
    found = [m for m in methods if isinstance(m, Mapping) and m.get("id") == method]
    if len(found) != 1 or found[0].get("controller") != document.get("id"):
        return None
    if found[0].get("type") != "Multikey" or _ended(found[0], now):
        return None
    try:
        return read_multikey(found[0].get("publicKeyMultibase"))
    except ValueError:
        return None


def _ended(method: Mapping[str, Any], now: datetime) -> bool:
    for name in ("revoked", "expires"):
        if name in method:
            moment = read_moment(method[name])
            if moment is None or moment <= now:
                return True
    return False


def _objects(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    items = value.get(name)
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise Unreadable("trust.malformed")
    return items
