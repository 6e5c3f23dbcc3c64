"""Signed notes (c2sp.org/signed-note) and witness cosignatures (c2sp.org/tlog-cosignature).

A note is a short text with signature lines beneath it. It fits on paper, in an e-mail or on a
stick, and each signature names its key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = 0x01
COSIGNATURE = 0x04
MAX_SIGNATURES = 64

_DASH = "\u2014"
_KEY_BYTES = 32
_SIGNATURE_BYTES = 64


class BadNote(ValueError):
    """A note, key or checkpoint that is malformed, unsigned or wrongly signed."""


@dataclass(frozen=True, slots=True)
class Key:
    """A public key by which a name signs: plain Ed25519, or Ed25519 with a time (a witness)."""

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or re.search(r"\s", self.name):
            raise BadNote(f"key name {self.name!r} is empty or holds a space or plus")
        if len(self.public) != _KEY_BYTES or self.kind not in (ED25519, COSIGNATURE):
            raise BadNote(f"key {self.name} is not an Ed25519 key of a known kind")

    @property
    def id(self) -> bytes:
        """The four bytes that tell this key from others of the same name."""
        material = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(material).digest()[:4]

    def vkey(self) -> str:
        """The key as one line of text, to publish and to trust."""
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{material}"

    @classmethod
    def parse(cls, vkey: str) -> Key:
        """Read what `vkey` wrote; raise `BadNote` if its parts disagree."""
        parts = vkey.strip().split("+", 2)
        if len(parts) != 3:
            raise BadNote("a verifier key reads name+id+key")
        raw = decode64(parts[2])
        key = cls(parts[0], raw[1:], raw[0] if raw else -1)
        if key.id.hex() != parts[1]:
            raise BadNote(f"the id of key {key.name} does not match the key")
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A key together with what signs for it: a private key here, a hardware token elsewhere."""

    key: Key
    sign: Callable[[bytes], bytes]

    @classmethod
    def of(cls, name: str, private: Ed25519PrivateKey, kind: int = ED25519) -> Signer:
        """The signer for a private key held in memory."""
        return cls(Key(name, private.public_key().public_bytes_raw(), kind), private.sign)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that was verified; `at` is the witness's Unix time, None for a plain one."""

    name: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The text of a note and the signatures on it that known keys really made."""

    text: str
    signatures: tuple[Signature, ...]


def sign_note(text: str, *signers: Signer) -> str:
    """The note for `text` (which ends in a newline), signed by plain Ed25519 signers."""
    _check_text(text)
    if not text.endswith("\n"):
        raise BadNote("the text of a note ends in a newline")
    if not signers or any(signer.key.kind != ED25519 for signer in signers):
        raise BadNote("a note is begun by at least one plain Ed25519 signature")
    lines = (_line(signer.key, signer.sign(text.encode())) for signer in signers)
    return text + "\n" + "".join(lines)


def cosign(note: str, witness: Signer, *, at: int) -> str:
    """`note` with the witness's signature, and the Unix time `at`, added.

    The witness must have checked the note, and its consistency with the last one it signed.
    """
    if witness.key.kind != COSIGNATURE:
        raise BadNote(f"key {witness.key.name} is not a witness key")
    text, _ = _split(note)
    signature = witness.sign(_cosigned(text, at))
    return note + _line(witness.key, struct.pack(">Q", at) + signature)


def open_note(note: str, keys: Iterable[Key]) -> Opened:
    """The text of `note` with its verified signatures.

    Signatures of unknown keys are ignored. Raises `BadNote` if a known key's signature is wrong,
    or if no known key signed.
    """
    text, lines = _split(note)
    known = {(key.name, key.id): key for key in keys}
    found: dict[tuple[str, bytes], Signature] = {}
    for name, raw in map(_parse_line, lines):
        key = known.get((name, raw[:4]))
        if key is not None and (name, key.id) not in found:
            found[name, key.id] = _verify(key, text, raw[4:])
    if not found:
        raise BadNote("no known key has signed this note")
    return Opened(text, tuple(found.values()))


def decode64(text: str) -> bytes:
    """Standard base64 in its one right spelling; raise `BadNote` for any other."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise BadNote("base64 with stray bits")
    return raw


def _check_text(text: str) -> None:
    if re.search("[\x00-\x09\x0b-\x1f]", text):
        raise BadNote("a note holds no control character but the newline")


def _split(note: str) -> tuple[str, list[str]]:
    _check_text(note)
    body, gap, tail = note.rpartition("\n\n")
    lines = tail.split("\n")[:-1]
    if not gap or not lines or not tail.endswith("\n"):
        raise BadNote("a note is a text, an empty line and signature lines")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote(f"a note with more than {MAX_SIGNATURES} signatures")
    return body + "\n", lines


def _line(key: Key, raw: bytes) -> str:
    return f"{_DASH} {key.name} {base64.b64encode(key.id + raw).decode()}\n"


def _parse_line(line: str) -> tuple[str, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != _DASH or not parts[1]:
        raise BadNote("a signature line reads: dash, name, base64")
    raw = decode64(parts[2])
    if len(raw) < 5:
        raise BadNote("a signature line without a signature")
    return parts[1], raw


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _verify(key: Key, text: str, raw: bytes) -> Signature:
    # Seven megabytes, which only what signs or verifies needs.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    at: int | None = None
    message = text.encode()
    if key.kind == COSIGNATURE and len(raw) == 8 + _SIGNATURE_BYTES:
        (at,) = struct.unpack(">Q", raw[:8])
        raw, message = raw[8:], _cosigned(text, at or 0)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(raw, message)
    except (InvalidSignature, ValueError):
        raise BadNote(f"the signature of {key.name} is wrong") from None
    return Signature(key.name, at)
