"""Reads of awards: what is published is for everybody."""

from __future__ import annotations

from typing import Any

from waymark.awards.models import Issuer, StatusList
from waymark.awards.rules import PublicKey, Trust, did_document, trust_file, trust_from


def did_document_of(issuer: Issuer) -> dict[str, Any]:
    """Return the issuer's DID document with every key that it ever used."""
    return did_document(
        issuer.did,
        [
            PublicKey(key.fragment, key.public_multikey, compromised=bool(key.compromised_at))
            for key in issuer.keys.order_by("created_at", "pk")
        ],
    )


def trust_export() -> dict[str, Any]:
    """Return the issuers' DID documents and their signed status lists as one JSON object."""
    issuers = Issuer.objects.filter(keys__isnull=False).distinct().order_by("did")
    lists = StatusList.objects.filter(credential__isnull=False).order_by("issuer_id", "number")
    return trust_file(
        [did_document_of(issuer) for issuer in issuers], [row.credential for row in lists]
    )


def trust_document() -> Trust:
    """Return what this installation vouches for, as the verifier reads it."""
    return trust_from(trust_export())
