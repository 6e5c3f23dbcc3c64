"""Ed25519 keys as Multikeys, did:web names and DID documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import base58

from waymark.awards.rules.contexts import DID, MULTIKEY

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

_ED25519 = b"\xed\x01"
_FRAGMENT = re.compile(r"key-\d{4}-\d+")
_DID_WEB = re.compile(r"did:web:[A-Za-z0-9.-]+(%3A\d{1,5})?(:[A-Za-z0-9._~-]+)*")


def multikey(public: Ed25519PublicKey) -> str:
    """A public key as Multikey text (`z6Mk...`), as in W3C Controlled Identifiers 1.0."""
    return "z" + base58.b58encode(_ED25519 + public.public_bytes_raw()).decode()


def read_multikey(text: object) -> Ed25519PublicKey:
    """Multikey text -> Ed25519 public key. Raises ValueError for anything else."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > 64:
        raise ValueError("not an Ed25519 Multikey")
    raw = base58.b58decode(text[1:].encode())
    if raw[:2] != _ED25519 or len(raw) != 34:
        raise ValueError("not an Ed25519 Multikey")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(raw[2:])


def did_web(host: str, *path: str) -> str:
    """The did:web name of a host (with its port, if any) and a path:
    `did_web("localhost:8000", "issuers", "ke")` is `did:web:localhost%3A8000:issuers:ke`."""
    did = ":".join(["did:web", quote(host, safe="."), *(quote(part, safe="") for part in path)])
    if not is_did_web(did):
        raise ValueError(f"no did:web name for {host!r} {path!r}")
    return did


def is_did_web(text: object) -> bool:
    """Whether a value is a did:web name of the form this module writes."""
    return isinstance(text, str) and len(text) <= 300 and bool(_DID_WEB.fullmatch(text))


def did_web_address(did: str) -> str:
    """Where a did:web name resolves to. Raises ValueError for another kind of name."""
    if not is_did_web(did):
        raise ValueError("not a did:web name")
    host, *path = did.removeprefix("did:web:").split(":")
    return "/".join(["https:/", unquote(host), *(path or [".well-known"]), "did.json"])


@dataclass(frozen=True)
class PublicKey:
    """A key of an issuer as its DID document lists it.

    `fragment` is a plain name (`key-2026-1`), never the key itself: some verifiers trust a key
    found in a fragment without asking the issuer. A rotated key stays authorised until the
    last certificate it signed has expired; only a `compromised` one loses that.
    """

    fragment: str
    multibase: str
    compromised: bool = False

    def __post_init__(self) -> None:
        if not _FRAGMENT.fullmatch(self.fragment):
            raise ValueError("a key is named key-YEAR-NUMBER")
        read_multikey(self.multibase)


@dataclass(frozen=True)
class SigningKey:
    """An issuer's private key with the name under which its public half is published."""

    did: str
    fragment: str
    private: Ed25519PrivateKey

    def __post_init__(self) -> None:
        if not is_did_web(self.did):
            raise ValueError("an issuer is named by did:web")
        if not _FRAGMENT.fullmatch(self.fragment):
            raise ValueError("a key is named key-YEAR-NUMBER")

    @property
    def method(self) -> str:
        """The verification method: `did:web:host:issuers:ke#key-2026-1`."""
        return f"{self.did}#{self.fragment}"

    @property
    def public(self) -> PublicKey:
        """The public half, for the DID document."""
        return PublicKey(self.fragment, multikey(self.private.public_key()))


def did_document(did: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The DID document of an issuer: every key it ever used, those not compromised authorised
    to make assertions. Raises ValueError on a foreign name or a repeated key name."""
    listed = tuple(keys)
    if not is_did_web(did):
        raise ValueError("an issuer is named by did:web")
    if not listed or len({key.fragment for key in listed}) != len(listed):
        raise ValueError("an issuer has at least one key and each key its own name")
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{key.fragment}",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.multibase,
            }
            for key in listed
        ],
        "assertionMethod": [f"{did}#{key.fragment}" for key in listed if not key.compromised],
    }
