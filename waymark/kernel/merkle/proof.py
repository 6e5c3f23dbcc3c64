"""Checkpoints (c2sp.org/tlog-checkpoint) and the proofs that hang on them (c2sp.org/tlog-proof)."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.kernel.merkle.note import (
    BadNote,
    Key,
    Signature,
    Signer,
    decode64,
    open_note,
    sign_note,
)
from waymark.kernel.merkle.tree import verify_inclusion

_PROOF_HEAD = "c2sp.org/tlog-proof@v1"
_HASH_BYTES = 32
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class BadProof(ValueError):
    """A proof that is malformed or does not prove what it claims."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: whose it is, how many leaves it has, the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The lines that get signed."""
        root = base64.b64encode(self.root).decode()
        return "\n".join([self.origin, str(self.size), root, *self.extensions]) + "\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read what `text` wrote; raise `BadNote` otherwise."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
            raise BadNote("a checkpoint is at least three lines: origin, size, root")
        if not _DECIMAL.fullmatch(lines[1]):
            raise BadNote("the size of a checkpoint is a decimal number")
        root = decode64(lines[2])
        if len(root) != _HASH_BYTES:
            raise BadNote("the root of a checkpoint is a SHA-256 hash")
        return cls(lines[0], int(lines[1]), root, tuple(lines[3:-1]))


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint as verified, and who beside the log has signed it."""

    checkpoint: Checkpoint
    witnesses: tuple[Signature, ...]


def sign_checkpoint(checkpoint: Checkpoint, log: Signer) -> str:
    """The signed note for a checkpoint. The key's name must be the log's origin."""
    if log.key.name != checkpoint.origin:
        raise BadNote(f"{log.key.name} does not sign for {checkpoint.origin}")
    return sign_note(checkpoint.text(), log)


def open_checkpoint(
    note: str, log: Key, witnesses: Iterable[Key] = (), *, quorum: int = 0
) -> SignedCheckpoint:
    """Verify a signed checkpoint; raise `BadNote` unless the log and `quorum` witnesses signed."""
    opened = open_note(note, [log, *witnesses])
    checkpoint = Checkpoint.parse(opened.text)
    by_log = [s for s in opened.signatures if s.name == log.name and s.at is None]
    if not by_log or checkpoint.origin != log.name:
        raise BadNote(f"not signed by its log {log.name}")
    others = tuple(s for s in opened.signatures if s.name != log.name)
    if len({s.name for s in others}) < quorum:
        raise BadNote(f"signed by {len(others)} of at least {quorum} witnesses")
    return SignedCheckpoint(checkpoint, others)


@dataclass(frozen=True, slots=True)
class LogProof:
    """That one leaf is in a log, with all that is needed to check it offline but the keys."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    """The signed note, as issued."""
    extra: bytes | None = None
    """Anything the application wants beside it; it is not authenticated."""

    def text(self) -> str:
        """The content of a `.tlog-proof` file."""
        lines = [_PROOF_HEAD]
        if self.extra is not None:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(value).decode() for value in self.hashes]
        return "\n".join([*lines, "", self.checkpoint])

    @classmethod
    def parse(cls, text: str) -> LogProof:
        """Read what `text` wrote; raise `BadProof` otherwise."""
        head, gap, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        if not gap or first != _PROOF_HEAD:
            raise BadProof("not a log proof")
        try:
            extra = decode64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
            hashes = tuple(decode64(line) for line in lines[1:])
        except BadNote as error:
            raise BadProof(str(error)) from None
        index = lines[0].removeprefix("index ") if lines else ""
        if not lines or lines[0] == index or not _DECIMAL.fullmatch(index):
            raise BadProof("a log proof names the index of its leaf")
        if len(hashes) > 63 or any(len(value) != _HASH_BYTES for value in hashes):
            raise BadProof("a log proof is a list of SHA-256 hashes")
        return cls(int(index), hashes, note, extra)

    def verify(
        self, leaf: bytes, log: Key, witnesses: Iterable[Key] = (), *, quorum: int = 0
    ) -> SignedCheckpoint:
        """The checkpoint under which the leaf hash stands; raise `BadProof` or `BadNote`."""
        signed = open_checkpoint(self.checkpoint, log, witnesses, quorum=quorum)
        head = signed.checkpoint
        if not verify_inclusion(leaf, self.index, head.size, self.hashes, head.root):
            raise BadProof(f"leaf {self.index} is not in the tree of {head.size}")
        return signed
