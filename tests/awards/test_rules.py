"""Claim to certificate: form, determinism, what is refused before signing."""

import base64
import gzip
import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.awards.certificates import (
    AT,
    CLAIM,
    DID,
    ISSUER,
    KEY,
    NOW,
    OTHER_KEY,
    SLOT,
    certificate,
    listed,
    trusting,
)
from waymark.awards.rules import (
    ClaimRefused,
    Deviation,
    Issuer,
    Outcome,
    PublicKey,
    SigningKey,
    StatusSlot,
    did_document,
    did_web,
    did_web_address,
    issue,
    multikey,
    qr_svg,
    read_stamp,
    stamp,
    to_bytes,
    verify,
)
from waymark.awards.rules.contexts import (
    DATA_INTEGRITY,
    OPEN_BADGES,
    PINNED,
    ContextRefused,
    context_bytes,
    load,
)
from waymark.awards.rules.credential import unsigned
from waymark.awards.rules.multihash import digest_multibase, read_digest_multibase
from waymark.awards.rules.proofs import TermsUndefined, sign
from waymark.awards.rules.reading import FORBIDDEN_TERMS, Unreadable, parse
from waymark.awards.rules.status import (
    MIN_ENTRIES,
    ListRefused,
    bit_is_set,
    decode_bits,
    encode_bits,
)


def keys_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {k for item in value.values() for k in keys_of(item)}
    if isinstance(value, list):
        return {k for item in value for k in keys_of(item)}
    return set()


def test_certificate_states_the_claim() -> None:
    document = certificate()
    subject = document["credentialSubject"]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert subject["achievement"]["achievementType"] == "QualityAssuranceCredential"
    assert subject["name"] == CLAIM.subject_name
    assert subject["address"]["addressCountryCode"] == "KE"
    assert document["validUntil"] == "2029-11-01T09:30:00Z"
    assert [p["cryptosuite"] for p in document["proof"]] == ["eddsa-rdfc-2022", "eddsa-jcs-2022"]
    assert {p["verificationMethod"] for p in document["proof"]} == {f"{DID}#key-2026-1"}
    report = document["relatedResource"][0]
    assert read_digest_multibase(report["digestMultibase"]) == CLAIM.report_hash
    assert not keys_of(document) & (FORBIDDEN_TERMS | {"credentialSchema"})


def test_deviations_are_printed() -> None:
    claim = replace(CLAIM, deviations=(Deviation("A.3", "The national register stands in."),))
    narrative = certificate(claim)["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert narrative.startswith(CLAIM.criteria)
    assert "- A.3: The national register stands in." in narrative


def test_equal_inputs_give_equal_bytes_in_another_process() -> None:
    script = (
        "import sys; from tests.awards.certificates import *; "
        "from waymark.awards.rules import to_bytes; "
        "sys.stdout.buffer.write(to_bytes(certificate()) + to_bytes(listed(3, 5)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        env={"PYTHONHASHSEED": "77", "PYTHONPATH": "."},
    )
    assert run.stdout == to_bytes(certificate()) + to_bytes(listed(5, 3))


def test_bytes_are_read_back_as_the_same_certificate() -> None:
    assert parse(to_bytes(certificate())) == certificate()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "0b7c"),
        ("id", "https://"),
        ("report_url", "javascript:alert(1)"),
        ("report_url", "https://waymark.example/a b"),
        ("country", "Kenya"),
        ("scheme_hash", "A1" * 32),
        ("report_hash", "b2" * 31),
        ("subject_name", ""),
        ("subject_name", "Maral\nSilver"),
        ("subject_name", "Ma\bral"),
        ("description", "page\x0cbreak"),
        ("criteria", "unit\x01separator"),
        ("criteria", "delete\x7f"),
        ("criteria", "\ud800"),
        ("criteria", "x" * 8_001),
        ("level", "the best"),
        ("language", "English"),
        ("valid_until", AT),
        ("valid_until", datetime(2029, 1, 1)),
    ],
)
def test_claims_that_may_not_be_signed(field: str, value: object) -> None:
    with pytest.raises(ClaimRefused) as refusal:
        replace(CLAIM, **{field: value})  # type: ignore[arg-type]
    assert refusal.value.field == field


@given(
    st.text(
        st.characters(
            exclude_categories=("Cs",), exclude_characters="".join(map(chr, range(32))) + "\x7f"
        ),
        min_size=1,
        max_size=30,
    ).filter(str.strip)
)
@settings(max_examples=25, deadline=None)
def test_any_other_text_signs_and_verifies(name: str) -> None:
    document = certificate(replace(CLAIM, subject_name=name, description=f"{name}\t\r\n{name}"))
    assert verify(document, trusting(), NOW).outcome is Outcome.VALID


def test_the_key_must_be_the_issuers() -> None:
    with pytest.raises(ValueError, match="another issuer"):
        issue(CLAIM, issuer=ISSUER, slot=SLOT, key=OTHER_KEY, at=AT)


def test_terms_outside_the_contexts_are_not_signed() -> None:
    document = unsigned(CLAIM, issuer=ISSUER, slot=SLOT)
    sign(document, key=KEY, at=AT)  # the control: without the stray term it can be signed
    document["credentialSubject"]["mayor"] = "nobody would sign this word"
    with pytest.raises(TermsUndefined, match="mayor"):
        sign(document, key=KEY, at=AT)


@pytest.mark.parametrize("term", sorted(FORBIDDEN_TERMS))
def test_disputed_terms_are_not_signed(term: str) -> None:
    document = unsigned(CLAIM, issuer=ISSUER, slot=SLOT) | {term: "urn:x:y"}
    with pytest.raises(Unreadable, match="forbidden_term"):
        sign(document, key=KEY, at=AT)


def test_contexts_are_pinned_by_address_and_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(json.loads(context_bytes(url))["@context"] for url in PINNED)
    with pytest.raises(ContextRefused, match="not pinned"):
        load(f"{OPEN_BADGES}?")
    monkeypatch.setitem(PINNED, DATA_INTEGRITY, (PINNED[OPEN_BADGES][0], "00" * 32))  # type: ignore[arg-type]
    with pytest.raises(ContextRefused, match="was changed"):
        context_bytes(DATA_INTEGRITY)


@pytest.mark.parametrize(
    ("host", "path", "did", "address"),
    [
        ("a.example", (), "did:web:a.example", "https://a.example/.well-known/did.json"),
        (
            "a.example",
            ("issuers", "ke"),
            "did:web:a.example:issuers:ke",
            "https://a.example/issuers/ke/did.json",
        ),
        (
            "localhost:8000",
            ("issuers", "global"),
            "did:web:localhost%3A8000:issuers:global",
            "https://localhost:8000/issuers/global/did.json",
        ),
    ],
)
def test_did_web(host: str, path: tuple[str, ...], did: str, address: str) -> None:
    assert did_web(host, *path) == did
    assert did_web_address(did) == address


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a#b", "ä.example", "user@a.example"])
def test_did_web_refuses(host: str) -> None:
    with pytest.raises(ValueError):
        did_web(host)


def test_rotated_keys_stay_authorised_and_compromised_ones_stay_listed() -> None:
    old, lost = PublicKey("key-2024-1", KEY.public.multibase), OTHER_KEY.public
    document = did_document(
        DID, [KEY.public, old, replace(lost, fragment="key-2025-1", compromised=True)]
    )
    assert [m["id"].partition("#")[2] for m in document["verificationMethod"]] == [
        "key-2026-1",
        "key-2024-1",
        "key-2025-1",
    ]
    assert document["assertionMethod"] == [f"{DID}#key-2026-1", f"{DID}#key-2024-1"]


@pytest.mark.parametrize("fragment", [multikey(KEY.private.public_key()), "key", "key-1", ""])
def test_keys_are_not_named_by_themselves(fragment: str) -> None:
    with pytest.raises(ValueError, match="key-YEAR-NUMBER"):
        SigningKey(DID, fragment, KEY.private)
    with pytest.raises(ValueError, match="key-YEAR-NUMBER"):
        PublicKey(fragment, KEY.public.multibase)


@given(st.sets(st.integers(0, MIN_ENTRIES - 1), max_size=40))
@settings(max_examples=30, deadline=None)
def test_bits_are_those_given(revoked: set[int]) -> None:
    bits = decode_bits(encode_bits(revoked))
    assert len(bits) * 8 == MIN_ENTRIES
    assert all(bit_is_set(bits, index) for index in revoked)
    assert sum(byte.bit_count() for byte in bits) == len(revoked)


def test_index_zero_is_the_leftmost_bit() -> None:
    assert decode_bits(encode_bits([0]))[0] == 0b1000_0000
    assert decode_bits(encode_bits([MIN_ENTRIES - 1]))[-1] == 0b0000_0001


@pytest.mark.parametrize(
    "encoded",
    [None, "", "u", "zAAAA", "u!!!", "uAAAA", encode_bits([])[:-4], encode_bits([]) + "AAAA"],
)
def test_lists_that_cannot_be_read(encoded: object) -> None:
    with pytest.raises(ListRefused):
        decode_bits(encoded)


def test_a_list_bomb_is_refused() -> None:
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(50_000_000))).rstrip(b"=").decode()
    with pytest.raises(ListRefused):
        decode_bits(bomb)


def test_lists_refuse_an_index_outside() -> None:
    for index in (-1, MIN_ENTRIES):
        with pytest.raises(ListRefused):
            encode_bits([index])
        with pytest.raises(ListRefused):
            bit_is_set(decode_bits(encode_bits([])), index)
    with pytest.raises(ListRefused):
        encode_bits([], entries=MIN_ENTRIES - 8)


def test_status_list_dates() -> None:
    document = listed()
    assert document["validFrom"] == "2026-11-11T06:30:00Z"
    assert document["validUntil"] == "2027-01-10T06:30:00Z"
    assert document["credentialSubject"]["ttl"] == 86_400_000


@pytest.mark.parametrize("bad", ["ab", "zz" * 32, "ab" * 33])
def test_digest_multibase(bad: str) -> None:
    assert read_digest_multibase(digest_multibase("0f" * 32)) == "0f" * 32
    with pytest.raises(ValueError):
        digest_multibase(bad)
    assert read_digest_multibase(f"u{bad}") is None


def test_small_parts_refuse() -> None:
    with pytest.raises(ClaimRefused):
        Issuer("did:key:z6Mk", "Name", "https://a.example/")
    with pytest.raises(ClaimRefused):
        StatusSlot("https://a.example/list", -1)


def test_qr_text_is_a_link_that_verifies_offline() -> None:
    document = certificate()
    text = stamp(document, url=f"{CLAIM.id}", key=KEY)
    assert text.startswith(f"{CLAIM.id}#")
    assert len(text) <= 504  # what a version 17-M code holds
    stated = read_stamp(text, KEY.private.public_key())
    assert stated is not None
    assert stated["lvl"] == "silver"
    assert read_stamp(text, OTHER_KEY.private.public_key()) is None
    assert read_stamp(text[:-3] + "AAA", KEY.private.public_key()) is None
    assert read_stamp(CLAIM.id, KEY.private.public_key()) is None


def test_qr_svg_needs_no_style_and_escapes_its_title() -> None:
    svg = qr_svg("https://waymark.example/", title="<script>")
    assert svg.startswith('<svg role="img" ')
    assert "&lt;script&gt;" in svg
    assert "style" not in svg
    assert "<script" not in svg


def test_not_before_is_the_time_of_the_award() -> None:
    later = AT + timedelta(hours=1)
    assert certificate(at=later)["proof"][0]["created"] == "2026-11-01T10:30:00Z"
    assert certificate(at=later)["validFrom"] == "2026-11-01T09:30:00Z"
