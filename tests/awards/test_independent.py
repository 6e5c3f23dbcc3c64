"""Verifiers that Waymark did not write accept its certificates and refuse the bad kinds.

`@digitalbazaar/vc` and its suites run in Node (set up by `npm ci --prefix tests/verifiers`);
`openbadgeslib` comes from PyPI. Both use the real clock, hence so do these certificates. None
of them may reach for the network: every document comes from the trust file.
"""

import copy
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from tests.awards.certificates import (
    CLAIM,
    COMPLETION,
    DID,
    INDEX,
    ISSUER,
    KEY,
    OTHER_DID,
    OTHER_KEY,
    SLOT,
    WRONG_KEY,
    certificate,
    listed,
)
from waymark.awards.rules import Outcome, did_document, did_web_address, trust_file, trust_from
from waymark.awards.rules import verify as our_verify
from waymark.awards.rules.credential import unsigned
from waymark.awards.rules.proofs import sign

Document = dict[str, Any]
VERIFIERS = Path(__file__).parents[1] / "verifiers"
NOW = datetime.now(UTC).replace(microsecond=0)
AT = NOW - timedelta(days=10)
LISTED = NOW - timedelta(hours=3)
CURRENT = replace(
    CLAIM,
    valid_from=AT,
    valid_until=AT + timedelta(days=1095),
    subject_name="Maral – مارال – 马拉尔 – Марал 🏙 “e\u0301”",
    description="Tab\tand line\nbreak, C1 \x85 and \u2028, direction \u202eabc\u202c.",
)


def signed(**changes: Any) -> Document:
    return certificate(replace(CURRENT, **changes), at=AT)


def completed() -> Document:
    return certificate(replace(COMPLETION, valid_from=AT), at=AT)


def tampered() -> Document:
    document = signed()
    document["credentialSubject"]["achievement"]["name"] = "SDG Cities: Diamond"
    return document


def wrong_issuer() -> Document:
    return sign(unsigned(CURRENT, issuer=ISSUER, slot=SLOT), key=OTHER_KEY, at=AT)


def one_proof_broken(position: int) -> Document:
    document = copy.deepcopy(signed())
    document["proof"][position]["proofValue"] = wrong_issuer()["proof"][position]["proofValue"]
    return document


def trust(*revoked: int, keys: tuple[Any, ...] = (KEY.public,)) -> Document:
    return trust_file(
        [did_document(DID, keys), did_document(OTHER_DID, [OTHER_KEY.public])],
        [listed(*revoked, at=LISTED)],
    )


@cache
def cases() -> dict[str, tuple[Document, Document]]:
    """name -> certificate and trust file; only those of GOOD are to be accepted."""
    return {
        "valid": (signed(), trust(INDEX + 1)),
        "completion": (completed(), trust()),
        "tampered": (tampered(), trust()),
        "wrong key": (certificate(CURRENT, key=WRONG_KEY, at=AT), trust()),
        "wrong issuer": (wrong_issuer(), trust()),
        "expired": (signed(valid_until=NOW - timedelta(days=1)), trust()),
        "revoked": (signed(), trust(INDEX)),
        "compromised key": (signed(), trust(keys=(replace(KEY.public, compromised=True),))),
        "rdfc proof broken": (one_proof_broken(0), trust()),
        "jcs proof broken": (one_proof_broken(1), trust()),
    }


GOOD = ("valid", "completion")
BAD = [name for name in cases() if name not in GOOD]


def test_ours_agrees() -> None:
    for name, (document, trusted) in cases().items():
        expected = Outcome.VALID if name in GOOD else Outcome.NOT_VALID
        assert our_verify(document, trust_from(trusted), NOW).outcome is expected, name


# --- @digitalbazaar/vc ---------------------------------------------------------------------------


def node() -> str:
    """Node, or a loud skip here and a failure in CI."""
    found = shutil.which("node")
    if found and (VERIFIERS / "node_modules").is_dir():
        return found
    why = "Node verifiers are missing: run `npm ci --prefix tests/verifiers`"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="module")
def answers() -> dict[str, Document]:
    question = {
        "now": NOW.isoformat(),
        "cases": [
            {"name": name, "credential": document, "trust": trusted}
            for name, (document, trusted) in cases().items()
        ],
    }
    run = subprocess.run(
        [node(), "verify.mjs"],
        cwd=VERIFIERS,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {answer["name"]: answer for answer in json.loads(run.stdout)}


def accepted(answer: Document) -> bool:
    return all(answer["proofs"].values()) and answer["revoked"] is False


@pytest.mark.parametrize("name", GOOD)
def test_digitalbazaar_accepts_ours(answers: dict[str, Document], name: str) -> None:
    answer = answers[name]
    assert answer["proofs"] == {"eddsa-rdfc-2022": True, "eddsa-jcs-2022": True}, answer["why"]
    assert accepted(answer), answer["why"]


@pytest.mark.parametrize("name", BAD)
def test_digitalbazaar_refuses(answers: dict[str, Document], name: str) -> None:
    assert not accepted(answers[name])


def test_digitalbazaar_sees_revocation_and_single_broken_proofs_as_such(
    answers: dict[str, Document],
) -> None:
    assert answers["revoked"]["revoked"] is True
    assert all(answers["revoked"]["proofs"].values())
    assert answers["rdfc proof broken"]["proofs"] == {
        "eddsa-rdfc-2022": False,
        "eddsa-jcs-2022": True,
    }
    assert answers["jcs proof broken"]["proofs"] == {
        "eddsa-rdfc-2022": True,
        "eddsa-jcs-2022": False,
    }


# --- openbadgeslib -------------------------------------------------------------------------------


def from_trust(trusted: Document) -> Callable[[str], bytes]:
    """A downloader that has the documents of a trust file and nothing else."""
    known = {did_web_address(did["id"]): did for did in trusted["didDocuments"]}
    known |= {status["id"]: status for status in trusted["statusLists"]}

    def download(url: str) -> bytes:
        return json.dumps(known[url]).encode()

    return download


def ask_openbadgeslib(name: str) -> None:
    """Raises OB3VerificationError when openbadgeslib refuses the certificate."""
    document, trusted = cases()[name]
    OB3LdpVerifier.for_issuer_did(DID).verify(
        copy.deepcopy(document),
        check_status=True,
        download=from_trust(trusted),
        verify_status_list=False,  # it knows status lists signed as JWT only
    )


@pytest.mark.parametrize("name", GOOD)
def test_openbadgeslib_accepts_ours(name: str) -> None:
    ask_openbadgeslib(name)


@pytest.mark.parametrize(
    "name",
    # It looks at one proof of a set and not at assertionMethod: those two kinds are ours to see.
    [name for name in BAD if name not in ("jcs proof broken", "compromised key")],
)
def test_openbadgeslib_refuses(name: str) -> None:
    with pytest.raises(OB3VerificationError):
        ask_openbadgeslib(name)
