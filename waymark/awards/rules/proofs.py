"""W3C Data Integrity proofs: the set [eddsa-rdfc-2022, eddsa-jcs-2022] under one Ed25519 key.

The first is what Open Badges 3.0 demands of everybody; the second needs no JSON-LD and is
checked first, so that costly canonicalization only ever meets what a trusted key has signed.
Source: W3C Recommendation "Data Integrity EdDSA Cryptosuites v1.0", 15 May 2025.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import base58

from waymark.awards.rules.contexts import canonical_rdf, undefined_terms
from waymark.awards.rules.keys import SigningKey
from waymark.awards.rules.moments import write_moment
from waymark.awards.rules.reading import bounded
from waymark.kernel.canonical import dumps

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RDFC = "eddsa-rdfc-2022"
JCS = "eddsa-jcs-2022"
SUITES = (RDFC, JCS)


class TermsUndefined(ValueError):
    """The document uses terms that its contexts do not define, so nobody would sign them."""


def sign(document: Mapping[str, Any], *, key: SigningKey, at: datetime) -> dict[str, Any]:
    """The document with both proofs of `key`, made at `at`; equal inputs give equal output.

    Raises TermsUndefined for terms outside its contexts and Unreadable for a document that a
    verifier would refuse (size, control characters, inline contexts).
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    bounded(unsecured)
    if missing := undefined_terms(unsecured):
        raise TermsUndefined(f"not defined by the contexts: {', '.join(missing)}")
    return {**unsecured, "proof": [_proof(unsecured, suite, key, at) for suite in SUITES]}


def proof_holds(
    document: Mapping[str, Any], proof: Mapping[str, Any], public: Ed25519PublicKey
) -> bool:
    """Whether one proof of a bounded document verifies under a key."""
    from cryptography.exceptions import InvalidSignature
    from pyld.jsonld import JsonLdError

    unsecured = {name: value for name, value in document.items() if name != "proof"}
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z") or len(value) > 100:
        return False
    try:
        signature = base58.b58decode(value[1:].encode())
        public.verify(signature, _digest(unsecured, proof, str(proof.get("cryptosuite"))))
    except (InvalidSignature, ValueError, JsonLdError):
        return False
    return True


def _proof(
    unsecured: Mapping[str, Any], suite: str, key: SigningKey, at: datetime
) -> dict[str, Any]:
    options: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": suite,
        "created": write_moment(at),
        "verificationMethod": key.method,
        "proofPurpose": "assertionMethod",
    }
    if suite == JCS:
        options["@context"] = list(unsecured["@context"])
    signature = key.private.sign(_digest(unsecured, options, suite))
    return {**options, "proofValue": "z" + base58.b58encode(signature).decode()}


def _digest(unsecured: Mapping[str, Any], options: Mapping[str, Any], suite: str) -> bytes:
    config = {name: value for name, value in options.items() if name != "proofValue"}
    if suite == RDFC:
        config["@context"] = unsecured["@context"]
        parts = canonical_rdf(config), canonical_rdf(unsecured)
    elif suite == JCS:
        parts = dumps(config), dumps(unsecured)
    else:
        raise ValueError(f"unknown cryptosuite: {suite}")
    return b"".join(hashlib.sha256(part).digest() for part in parts)
