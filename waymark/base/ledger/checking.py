"""Computing the whole ledger again, and saying in words where it is not what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from typing import Any

from django.db.models import Max, QuerySet

from waymark.base.fields import id_time
from waymark.base.ledger import keys
from waymark.base.models import Checkpoint, Leaf, Record, TreeNode
from waymark.kernel import canonical, merkle

MAX_PROBLEMS = 200
OVERDUE = timedelta(minutes=10)
_BATCH = 2000
_MAX_BODY = 10_000_000
_MAX_GAP = 100_000
_HEX = re.compile("[0-9a-f]{64}")


class CouldNotCheck(Exception):
    """What was given to compare with is of no use; the message says why."""


@dataclass
class Findings:
    """What a verification has found; sound if there is no problem."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    checkpoints: int = 0
    problems: list[str] = field(default_factory=list)
    count: int = 0
    """How many problems there are; only the first 200 are listed."""

    def say(self, problem: str) -> None:
        """Add a problem."""
        self.count += 1
        if self.count <= MAX_PROBLEMS:
            self.problems.append(problem)


@dataclass(frozen=True)
class _Head:
    """A signed head to be compared with the tree when it has that many leaves."""

    name: str
    size: int
    root: bytes


def verify(*, checkpoint: str | None = None, vkey: str = "", now: datetime) -> Findings:
    """Check leaves, records, stored nodes, checkpoints, and an older checkpoint if one is given.

    checkpoint: a signed note that somebody kept; only with one can a cut tail be found after the
    stored checkpoints were cut as well. vkey: the key to trust, by default this installation's.
    Nothing is locked, and what is added meanwhile is left for the next time.
    Raises CouldNotCheck.
    """
    found = Findings()
    trusted = _trusted(vkey)
    given = _given(checkpoint, trusted, strict=bool(vkey)) if checkpoint is not None else []
    heads = given + _stored_heads(found, trusted)
    found.size = _size()
    _check_leaves(found, sorted(heads, key=lambda head: head.size))
    _check_nodes(found)
    _check_waiting(found, now)
    return found


def _size() -> int:
    last = Leaf.objects.order_by("-index").first()
    return last.index + 1 if last else 0


def _trusted(vkey: str) -> merkle.Key:
    try:
        return merkle.Key.parse(vkey) if vkey else keys.signer().key
    except (merkle.BadNote, keys.UnsafeKey) as error:
        raise CouldNotCheck(f"The key can't be used: {error}") from error


def _given(note: str, trusted: merkle.Key, *, strict: bool) -> list[_Head]:
    try:
        opened = merkle.open_checkpoint(note, trusted if strict else _as_then(note, trusted))
        head = opened.checkpoint
    except merkle.BadNote as error:
        raise CouldNotCheck(f"The checkpoint given can't be used: {error}") from error
    return [_Head("the checkpoint given", head.size, head.root)]


def _as_then(note: str, trusted: merkle.Key) -> merkle.Key:
    """Return our key under the name in a note: a ledger that has moved had another name before."""
    return merkle.Key(note.partition("\n")[0], trusted.public)


def _stored_heads(found: Findings, trusted: merkle.Key) -> list[_Head]:
    """Check the signatures of the stored checkpoints and return what they claim."""
    heads = []
    for row in Checkpoint.objects.order_by("size").iterator(_BATCH):
        found.checkpoints += 1
        name = f"checkpoint {row.size}"
        try:
            opened = merkle.open_checkpoint(row.note, _as_then(row.note, trusted)).checkpoint
        except merkle.BadNote as error:
            found.say(f"{name}: {error}")
            continue
        if (opened.size, opened.root.hex()) != (row.size, row.root):
            found.say(f"{name}: its row differs from what was signed")
        heads.append(_Head(name, opened.size, opened.root))
    return heads


def _check_leaves(found: Findings, heads: list[_Head]) -> None:
    """Grow the tree again from the records' bodies; compare each head when its size is reached."""
    tree = merkle.CompactRange()
    pending = list(reversed(heads))
    for index, leaf, row in _rows(found.size):
        if index != tree.size and not _fill_gap(found, tree, index):
            break
        if row is None:
            found.say(f"leaf {index}: its record is gone")
            tree.append(bytes.fromhex(leaf) if _HEX.fullmatch(leaf) else merkle.EMPTY_ROOT)
        else:
            tree.append(_check_record(found, f"leaf {index}", row, leaf))
        while pending and pending[-1].size == tree.size:
            _compare(found, pending.pop(), tree.root())
    found.root = tree.root()
    for head in reversed(pending):
        if head.size == 0:
            continue
        found.say(
            f"{head.name}: it was signed over {head.size} leaves and there are {tree.size}: "
            "the end of the ledger was cut off"
        )


def _fill_gap(found: Findings, tree: merkle.CompactRange, index: int) -> bool:
    """Name the leaves that are missing before `index`; False if they are too many to go on."""
    missing = index - tree.size
    found.say(f"leaves {tree.size} to {index - 1}: missing ({missing})")
    if not 0 < missing <= _MAX_GAP:
        return False
    for _ in range(missing):  # empty places, so that what follows is still compared
        tree.append(merkle.EMPTY_ROOT)
    return True


def _compare(found: Findings, head: _Head, root: bytes) -> None:
    if head.root != root:
        found.say(f"{head.name}: the first {head.size} leaves are not those that were signed")


def _rows(size: int) -> Iterator[tuple[int, str, Record | None]]:
    """Leaves in order, each with its record; without a join, lest a lost record hides its leaf."""
    last = -1
    while True:
        span = Leaf.objects.filter(index__gt=last, index__lt=size).order_by("index")
        leaves = list(span.values_list("index", "leaf_hash", "record_id")[:_BATCH])
        if not leaves:
            return
        last = leaves[-1][0]
        records = Record.objects.in_bulk([record_id for _, _, record_id in leaves])
        for index, leaf_hash, record_id in leaves:
            yield index, leaf_hash, records.get(record_id)


def _check_record(found: Findings, name: str, row: Record, leaf: str) -> bytes:
    """Compare a record's body, its columns and its leaf; return the hash of the body."""
    value = merkle.leaf_hash(row.body.encode("utf-8", "surrogatepass"))
    if value.hex() != leaf or value.hex() != row.leaf_hash:
        found.say(f"{name} (record {row.uid}): the record is not the one that was entered")
    for column, written in _columns(row):
        found.say(
            f"{name} (record {row.uid}): column {column} is not what the body says: {written}"
        )
    return value


def _columns(row: Record) -> Iterator[tuple[str, str]]:
    """Columns that differ from the body, which alone is hashed."""
    try:
        body = canonical.loads(row.body.encode("utf-8", "surrogatepass"), max_bytes=_MAX_BODY)
        written = {name: body[name] for name in ("id", "at", "verb", "actor", "subject", "scope")}
    except (canonical.BadDocument, KeyError, TypeError):
        yield "body", "it can't be read"
        return
    columns = {
        "id": row.uid,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "verb": row.verb,
        "actor": row.actor,
        "subject": row.subject,
        "scope": row.scope,
    }
    for name, value in columns.items():
        if value != written[name]:
            yield ("uid" if name == "id" else name), str(written[name])


def _check_nodes(found: Findings) -> None:
    """Compare every stored node with its children, level by level, and with the leaves below."""
    size = found.size
    levels = size.bit_length()
    below = _hashes(Leaf.objects.filter(index__lt=size).order_by("index"), "leaf_hash")
    for level in range(levels):
        stored = TreeNode.objects.filter(level=level, index__lt=size >> level).order_by("index")
        expected = below if level == 0 else _parents(below)
        for index, (want, have) in enumerate(zip_longest(expected, _hashes(stored, "hash"))):
            if want != have and index < size >> level:
                found.say(f"node {index} of level {level} is not the hash of what lies below it")
        below = _hashes(stored, "hash")
    highest = TreeNode.objects.values_list("level").annotate(last=Max("index")).order_by("level")
    seen = list(highest)
    size = _size()  # read after the nodes: it may have grown meanwhile, and they with it
    for level, index in seen:
        if index >= size >> level:
            found.say(f"node {index} of level {level} lies beyond the end of the ledger")


def _hashes(rows: QuerySet[Any], column: str) -> Iterator[str]:
    yield from rows.values_list(column, flat=True).iterator(_BATCH)


def _parents(hashes: Iterator[str]) -> Iterator[str]:
    for left in hashes:
        right = next(hashes, None)
        if right is None:
            return
        if _HEX.fullmatch(left) and _HEX.fullmatch(right):
            yield merkle.node_hash(bytes.fromhex(left), bytes.fromhex(right)).hex()
        else:  # the level below was reported already
            yield ""


def _check_waiting(found: Findings, now: datetime) -> None:
    """Check records that have no place yet, and name those that should have one by now."""
    for row in Record.objects.filter(leaf__isnull=True).order_by("id").iterator(_BATCH):
        _check_record(found, "waiting", row, row.leaf_hash)
        made = id_time(row.uid)
        if made is None or now - made > OVERDUE:
            found.say(f"record {row.uid} has had no place in the ledger since {made or 'ever'}")
