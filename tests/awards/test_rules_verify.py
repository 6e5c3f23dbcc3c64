"""Verification: each bad kind is refused for its own reason, with the good one as control."""

import copy
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.awards.certificates import (
    AT,
    CLAIM,
    DID,
    INDEX,
    ISSUER,
    KEY,
    LISTED,
    NOW,
    OTHER_DID,
    OTHER_KEY,
    SLOT,
    WRONG_KEY,
    certificate,
    expired,
    listed,
    tampered,
    trust_json,
    trusting,
    wrong_issuer,
)
from waymark.awards.rules import (
    Outcome,
    Result,
    SigningKey,
    Trust,
    Unreadable,
    Verification,
    did_document,
    explain,
    proofs,
    read_multikey,
    trust_from,
    verify,
)
from waymark.awards.rules.credential import unsigned
from waymark.awards.rules.messages import MESSAGES
from waymark.awards.rules.proofs import JCS, RDFC, sign

Document = dict[str, Any]
GOOD = certificate()
TRUST = trusting()


def edited(change: Callable[[Document], object]) -> Document:
    document = copy.deepcopy(GOOD)
    change(document)
    return document


def resigned(change: Callable[[Document], object]) -> Document:
    """A document of another form, honestly signed by the issuer's own key."""
    document = unsigned(CLAIM, issuer=ISSUER, slot=SLOT)
    change(document)
    return sign(document, key=KEY, at=AT)


def verdict_of(answer: Verification) -> dict[str, tuple[str, str]]:
    return {check.name: (str(check.result), check.message) for check in answer.checks}


def decisive(answer: Verification) -> set[str]:
    """The messages of the checks that failed, or else of those that could not be made."""
    worst = Result.FAILED if answer.outcome is Outcome.NOT_VALID else Result.UNKNOWN
    return {check.message for check in answer.checks if check.result is worst}


def test_the_good_one_is_valid_as_of_the_lists_date() -> None:
    answer = verify(GOOD, TRUST, NOW)
    assert answer.outcome is Outcome.VALID
    assert answer.as_of == "2026-11-11T06:30:00Z"
    assert [check.name for check in answer.checks] == [
        "structure",
        "contexts",
        "dates",
        "issuer",
        "key",
        "proof_jcs",
        "proof_rdfc",
        "status",
    ]
    assert answer.summary is not None
    assert answer.summary.subject_name == CLAIM.subject_name
    assert (answer.summary.level, answer.summary.stage) == ("silver", "A")
    assert answer.summary.report_hash == CLAIM.report_hash


def swap_proofs(document: Document) -> None:
    document["proof"].reverse()


def test_the_order_of_the_proof_set_does_not_matter() -> None:
    assert verify(edited(swap_proofs), TRUST, NOW).outcome is Outcome.VALID


def set_proof(position: int, **parts: object) -> Callable[[Document], None]:
    return lambda document: document["proof"][position].update(parts)


def break_proof(position: int) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        value = document["proof"][position]["proofValue"]
        document["proof"][position]["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")

    return change


INLINE: Document = {"name": "https://elsewhere.example/word"}
BAD: dict[str, tuple[Document, str]] = {
    "tampered": (tampered(), "proof.broken"),
    "wrong key": (certificate(key=WRONG_KEY), "proof.broken"),
    "wrong issuer": (wrong_issuer(), "key.foreign"),
    "issuer renamed": (edited(lambda d: d["issuer"].update(id=OTHER_DID)), "key.foreign"),
    "expired": (expired(), "dates.expired"),
    "not yet valid": (
        certificate(replace(CLAIM, valid_from=NOW + timedelta(days=1))),
        "dates.not_yet",
    ),
    "signed later": (certificate(at=NOW + timedelta(seconds=1)), "dates.signed_later"),
    "no end": (edited(lambda d: d.pop("validUntil")), "structure.missing"),
    "key in the fragment": (
        edited(
            lambda d: [
                p.update(verificationMethod=f"{DID}#{KEY.public.multibase}") for p in d["proof"]
            ]
        ),
        "key.not_authorised",
    ),
    "inline context added": (edited(lambda d: d["@context"].append(INLINE)), "contexts.inline"),
    "inline context replaced": (
        edited(lambda d: d.update({"@context": INLINE})),
        "contexts.inline",
    ),
    "inline context inside": (
        edited(lambda d: d["credentialSubject"].update({"@context": ["https://a.example/"]})),
        "contexts.inline",
    ),
    "context dropped": (edited(lambda d: d["@context"].pop()), "contexts.not_pinned"),
    "contexts swapped": (edited(lambda d: d["@context"].reverse()), "contexts.not_pinned"),
    "context of another address": (
        edited(lambda d: d["@context"].__setitem__(1, d["@context"][1] + "#")),
        "contexts.not_pinned",
    ),
    "keyword": (edited(lambda d: d.update({"@included": []})), "structure.keyword"),
    "rdfc proof dropped": (edited(lambda d: d["proof"].pop(0)), "proof.malformed"),
    "jcs proof dropped": (edited(lambda d: d["proof"].pop(1)), "proof.malformed"),
    "no proof": (edited(lambda d: d.pop("proof")), "proof.malformed"),
    "proof not in a set": (edited(lambda d: d.update(proof=d["proof"][0])), "proof.malformed"),
    "third proof": (edited(lambda d: d["proof"].append(d["proof"][0])), "proof.malformed"),
    "same proof twice": (
        edited(lambda d: d["proof"].__setitem__(1, d["proof"][0])),
        "proof.malformed",
    ),
    "rdfc proof broken": (edited(break_proof(0)), "proof.broken"),
    "jcs proof broken": (edited(break_proof(1)), "proof.broken"),
    "other purpose": (edited(set_proof(0, proofPurpose="authentication")), "proof.malformed"),
    "stray option": (edited(set_proof(0, domain="a.example")), "proof.malformed"),
    "unknown suite": (edited(set_proof(0, cryptosuite="ecdsa-rdfc-2019")), "proof.malformed"),
    "proof of another date": (
        edited(set_proof(0, created="2026-11-01T09:30:01Z")),
        "proof.broken",
    ),
    "foreign second proof": (
        edited(lambda d: d["proof"].__setitem__(0, wrong_issuer()["proof"][0])),
        "key.foreign",
    ),
    "status dropped": (edited(lambda d: d.pop("credentialStatus")), "structure.missing"),
    "other purpose of status": (
        edited(lambda d: d["credentialStatus"].update(statusPurpose="suspension")),
        "structure.missing",
    ),
    "index moved": (
        edited(lambda d: d["credentialStatus"].update(statusListIndex="1")),
        "proof.broken",
    ),
    "jti": (edited(lambda d: d.update(jti="urn:x:y")), "structure.forbidden_term"),
    "endorsementJwt": (
        edited(lambda d: d["credentialSubject"].update(endorsementJwt=["e.y.J"])),
        "structure.forbidden_term",
    ),
    "backspace": (edited(lambda d: d.update(name="Sil\bver")), "structure.control_character"),
    "delete": (edited(lambda d: d.update(name="Silver\x7f")), "structure.control_character"),
    "control in a key": (edited(lambda d: d.update({"a\x01": ""})), "structure.control_character"),
    "too large": (edited(lambda d: d.update(name="x" * 70_000)), "structure.too_large"),
    "another credential": (
        edited(lambda d: d.update(type=["VerifiableCredential"])),
        "structure.missing",
    ),
    "nothing": ({}, "contexts.not_pinned"),
    "extra term, honestly signed by JCS alone": (
        edited(lambda d: d.update(unheard="of")),
        "proof.broken",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_kinds_are_not_valid(kind: str) -> None:
    document, message = BAD[kind]
    answer = verify(document, TRUST, NOW)
    assert answer.outcome is Outcome.NOT_VALID
    assert message in decisive(answer)


def test_a_certificate_of_our_issuer_with_any_other_form_is_refused() -> None:
    answer = verify(resigned(lambda d: d["credentialSubject"].pop("name")), TRUST, NOW)
    assert decisive(answer) == {"structure.missing"}


def test_costly_canonicalization_is_never_reached_by_a_stranger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged, asked = tampered(), []  # type: tuple[Document, list[object]]
    real = proofs.canonical_rdf
    monkeypatch.setattr(proofs, "canonical_rdf", lambda d: asked.append(d) or real(d))
    assert verify(forged, TRUST, NOW).outcome is Outcome.NOT_VALID
    assert asked == []
    assert verify(GOOD, TRUST, NOW).outcome is Outcome.VALID  # the control: here it is asked
    assert asked


def test_tangled_documents_are_refused_quickly() -> None:
    tangle = [{"name": [{"name": "x"}] * 8}] * 200
    nest: Any = "x"
    for _ in range(5_000):
        nest = [nest]
    for document in (
        edited(lambda d: d.update(evidence=tangle)),
        edited(lambda d: d.update(a=nest)),
    ):
        start = time.perf_counter()
        assert decisive(verify(document, TRUST, NOW)) == {"structure.too_complex"}
        assert time.perf_counter() - start < 30  # it would take far longer, were it read


# --- what somebody else must vouch for -------------------------------------------------------


def without_authority() -> Document:
    document = did_document(DID, [KEY.public])
    return {**document, "assertionMethod": []}


def revoked_method(**parts: str) -> Document:
    document = did_document(DID, [KEY.public])
    document["verificationMethod"][0].update(parts)
    return document


@pytest.mark.parametrize(
    ("did", "outcome", "message"),
    [
        (
            did_document(DID, [replace(KEY.public, compromised=True)]),
            "not_valid",
            "key.not_authorised",
        ),
        (without_authority(), "not_valid", "key.not_authorised"),
        (did_document(DID, [WRONG_KEY.public]), "not_valid", "proof.broken"),
        (
            did_document(DID, [replace(KEY.public, fragment="key-2027-1")]),
            "not_valid",
            "key.not_authorised",
        ),
        (revoked_method(revoked="2026-11-05T00:00:00Z"), "not_valid", "key.not_authorised"),
        (revoked_method(expires="2030-01-01T00:00:00Z"), "valid", ""),
        (revoked_method(expires="soon"), "not_valid", "key.not_authorised"),
        (revoked_method(controller=OTHER_DID), "not_valid", "key.not_authorised"),
        (revoked_method(publicKeyMultibase="z6Mk"), "not_valid", "key.not_authorised"),
    ],
)
def test_keys_count_only_as_the_issuers_document_lists_them(
    did: Document, outcome: str, message: str
) -> None:
    answer = verify(GOOD, trusting(did=did), NOW)
    assert answer.outcome == outcome
    assert not message or message in decisive(answer)


def test_a_rotated_key_still_verifies() -> None:
    new = SigningKey(DID, "key-2027-1", WRONG_KEY.private)
    did = did_document(DID, [new.public, KEY.public])
    answer = verify(GOOD, trusting(listed(key=new), did=did), NOW)
    assert answer.outcome is Outcome.VALID


@pytest.mark.parametrize(
    ("lists", "outcome", "message"),
    [
        ((listed(INDEX),), "not_valid", "status.revoked"),
        ((listed(INDEX - 1, INDEX + 1),), "valid", ""),
        ((listed(at=NOW - timedelta(days=61)),), "could_not_check", "status.stale"),
        ((listed(INDEX, at=NOW - timedelta(days=61)),), "not_valid", "status.revoked"),
        ((listed(INDEX, at=NOW - timedelta(days=5)), listed()), "not_valid", "status.revoked"),
        ((listed(at=NOW - timedelta(days=61)), listed()), "valid", ""),
        ((listed(at=NOW + timedelta(seconds=1)),), "could_not_check", "status.early"),
        ((listed(INDEX, at=NOW + timedelta(seconds=1)), listed()), "valid", ""),
        ((listed(url=f"{SLOT.list_url}x"),), "could_not_check", "status.no_list"),
        ((listed(key=WRONG_KEY),), "could_not_check", "status.untrusted"),
        ((listed(key=OTHER_KEY),), "could_not_check", "status.untrusted"),
        ((listed(INDEX, key=OTHER_KEY), listed()), "valid", ""),
    ],
)
def test_status(lists: tuple[Document, ...], outcome: str, message: str) -> None:
    answer = verify(GOOD, trusting(*lists), NOW)
    assert answer.outcome == outcome
    assert not message or message in decisive(answer)


def test_a_list_with_a_changed_bit_is_not_believed() -> None:
    forged = copy.deepcopy(listed(INDEX))
    forged["credentialSubject"]["encodedList"] = listed()["credentialSubject"]["encodedList"]
    assert decisive(verify(GOOD, trusting(forged), NOW)) == {"status.untrusted"}


def test_a_list_that_prolongs_itself_is_not_believed() -> None:
    old = copy.deepcopy(listed(at=NOW - timedelta(days=61)))
    old["validUntil"] = "2027-06-01T00:00:00Z"
    assert decisive(verify(GOOD, trusting(old), NOW)) == {"status.untrusted"}


def test_an_index_outside_the_list_cannot_be_checked() -> None:
    document = unsigned(CLAIM, issuer=ISSUER, slot=replace(SLOT, index=131_072))
    far = sign(document, key=KEY, at=AT)
    assert decisive(verify(far, TRUST, NOW)) == {"status.untrusted"}


def test_nobody_vouches() -> None:
    answer = verify(GOOD, None, NOW)
    assert answer.outcome is Outcome.COULD_NOT_CHECK
    assert "issuer.no_trust" in decisive(answer)
    stranger = verify(GOOD, Trust(), NOW)
    assert stranger.outcome is Outcome.COULD_NOT_CHECK
    assert "issuer.unknown" in decisive(stranger)


def test_asked_about_another_time() -> None:
    assert verify(GOOD, TRUST, AT - timedelta(days=1)).outcome is Outcome.NOT_VALID
    assert verify(GOOD, TRUST, LISTED - timedelta(days=1)).outcome is Outcome.COULD_NOT_CHECK
    assert verify(GOOD, TRUST, CLAIM.valid_until).outcome is Outcome.NOT_VALID
    with pytest.raises(ValueError):
        verify(GOOD, TRUST, NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "trust",
    [
        {},
        {"didDocuments": {}, "statusLists": []},
        {"didDocuments": [1], "statusLists": []},
        {"didDocuments": [{"id": "did:key:z6Mk"}], "statusLists": []},
        {"didDocuments": [], "statusLists": [{}]},
        trust_json() | {"didDocuments": [did_document(DID, [KEY.public])] * 2},
    ],
)
def test_trust_files_without_form(trust: Document) -> None:
    with pytest.raises(Unreadable, match=r"trust\.malformed"):
        trust_from(trust)


# --- no change goes unseen ---------------------------------------------------------------------


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, ...]] = []
    if isinstance(value, dict):
        inner = [p for k, v in value.items() for p in places(v, (*path, k))]
    elif isinstance(value, list):
        inner = [p for i, v in enumerate(value) for p in places(v, (*path, i))]
    return [*([path] if path else []), *inner]


PLACES = places(GOOD)
VALUES = st.one_of(
    st.text(max_size=8), st.integers(-5, 5), st.booleans(), st.none(), st.just([]), st.just({})
)


def at(document: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_any_change_of_meaning_is_seen(data: st.DataObject) -> None:
    document = copy.deepcopy(GOOD)
    path = data.draw(st.sampled_from(PLACES))
    parent, last = at(document, path[:-1]), path[-1]
    how = data.draw(st.sampled_from(["replace", "drop", "letter", "add"]))
    if how == "drop":
        del parent[last]
    elif how == "letter" and isinstance(parent[last], str) and parent[last]:
        text = parent[last]
        spot = data.draw(st.integers(0, len(text) - 1))
        parent[last] = text[:spot] + chr(ord(text[spot]) ^ 1) + text[spot + 1 :]
    elif how == "add" and isinstance(parent, dict):
        parent[data.draw(st.text(max_size=5))] = data.draw(VALUES)
    else:
        parent[last] = data.draw(VALUES)
    if document != GOOD:
        assert verify(document, TRUST, NOW).outcome is not Outcome.VALID


TRUSTED = trust_json()
TRUSTED_PLACES = places(TRUSTED)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_trust_file_never_revokes_and_never_crashes(data: st.DataObject) -> None:
    damaged = copy.deepcopy(TRUSTED)
    path = data.draw(st.sampled_from(TRUSTED_PLACES))
    at(damaged, path[:-1])[path[-1]] = data.draw(VALUES)
    try:
        trust = trust_from(damaged)
    except Unreadable:
        return  # refused as a whole
    assert "status.revoked" not in decisive(verify(GOOD, trust, NOW))


def test_the_property_has_teeth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waymark.awards.rules.signatures.proof_holds", lambda *_: True)
    assert verify(tampered(), TRUST, NOW).outcome is Outcome.VALID


def test_one_suite_alone_would_miss_what_the_other_sees() -> None:
    extra = edited(lambda d: d.update(unheard="of"))
    checks = verdict_of(verify(extra, TRUST, NOW))
    assert checks["proof_jcs"] == ("failed", "proof.broken")
    # RDF drops a word that no context defines, so that suite alone accepts the document.
    public = read_multikey(KEY.public.multibase)
    by_suite = {proof["cryptosuite"]: proof for proof in extra["proof"]}
    assert proofs.proof_holds(extra, by_suite[RDFC], public)
    assert not proofs.proof_holds(extra, by_suite[JCS], public)


# --- words -------------------------------------------------------------------------------------


def test_every_answer_can_be_put_into_words() -> None:
    answers = [verify(document, TRUST, NOW) for document, _ in BAD.values()]
    answers += [verify(GOOD, TRUST, NOW), verify(GOOD, None, NOW)]
    for answer in answers:
        for check in answer.checks:
            assert "%(" not in explain(check.message, check.params)
        assert explain(answer.message, {}).endswith(".")


def test_words_are_translated_with_their_values() -> None:
    asked: list[str] = []

    def translate(text: str) -> str:
        asked.append(text)
        return "انتهت في %(valid_until)s"

    assert explain("dates.expired", {"valid_until": "2029"}, translate) == "انتهت في 2029"
    assert asked == [MESSAGES["dates.expired"]]
