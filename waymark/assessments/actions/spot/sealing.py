"""Sealing an announcement: the proof that it stands in the ledger is kept with it."""

from __future__ import annotations

from datetime import datetime

from waymark.assessments.models import Draw, DrawSeal
from waymark.base import ledger


def keep_seal(*, draw: Draw, uid: str, at: datetime) -> DrawSeal:
    """Place and sign the ledger up to the announcement's record `uid`, and keep the proof.

    Called again it changes nothing. Raises ledger.LedgerBroken, ledger.UnsafeKey.
    """
    found = DrawSeal.objects.filter(draw=draw).first()
    if found is not None:
        return found
    proof = ledger.prove(uid, with_body=True)
    key = ledger.verifier_key()
    made, _new = DrawSeal.objects.get_or_create(
        draw=draw, defaults={"proof": proof, "key": key, "at": at}
    )
    return made
