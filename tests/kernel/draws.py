"""A whole draw with its record, made from little; the beacon is a round that drand did sign."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from waymark.kernel import canonical, draw, merkle

ROUND = 657413
SIGNATURE = (
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef"
    "9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
)
RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
KNOWN_AT = datetime(2023, 9, 15, 11, 0, 3, tzinfo=UTC)
NAME = "global-2023-1"
POLICY = {"gold": draw.Share(census=True), "silver": draw.Share((1, 10), 2)}
LOG = merkle.Signer.of(
    "city.example/ledger", Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
)


def digits(text: str, length: int = 64) -> str:
    """Hex digits that only look like chance."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def frame(silver: int = 30, gold: int = 3) -> tuple[draw.Entry, ...]:
    """A frame of two strata."""
    counts = {"silver": silver, "gold": gold}
    return tuple(
        draw.Entry(
            draw.leaf_of(
                draw=NAME, application=f"{stratum}{n}", stratum=stratum, salt=digits(f"s{n}")
            ),
            stratum,
        )
        for stratum, count in counts.items()
        for n in range(count)
    )


PARTIES = tuple(
    draw.Party(f"p{n}", name, home)
    for n, (name, home) in enumerate(
        [("Ada", "University of Somewhere"), ("Ben", "Union of Cities"), ("Cyd", "The Daily")], 1
    )
)


def announcement(entries: tuple[draw.Entry, ...], **changes: Any) -> draw.Announcement:
    """What was announced a week before the beacon."""
    told = draw.Announcement(
        draw=NAME,
        mechanism="global",
        at=KNOWN_AT - timedelta(days=7),
        commit_by=KNOWN_AT - timedelta(days=4),
        reveal_by=KNOWN_AT - timedelta(days=1),
        frame=draw.frame_hash(entries),
        applications=len(entries),
        policy=POLICY,
        reserves=3,
        least_reveals=3,
        parties=PARTIES,
        beacon=draw.Network(ROUND),
        fallback=draw.Public("dice", "Town hall, in public", KNOWN_AT + timedelta(days=2)),
    )
    return replace(told, **changes)


def given(told: draw.Announcement, *, silent: int = 0, kept: int = 0) -> tuple[draw.Given, ...]:
    """What the parties gave; the last ones keep silent, those before them keep their secrets."""
    found = []
    speaking = told.parties[: len(told.parties) - silent]
    for number, party in enumerate(speaking):
        secret = digits(f"secret of {party.id}")
        commitment = draw.commitment_of(announcement=told.hash, party=party.id, secret=secret)
        shown = number < len(speaking) - kept
        found.append(draw.Given(party.id, commitment, secret if shown else ""))
    return tuple(found)


def sealed(told: draw.Announcement, *, facts: dict[str, Any] | None = None) -> draw.Seal:
    """The announcement's record in a ledger of four."""
    body = canonical.dumps({"v": 1, "facts": facts or {"announcement": told.hash}})
    bodies = [b"one", b"two", body, b"four"]
    hashes = [merkle.leaf_hash(one) for one in bodies]
    levels = [hashes, [merkle.node_hash(*hashes[:2]), merkle.node_hash(*hashes[2:])]]
    proof = merkle.inclusion_proof(2, 4, lambda level, index: levels[level][index])
    note = merkle.sign_checkpoint(merkle.Checkpoint(LOG.key.name, 4, merkle.root_of(hashes)), LOG)
    text = merkle.LogProof(2, tuple(proof), note, body).text()
    return draw.Seal(text, LOG.key.vkey())


def record(
    *,
    entries: tuple[draw.Entry, ...] | None = None,
    beacon: draw.Beacon | None = None,
    seal: bool = True,
    changes: dict[str, Any] | None = None,
    **how: int,
) -> dict[str, Any]:
    """The whole record of a draw, as JSON."""
    entries = frame() if entries is None else entries
    told = announcement(entries, **(changes or {}))
    gave = given(told, **how)
    said = {
        one.party: draw.Said(
            told.commit_by - timedelta(hours=1),
            told.reveal_by - timedelta(hours=1) if one.secret else None,
        )
        for one in gave
    }
    beacon = beacon or draw.Signed(ROUND, SIGNATURE)
    made = draw.Record(told, entries, gave, said, beacon, sealed(told) if seal else None, stated={})
    root = draw.opened(made.seal, "").root if made.seal else ""
    seed = draw.seed_of(told, gave, beacon, root)
    drawn = draw.select(seed, entries, told.policy, reserves=told.reserves)
    return draw.record_document(made, seed=seed, drawn=drawn)


def written(document: dict[str, Any]) -> bytes:
    """A record as a file holds it."""
    return canonical.dumps(document)
