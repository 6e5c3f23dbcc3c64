"""The documented examples are what the code makes, and verify as the document says."""

import json
import re
from dataclasses import replace
from pathlib import Path

from tests.awards.certificates import CLAIM, DID, KEY, NOW, certificate, listed
from waymark.awards.rules import did_document, trust_file, verify_files
from waymark.awards.rules.messages import MESSAGES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
EXAMPLES = REFERENCE / "examples"


def test_examples_are_current() -> None:
    made = certificate(replace(CLAIM, subject_name="Maral"))
    assert json.loads((EXAMPLES / "certificate.json").read_text()) == made
    trust = trust_file([did_document(DID, [KEY.public])], [listed()])
    assert json.loads((EXAMPLES / "trust.json").read_text()) == trust


def test_examples_verify_as_documented() -> None:
    files = [(EXAMPLES / f"{name}.json").read_bytes() for name in ("certificate", "trust")]
    assert f"--now {NOW:%Y-%m-%dT%H:%M:%SZ}" in (REFERENCE / "certificate.md").read_text()
    answer = verify_files(files[0], files[1], NOW)
    assert answer.code == 0
    text = (REFERENCE / "certificate.md").read_text()
    for check in answer.json["checks"]:
        assert f"**{check['name']}**" in text


def test_every_message_key_used_has_a_sentence() -> None:
    rules = Path(__file__).parents[2] / "waymark" / "awards" / "rules"
    source = "\n".join(
        path.read_text() for path in rules.glob("*.py") if path.name != "messages.py"
    )
    used = set(
        re.findall(
            r'"((?:structure|contexts|dates|issuer|key|proof|status|trust)\.[a-z_]+)"', source
        )
    )
    assert used
    assert used == {key for key in MESSAGES if not key.startswith("outcome.")}
