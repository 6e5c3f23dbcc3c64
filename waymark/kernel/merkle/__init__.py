"""An append-only log that others can check: a Merkle tree, signed heads, proofs to carry away.

The tree is that of RFC 6962 and RFC 9162, the texts those of C2SP (signed-note, tlog-checkpoint,
tlog-cosignature, tlog-proof), so that software we did not write can verify what we publish.
"""

from waymark.kernel.merkle.note import (
    COSIGNATURE,
    ED25519,
    BadNote,
    Key,
    Opened,
    Signature,
    Signer,
    cosign,
    open_note,
    sign_note,
)
from waymark.kernel.merkle.proof import (
    BadProof,
    Checkpoint,
    LogProof,
    SignedCheckpoint,
    open_checkpoint,
    sign_checkpoint,
)
from waymark.kernel.merkle.tree import (
    EMPTY_ROOT,
    CompactRange,
    Node,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "COSIGNATURE",
    "ED25519",
    "EMPTY_ROOT",
    "BadNote",
    "BadProof",
    "Checkpoint",
    "CompactRange",
    "Key",
    "LogProof",
    "Node",
    "Opened",
    "Signature",
    "SignedCheckpoint",
    "Signer",
    "consistency_proof",
    "cosign",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "root_of",
    "sign_checkpoint",
    "sign_note",
    "verify_consistency",
    "verify_inclusion",
]
