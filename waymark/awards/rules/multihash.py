"""SHA-256 digests as multibase text, the form of `digestMultibase`."""

import base64
import re

_SHA2_256 = b"\x12\x20"


def encode_base64url(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode_base64url(text: str) -> bytes:
    """The bytes of unpadded base64url text. Raises ValueError on any other character."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("not base64url")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def digest_multibase(sha256: str) -> str:
    """A SHA-256 in hex as a base64url multihash (`uEi...`)."""
    digest = bytes.fromhex(sha256)
    if len(digest) != 32:
        raise ValueError("not a SHA-256")
    return "u" + encode_base64url(_SHA2_256 + digest)


def read_digest_multibase(text: object) -> str | None:
    """The SHA-256 in hex that such text states, or None if it is not one."""
    if not isinstance(text, str) or not text.startswith("u"):
        return None
    try:
        raw = decode_base64url(text[1:])
    except ValueError:
        return None
    return raw[2:].hex() if raw[:2] == _SHA2_256 and len(raw) == 34 else None
