import base64
import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.merkle import (
    COSIGNATURE,
    BadNote,
    BadProof,
    Checkpoint,
    CompactRange,
    Key,
    LogProof,
    Signature,
    Signer,
    cosign,
    inclusion_proof,
    leaf_hash,
    open_checkpoint,
    open_note,
    sign_checkpoint,
    sign_note,
)

# The example in the documentation of Go's sumdb/note package.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)

ORIGIN = "waymark.example/log"


def signer(name: str, seed: int, kind: int = 1) -> Signer:
    return Signer.of(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32), kind)


LOG = signer(ORIGIN, 1)
UNIVERSITY = signer("university.example", 2, COSIGNATURE)
MINISTRY = signer("ministry.example", 3, COSIGNATURE)
STRANGER = signer("stranger.example", 4)


def tree(size: int) -> tuple[CompactRange, dict[tuple[int, int], bytes]]:
    edge, nodes = CompactRange(), {}
    for n in range(size):
        for node in edge.append(leaf_hash(str(n).encode())):
            nodes[node.level, node.index] = node.hash
    return edge, nodes


EDGE, NODES = tree(21)
CHECKPOINT = Checkpoint(ORIGIN, 21, EDGE.root())
NOTE = sign_checkpoint(CHECKPOINT, LOG)
WITNESSED = cosign(cosign(NOTE, UNIVERSITY, at=1_700_000_000), MINISTRY, at=1_700_000_100)
WITNESSES = (UNIVERSITY.key, MINISTRY.key)


def proof_of(index: int, note: str = WITNESSED, extra: bytes | None = None) -> LogProof:
    hashes = inclusion_proof(index, 21, lambda level, i: NODES[level, i])
    return LogProof(index, tuple(hashes), note, extra)


def test_a_note_signed_by_other_software_opens() -> None:
    key = Key.parse(GO_KEY)
    assert key.vkey() == GO_KEY
    assert open_note(GO_NOTE, [key]).signatures == (Signature("PeterNeumann"),)
    with pytest.raises(BadNote, match="wrong"):
        open_note(GO_NOTE.replace("answer", "problem"), [key])


def test_a_checkpoint_reads_as_the_specification_shows() -> None:
    lines = WITNESSED.split("\n")
    assert lines[:4] == [ORIGIN, "21", base64.b64encode(EDGE.root()).decode(), ""]
    assert [line.split(" ")[:2] for line in lines[4:7]] == [
        ["—", ORIGIN],
        ["—", "university.example"],
        ["—", "ministry.example"],
    ]
    assert Checkpoint.parse(CHECKPOINT.text()) == CHECKPOINT
    extended = Checkpoint(ORIGIN, 0, bytes(32), ("session 4",))
    assert Checkpoint.parse(extended.text()) == extended


def test_a_checkpoint_opens_for_those_who_trust_the_log_and_its_witnesses() -> None:
    assert open_checkpoint(NOTE, LOG.key).checkpoint == CHECKPOINT
    signed = open_checkpoint(WITNESSED, LOG.key, WITNESSES, quorum=2)
    assert signed.witnesses == (
        Signature("university.example", 1_700_000_000),
        Signature("ministry.example", 1_700_000_100),
    )
    assert open_checkpoint(WITNESSED, LOG.key).witnesses == ()  # strangers are ignored


@pytest.mark.parametrize(
    ("note", "log", "quorum", "why"),
    [
        (NOTE, STRANGER.key, 0, "no known key"),
        (NOTE, LOG.key, 1, "0 of at least 1"),
        (sign_note(CHECKPOINT.text(), STRANGER), STRANGER.key, 0, "not signed by its log"),
        (cosign(sign_note(CHECKPOINT.text(), STRANGER), UNIVERSITY, at=1), LOG.key, 1, "its log"),
        (cosign(cosign(NOTE, UNIVERSITY, at=1), UNIVERSITY, at=2), LOG.key, 2, "1 of at least 2"),
        (NOTE.replace("\n21\n", "\n22\n"), LOG.key, 0, "wrong"),
        (WITNESSED.replace("\n21\n", "\n22\n"), LOG.key, 0, "wrong"),
        (sign_note(f"{ORIGIN}\n021\n{'A' * 43}=\n", LOG), LOG.key, 0, "decimal"),
        (sign_note(f"{ORIGIN}\n1\nAAAA\n", LOG), LOG.key, 0, "SHA-256"),
        (sign_note(f"{ORIGIN}\n1\n", LOG), LOG.key, 0, "three lines"),
        (sign_note(f"{ORIGIN}\n1\n{'A' * 43}=\n\nx\n", LOG), LOG.key, 0, "three lines"),
    ],
)
def test_a_checkpoint_that_does_not_hold_is_refused(
    note: str, log: Key, quorum: int, why: str
) -> None:
    with pytest.raises(BadNote, match=why):
        open_checkpoint(note, log, WITNESSES, quorum=quorum)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text\n",
        "text\n\n",
        NOTE.rstrip("\n"),
        NOTE.replace("— ", "- "),
        NOTE.replace("\n\n", "\n\n\t"),
        NOTE + "— x AAAA\n",
        NOTE + "— x !!!!\n",
        NOTE + "— x AAAAAAB=\n",
        "\n\n" + "— x AAAAAAAA\n" * 100,
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        open_note(note, [LOG.key])


def test_every_flipped_byte_of_a_witnessed_checkpoint_is_seen() -> None:
    data = WITNESSED.encode()
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        with pytest.raises((BadNote, UnicodeDecodeError)):
            open_checkpoint(changed.decode(), LOG.key, WITNESSES, quorum=2)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "name+00000000",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY.replace("PeterNeumann", "PeterNewman"),
        GO_KEY[:-4],
        GO_KEY[:-1] + "=",
        LOG.key.vkey().replace("+A", "+/", 1),
    ],
)
def test_a_wrong_verifier_key_is_refused(vkey: str) -> None:
    with pytest.raises(BadNote):
        Key.parse(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b"])
def test_key_names_hold_no_space_or_plus(name: str) -> None:
    with pytest.raises(BadNote, match="key name"):
        Key(name, bytes(32))


def test_who_signs_what_is_checked_when_signing() -> None:
    with pytest.raises(BadNote, match="does not sign for"):
        sign_checkpoint(CHECKPOINT, STRANGER)
    with pytest.raises(BadNote, match="not a witness key"):
        cosign(NOTE, STRANGER, at=1)
    with pytest.raises(BadNote, match="plain"):
        sign_note("x\n", UNIVERSITY)
    with pytest.raises(BadNote, match="newline"):
        sign_note("x", LOG)
    with pytest.raises(BadNote, match="control"):
        sign_note("x\r\n", LOG)


@pytest.mark.parametrize("index", range(21))
def test_a_proof_carried_away_verifies_offline(index: int) -> None:
    proof = LogProof.parse(proof_of(index).text())
    assert proof == proof_of(index)
    leaf = leaf_hash(str(index).encode())
    assert proof.verify(leaf, LOG.key, WITNESSES, quorum=2).checkpoint == CHECKPOINT
    with pytest.raises(BadProof, match="not in the tree"):
        proof.verify(leaf_hash(b"other"), LOG.key)


def test_a_proof_keeps_its_extra_data() -> None:
    proof = proof_of(3, extra=b"salt")
    assert proof.text().splitlines()[1] == "extra c2FsdA=="
    assert LogProof.parse(proof.text()) == proof


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        ("@v1", "@v2"),
        ("index 5", "index 05"),
        ("index 5", "index -5"),
        ("index 5\n", ""),
        ("index 5", "place 5"),
        ("index 5\n", "index 5\nAAAA\n"),
        ("index 5\n", "index 5\n????\n"),
        ("index 5\n", "extra ????\nindex 5\n"),
    ],
)
def test_a_malformed_proof_is_refused(pattern: str, by: str) -> None:
    with pytest.raises(BadProof):
        LogProof.parse(re.sub(pattern, by, proof_of(5).text(), count=1))


@given(st.integers(0, len(proof_of(5).text()) - 1), st.sampled_from("AQgw05=\n— "))
@settings(max_examples=150, deadline=None)
def test_no_changed_character_leaves_a_proof_valid(place: int, char: str) -> None:
    text = proof_of(5).text()
    changed = text[:place] + char + text[place + 1 :]
    leaf = leaf_hash(b"5")
    if changed == text:
        LogProof.parse(text).verify(leaf, LOG.key, WITNESSES, quorum=2)
    else:
        with pytest.raises((BadProof, BadNote)):
            LogProof.parse(changed).verify(leaf, LOG.key, WITNESSES, quorum=2)
