"""Seals short secrets, so that a copy of the database alone opens no account."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def _box() -> Fernet:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"waymark.people.sealing:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Encrypt a text with the server's key."""
    return _box().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Return the text of a seal; raises cryptography.fernet.InvalidToken for any other."""
    return _box().decrypt(sealed.encode("ascii")).decode()
