"""Our keys for launches: files in the key folder, readable by the server alone.

The newest signs; older ones stay in the public set, for what was signed a moment ago is still on
its way. Awards are signed with other keys.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from waymark.learning.rules.lti_keys import public_jwk

BITS = 3072


class NoLaunchKey(Exception):
    """There is no key yet; one is made when a platform is registered."""


@dataclass(frozen=True)
class LaunchKey:
    """A private key and the name under which its public half stands in our key set."""

    kid: str
    private: Any


def _folder() -> Path:
    return Path(settings.WAYMARK_KEYS) / "lti"


def _files() -> list[Path]:
    return sorted(_folder().glob("*.pem"))


def _read(path: Path) -> LaunchKey:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    # We made it ourselves: looking again whether its primes are prime takes 280 ms at each reading.
    private = load_pem_private_key(path.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
    return LaunchKey(path.stem, private)


def make_key(*, at: datetime) -> str:
    """Make a key on disk, durably and mode 0600; return its name."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private = generate_private_key(65537, BITS)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kid = f"lti-{at:%Y%m%d%H%M%S%f}"
    _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _folder() / f"{kid}.pem"
    unfinished = path.with_suffix(".new")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return kid


def has_key() -> bool:
    """Whether a key is there."""
    return bool(_files())


def current() -> LaunchKey:
    """Return the key that signs. Raises NoLaunchKey."""
    if not (files := _files()):
        raise NoLaunchKey
    return _read(files[-1])


def public_set() -> dict[str, Any]:
    """Return our public key set; empty where there is no key yet."""
    return {"keys": [public_jwk(key.private, key.kid) for key in map(_read, _files())]}
