"""Private keys of issuers: files in the key folder, readable by the server alone."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from django.conf import settings

from waymark.awards.models import Issuer, IssuerKey
from waymark.awards.rules import SigningKey, multikey


class NoSigningKey(Exception):
    """The issuer has no current key, or its private half is not in the key folder."""


def _path(issuer: Issuer, fragment: str) -> Path:
    return Path(settings.WAYMARK_KEYS) / "issuers" / issuer.slug / f"{fragment}.key"


def make_private(issuer: Issuer, fragment: str) -> str:
    """Make a private key on disk, durably and mode 0600; return its public half as multikey.

    A key that is already there is kept, for something may have been signed with it.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = _path(issuer, fragment)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}.new")  # two processes may begin at once
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # the other one was first: its key is kept
            os.link(unfinished, path)
        unfinished.unlink()
    return multikey(Ed25519PrivateKey.from_private_bytes(path.read_bytes()).public_key())


def signing_key(issuer: Issuer) -> SigningKey:
    """Return the issuer's current key with its private half.

    Raises NoSigningKey where either is missing or the halves do not belong together.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    row: IssuerKey | None = (
        issuer.keys.filter(retired_at__isnull=True, compromised_at__isnull=True)
        .order_by("-created_at", "-id")
        .first()
    )
    if row is None:
        raise NoSigningKey(issuer.did)
    path = _path(issuer, row.fragment)
    if not path.exists():
        raise NoSigningKey(f"{issuer.did}#{row.fragment}")
    private = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    if multikey(private.public_key()) != row.public_multikey:
        raise NoSigningKey(f"{issuer.did}#{row.fragment}")
    return SigningKey(issuer.did, row.fragment, private)
