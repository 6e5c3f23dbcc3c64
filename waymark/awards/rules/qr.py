"""The QR code of a certificate: its address, with a signed digest in the fragment.

Any camera opens the address; any JOSE library checks the fragment offline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from waymark.awards.rules.keys import SigningKey
from waymark.awards.rules.multihash import decode_base64url, encode_base64url
from waymark.kernel.canonical import BadDocument, dumps, loads

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_STAMP = 1_000


def stamp(credential: Mapping[str, Any], *, url: str, key: SigningKey) -> str:
    """`url` with a compact JWS (EdDSA) in its fragment that states the certificate's id, place,
    level, dates and the SHA-256 of its canonical form."""
    subject = credential["credentialSubject"]
    header = {"alg": "EdDSA", "kid": key.method}
    entries = subject["achievement"]["otherIdentifier"]
    claims = {
        "id": credential["id"].removeprefix(url),
        "sub": subject["name"],
        "lvl": next(e["identifier"] for e in entries if e["identifierType"] == "ext:level"),
        "until": credential["validUntil"],
        "dig": encode_base64url(hashlib.sha256(dumps(credential)).digest()),
    }
    signed = f"{encode_base64url(dumps(header))}.{encode_base64url(dumps(claims))}"
    return f"{url}#{signed}.{encode_base64url(key.private.sign(signed.encode()))}"


def read_stamp(text: str, public: Ed25519PublicKey) -> dict[str, Any] | None:
    """What the fragment of a scanned QR text states, or None unless `public` signed it."""
    from cryptography.exceptions import InvalidSignature

    parts = text.partition("#")[2].split(".")
    if len(text) > MAX_STAMP or len(parts) != 3:
        return None
    try:
        header = loads(decode_base64url(parts[0]), max_bytes=MAX_STAMP)
        claims = loads(decode_base64url(parts[1]), max_bytes=MAX_STAMP)
        public.verify(decode_base64url(parts[2]), f"{parts[0]}.{parts[1]}".encode())
    except (ValueError, BadDocument, InvalidSignature):
        return None
    if not isinstance(header, dict) or header.get("alg") != "EdDSA" or not isinstance(claims, dict):
        return None
    return claims


def qr_svg(text: str, *, title: str) -> str:
    """A QR code (level M, dark on light with its quiet zone) as an SVG element to put into a
    page: no XML declaration, no style, no script."""
    import segno  # four megabytes, and few commands draw

    svg = segno.make(text, error="m", micro=False).svg_inline(
        border=4,
        dark="#000",
        light="#fff",
        title=title,
        omitsize=True,
        svgclass="qr",
        lineclass=None,
    )
    return svg.replace("<svg ", '<svg role="img" ', 1)
