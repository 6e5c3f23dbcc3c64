"""The ledger and outbox in one: `record` writes what was done in the change's transaction.

The body is canonical JSON (RFC 8785) and its hash is a leaf of an RFC 6962 tree, so it holds
pseudonymous ids and hashes only, never personal data or authored text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from waymark.base.fields import new_id
from waymark.base.models import Record
from waymark.kernel import canonical, merkle

Receiver = Callable[[Record], None]
receivers: dict[str, list[Receiver]] = {}


def ref(thing: Any) -> str:
    """Name a row in the ledger: its kind and its id, as text, with no foreign key."""
    if thing is None:
        return "system"
    if isinstance(thing, str):
        return thing
    # Not type(): the person of a request is wrapped until somebody looks at her.
    return f"{thing.__class__.__name__.lower()}:{thing.pk}"


def record(
    verb: str, subject: Any, *, by: Any, at: datetime, scope: Any = "", facts: dict[str, Any]
) -> Record:
    """Append one act to the ledger and enqueue its delivery; call inside the change's atomic().

    facts: plain JSON of ids, hashes, states and counts. by=None means the system itself.
    Raises RuntimeError outside a transaction, canonical.NotCanonical for facts beyond JSON.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the change it tells of")
    uid = new_id()
    body = canonical.dumps(
        {
            "v": 1,
            "id": uid,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": verb,
            "actor": ref(by),
            "subject": ref(subject),
            "scope": ref(scope) if scope else "",
            "facts": facts,
        }
    )
    row = Record.objects.create(
        uid=uid,
        at=at,
        verb=verb,
        actor=ref(by),
        subject=ref(subject),
        scope=ref(scope) if scope else "",
        body=body.decode(),
        leaf_hash=merkle.leaf_hash(body).hex(),
    )
    deliver_later(row)
    return row


def receives(*verbs: str) -> Callable[[Receiver], Receiver]:
    """Register a function of a higher room for verbs; "*" hears every verb.

    It runs in the worker after the change is committed, is retried when it fails, and so has to
    bear being called twice.
    """

    def keep(function: Receiver) -> Receiver:
        for verb in verbs:
            receivers.setdefault(verb, []).append(function)
        return function

    return keep


def deliver_later(row: Record) -> None:
    """Enqueue one job per receiver that listens to this record's verb."""
    from waymark.base.jobs import delivery

    for function in (*receivers.get(row.verb, ()), *receivers.get("*", ())):
        delivery.deliver.enqueue(record_id=row.pk, receiver=receiver_name(function))


def receiver_name(function: Receiver) -> str:
    """Name a receiver in a job."""
    return f"{function.__module__}:{function.__qualname__}"
