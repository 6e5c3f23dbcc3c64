"""The Merkle tree of RFC 6962 section 2.1 (unchanged in RFC 9162): roots, proofs, checks.

A *full node* at (level, index) covers the 2**level leaves from index * 2**level. Full nodes never
change once made, so a log stores each once and every proof is put together from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()

GetNode = Callable[[int, int], bytes]
"""(level, index) -> hash of a stored full node."""


@dataclass(frozen=True, slots=True)
class Node:
    """A full node that an append has just completed."""

    level: int
    index: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf. The prefix keeps a leaf from passing as an inner node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node from those of its children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The right edge of a tree: all that is needed to grow it and to know its root.

    `nodes` holds one hash for each binary digit 1 of `size`, the largest subtree first.
    """

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.nodes = list(nodes)
        if len(self.nodes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} edge nodes")

    def append(self, leaf: bytes) -> tuple[Node, ...]:
        """Add a leaf hash; return the full nodes this completes, the leaf itself first."""
        level, index, value = 0, self.size, leaf
        made = [Node(level, index, value)]
        while index & 1:
            value = node_hash(self.nodes.pop(), value)
            level, index = level + 1, index >> 1
            made.append(Node(level, index, value))
        self.nodes.append(value)
        self.size += 1
        return tuple(made)

    def root(self) -> bytes:
        """The root of the tree so far."""
        if not self.nodes:
            return EMPTY_ROOT
        value = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            value = node_hash(node, value)
        return value


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes."""
    edge = CompactRange()
    for leaf in leaves:
        edge.append(leaf)
    return edge.root()


def inclusion_proof(index: int, size: int, get: GetNode) -> list[bytes]:
    """The audit path that leaf `index` is in the tree of the first `size` leaves."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_subtree(middle, high, get))
            high = middle
        else:
            path.append(_subtree(low, middle, get))
            low = middle
    return path[::-1]


def consistency_proof(old: int, new: int, get: GetNode) -> list[bytes]:
    """The proof that the tree of `old` leaves is a beginning of the tree of `new` leaves."""
    if not 0 < old <= new:
        raise ValueError(f"no proof leads from {old} leaves to {new}")
    path: list[bytes] = []
    low, high = 0, new
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_subtree(middle, high, get))
            high = middle
        else:
            path.append(_subtree(low, middle, get))
            low = middle
    if low > 0:  # otherwise the remaining subtree is the whole old tree, whose root is known
        path.append(_subtree(low, high, get))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` leads from the leaf hash to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, value = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            value = node_hash(sibling, value)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and value == root


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> bool:
    """Whether the newer tree only adds leaves to the older (RFC 9162 section 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new:
        return False
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    as_old = as_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            as_old, as_new = node_hash(sibling, as_old), node_hash(sibling, as_new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            as_new = node_hash(as_new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and as_old == old_root and as_new == new_root


def _split(size: int) -> int:
    """The largest power of two smaller than `size`: where RFC 6962 divides a list."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(low: int, high: int, get: GetNode) -> bytes:
    """The hash over leaves low..high-1, from full nodes."""
    size = high - low
    if size & (size - 1) == 0:
        return get(size.bit_length() - 1, low // size)
    middle = low + _split(size)
    return node_hash(_subtree(low, middle, get), _subtree(middle, high, get))
