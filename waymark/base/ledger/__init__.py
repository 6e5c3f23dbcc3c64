"""The ledger: records in a Merkle tree whose signed heads others may keep.

`sequence` gives records their places, `sign` publishes the head, `verify` finds whatever was
changed, removed, added or moved, `prove` shows to a stranger that one record is in it.
Format and promises: docs/reference/ledger.md.
"""

from waymark.base.ledger.checking import CouldNotCheck, Findings, verify
from waymark.base.ledger.keys import UnsafeKey, origin, signer, verifier_key
from waymark.base.ledger.proofs import NotInLedger, export, prove
from waymark.base.ledger.sequencer import (
    LedgerBroken,
    has_unsigned,
    has_waiting,
    head,
    latest,
    sequence,
    sequence_now,
    sign,
)

__all__ = [
    "CouldNotCheck",
    "Findings",
    "LedgerBroken",
    "NotInLedger",
    "UnsafeKey",
    "export",
    "has_unsigned",
    "has_waiting",
    "head",
    "latest",
    "origin",
    "prove",
    "sequence",
    "sequence_now",
    "sign",
    "signer",
    "verifier_key",
    "verify",
]
