"""Handing the ledger out: the proof for one record, or everything."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TextIO

from waymark.base.ledger import keys
from waymark.base.ledger.sequencer import latest, node, sequence_now
from waymark.base.models import Leaf
from waymark.kernel import merkle

FORMAT = "waymark-ledger/1"


class NotInLedger(LookupError):
    """There is no record of this id."""


def prove(uid: str, *, with_body: bool = False, up_to_date: bool = True) -> str:
    """Return the C2SP tlog-proof that a record is in the ledger.

    with_body: carry the record itself along, so that the file says what it proves. It is not
    meant for strangers: the body names people and cases by their ids.
    up_to_date: sequence and sign first if need be; otherwise nothing is written.
    Raises NotInLedger.
    """
    leaf, checkpoint = _leaf(uid), latest()
    if up_to_date and (leaf is None or checkpoint is None or checkpoint.size <= leaf.index):
        checkpoint = sequence_now()
        leaf = _leaf(uid)
    if leaf is None or checkpoint is None or checkpoint.size <= leaf.index:
        raise NotInLedger(uid)
    hashes = merkle.inclusion_proof(leaf.index, checkpoint.size, node)
    extra = leaf.record.body.encode() if with_body else None
    return merkle.LogProof(leaf.index, tuple(hashes), checkpoint.note, extra).text()


def _leaf(uid: str) -> Leaf | None:
    return Leaf.objects.select_related("record").filter(record__uid=uid).first()


def export(place: Path) -> int:
    """Write the whole ledger as JSON lines and return the number of records.

    First a line that names the format and the key, then {"index", "body"} for each leaf in order,
    then {"checkpoint"}: enough for anybody to compute every hash again. The file appears whole
    or not at all.
    """
    checkpoint = sequence_now()
    size = checkpoint.size if checkpoint else 0
    draft = place.with_name(place.name + ".part")
    rows = Leaf.objects.filter(index__lt=size).order_by("index")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            _line(file, {"format": FORMAT, "origin": keys.origin(), "vkey": keys.verifier_key()})
            for index, body in rows.values_list("index", "record__body").iterator(2000):
                _line(file, {"index": index, "body": body})
            _line(file, {"checkpoint": checkpoint.note if checkpoint else None})
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return size


def _line(file: TextIO, value: object) -> None:
    file.write(json.dumps(value, ensure_ascii=False) + "\n")
