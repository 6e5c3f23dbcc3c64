"""The key by which this installation signs the heads of its ledger."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path

from django.conf import settings

from waymark.kernel import merkle


class UnsafeKey(Exception):
    """The key file can be read by others, or is none; the message says what to do."""


def origin() -> str:
    """Return the name of this ledger, which never changes while it is served at one address."""
    return f"{settings.WAYMARK_HOST}/ledger"


def path() -> Path:
    """Return where the private key lies."""
    return Path(settings.WAYMARK_KEYS) / "ledger.key"


def signer() -> merkle.Signer:
    """Return what signs for this ledger; the key is made at the first use.

    Raises UnsafeKey, or OSError where the folder can't be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    place = path()
    if not place.exists():
        _make(place)
    if os.name == "posix" and place.stat().st_mode & 0o077:
        raise UnsafeKey(f"Others can read {place}: run chmod 600 {place}")
    try:
        private = base64.b64decode(place.read_text().strip(), validate=True)
        return merkle.Signer.of(origin(), Ed25519PrivateKey.from_private_bytes(private))
    except (binascii.Error, ValueError) as error:
        raise UnsafeKey(f"{place} holds no Ed25519 key: restore it from a backup") from error


def verifier_key() -> str:
    """Return the line by which others verify what this ledger signs."""
    return signer().key.vkey()


def _make(place: Path) -> None:
    """Write a new key for the owner alone; if another process is faster, its key stands."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    secret = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw())
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secret + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, place)  # unlike a rename, this never replaces a key
        except FileExistsError:
            pass
    finally:
        draft.unlink()
