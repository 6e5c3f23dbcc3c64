"""The one sequencer: gives each record the next place in the tree, and signs the tree's head.

Two records of two transactions may become visible in another order than that of their ids. So the
order of the ledger is that in which the sequencer met them, and a record that comes late is simply
taken later: places have no gaps and never move.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from waymark.base.ledger import keys
from waymark.base.models import Checkpoint, Leaf, Record, TreeNode
from waymark.kernel import merkle

LOCK = 0x7761796D61726B  # one number for all processes: "waymark"
BATCH = 5000
LATE = 10_000
"""How many ids behind the last one a late record is looked for; a thorough run looks everywhere."""
SIGN_EVERY = timedelta(minutes=1)


class LedgerBroken(Exception):
    """A stored node that is needed to go on is missing: run `waymark ledger verify`."""


def waiting(*, thorough: bool = False) -> QuerySet[Record]:
    """Records that have no place yet, in the order in which they get one."""
    found = Record.objects.filter(leaf__isnull=True).order_by("id")
    last = None if thorough else Leaf.objects.aggregate(last=Max("record_id"))["last"]
    return found.filter(id__gt=last - LATE) if last else found


def has_waiting() -> bool:
    """Whether there is anything to sequence."""
    return waiting().exists()


def head() -> tuple[int, list[bytes]]:
    """Return the number of leaves and the tree's right edge.

    Raises LedgerBroken.
    """
    last = Leaf.objects.order_by("-index").first()
    size = last.index + 1 if last else 0
    return size, edge(size)


def edge(size: int) -> list[bytes]:
    """Return the stored nodes whose trees together hold the first `size` leaves, largest first.

    Raises LedgerBroken.
    """
    nodes, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            nodes.append(node(level, start >> level))
            start += 1 << level
    return nodes


def node(level: int, index: int) -> bytes:
    """Return the hash of a stored full node.

    Raises LedgerBroken.
    """
    found = TreeNode.objects.filter(level=level, index=index).values_list("hash", flat=True).first()
    if found is None:
        raise LedgerBroken(f"node {index} of level {level} is missing")
    return bytes.fromhex(found)


def _lock() -> None:
    """Let one sequencer in at a time; on SQLite the transaction itself does (BEGIN IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def sequence(*, thorough: bool = False) -> int:
    """Give places to all records that wait; return how many there were.

    thorough: look through all records instead of the recent ones.
    Raises LedgerBroken.
    """
    total = 0
    while True:
        with transaction.atomic():
            _lock()
            batch = list(waiting(thorough=thorough).values_list("id", "leaf_hash")[:BATCH])
            _append(batch)
        total += len(batch)
        if len(batch) < BATCH:
            return total


def _append(batch: Iterable[tuple[int, str]]) -> None:
    """Add leaves at the right edge and store every node that this completes."""
    tree = merkle.CompactRange(*head())
    leaves: list[Leaf] = []
    nodes: list[TreeNode] = []
    for record_id, leaf_hash in batch:
        leaves.append(Leaf(index=tree.size, record_id=record_id, leaf_hash=leaf_hash))
        nodes += [
            TreeNode(level=made.level, index=made.index, hash=made.hash.hex())
            for made in tree.append(bytes.fromhex(leaf_hash))
        ]
    Leaf.objects.bulk_create(leaves, batch_size=1000)
    TreeNode.objects.bulk_create(nodes, batch_size=1000)


def latest() -> Checkpoint | None:
    """Return the checkpoint of the largest tree."""
    return Checkpoint.objects.order_by("-size").first()


def has_unsigned() -> bool:
    """Whether the tree has grown since the last checkpoint, and that is a while ago."""
    last = latest()
    if last is not None and timezone.now() - last.made_at < SIGN_EVERY:
        return False
    return Leaf.objects.filter(index__gte=last.size if last else 0).exists()


def sign(at: datetime | None = None) -> Checkpoint | None:
    """Sign the head of the tree, unless that was done; None while the ledger is empty.

    Raises LedgerBroken, keys.UnsafeKey.
    """
    with transaction.atomic():
        _lock()
        size, nodes = head()
        if size == 0:
            return None
        known = Checkpoint.objects.filter(size=size).first()
        if known is not None:
            return known
        root = merkle.CompactRange(size, nodes).root()
        by = keys.signer()
        note = merkle.sign_checkpoint(merkle.Checkpoint(by.key.name, size, root), by)
        return Checkpoint.objects.create(
            size=size, root=root.hex(), note=note, made_at=at or timezone.now()
        )


def sequence_now(at: datetime | None = None) -> Checkpoint | None:
    """Sequence what waits and sign the result at once, as at the end of a meeting.

    Raises LedgerBroken, keys.UnsafeKey.
    """
    sequence()
    return sign(at)
