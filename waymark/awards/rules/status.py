"""Bitstring status lists: which certificates have been revoked, as one signed file.

Source: W3C Recommendation "Bitstring Status List v1.0", 15 May 2025. A bit is never cleared
again: reinstatement is a new certificate.
"""

import struct
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from waymark.awards.rules.contexts import STATUS_LIST_CONTEXT
from waymark.awards.rules.framing import PURPOSE
from waymark.awards.rules.keys import SigningKey
from waymark.awards.rules.moments import write_moment
from waymark.awards.rules.multihash import decode_base64url, encode_base64url
from waymark.awards.rules.proofs import sign

MIN_ENTRIES = 131_072
"""The smallest list the Recommendation allows, so that one bit tells little about whom."""
MAX_LIST_BYTES = 1024 * 1024
LIST_VALID_FOR = timedelta(days=60)
TIME_TO_LIVE = timedelta(days=1)
LIST_TYPES = ("VerifiableCredential", "BitstringStatusListCredential")


class ListRefused(ValueError):
    """A status list that cannot be read, or an index outside it."""


def encode_bits(revoked: Iterable[int], *, entries: int = MIN_ENTRIES) -> str:
    """The bits of a list, `entries` long with those of `revoked` set (index 0 is the left-most
    bit), as multibase base64url of deterministic GZIP. Raises ListRefused."""
    if entries < MIN_ENTRIES or entries % 8 or entries > MAX_LIST_BYTES * 8:
        raise ListRefused(f"a list has at least {MIN_ENTRIES} entries, in whole bytes")
    bits = bytearray(entries // 8)
    for index in revoked:
        if not 0 <= index < entries:
            raise ListRefused(f"index {index} is outside the list")
        bits[index >> 3] |= 0x80 >> (index & 7)
    return "u" + encode_base64url(_gzip(bytes(bits)))


def decode_bits(encoded: object) -> bytes:
    """The bits of an encoded list. Raises ListRefused when it is not one, is shorter than
    allowed, or would unpack to more than MAX_LIST_BYTES."""
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise ListRefused("not a multibase list")
    try:
        unpacker = zlib.decompressobj(wbits=31)
        bits = unpacker.decompress(decode_base64url(encoded[1:]), MAX_LIST_BYTES)
    except (ValueError, zlib.error) as error:
        raise ListRefused("not a compressed list") from error
    if not unpacker.eof or unpacker.unused_data or len(bits) * 8 < MIN_ENTRIES:
        raise ListRefused("cut short, too short or too long")
    return bits


def bit_is_set(bits: bytes, index: int) -> bool:
    """Whether bit `index` of a list is set. Raises ListRefused outside the list."""
    if not 0 <= index < len(bits) * 8:
        raise ListRefused(f"index {index} is outside the list")
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def status_list(
    url: str,
    *,
    revoked: Iterable[int],
    key: SigningKey,
    at: datetime,
    entries: int = MIN_ENTRIES,
) -> dict[str, Any]:
    """The signed status list of the key's issuer at `url`, as of `at`, good for 60 days.

    Sign it anew every day even when nothing changed: its date is what an offline verifier can
    vouch for.
    """
    document = {
        "@context": list(STATUS_LIST_CONTEXT),
        "id": url,
        "type": list(LIST_TYPES),
        "issuer": key.did,
        "validFrom": write_moment(at),
        "validUntil": write_moment(at + LIST_VALID_FOR),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": PURPOSE,
            "ttl": int(TIME_TO_LIVE.total_seconds() * 1000),
            "encodedList": encode_bits(revoked, entries=entries),
        },
    }
    return sign(document, key=key, at=at)


def _gzip(data: bytes) -> bytes:
    # The header is written here because Python's differs between releases: no time, no name,
    # and no word about the operating system (255).
    packer = zlib.compressobj(level=9, wbits=-15)
    body = packer.compress(data) + packer.flush()
    header = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return header + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
