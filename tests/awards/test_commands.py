"""`waymark verify`: words, JSON and exit codes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.awards.certificates import (
    AT,
    CLAIM,
    INDEX,
    NOW,
    certificate,
    listed,
    tampered,
    trust_json,
)
from waymark.awards.actions import make_issuer
from waymark.awards.commands import trust as trust_commands
from waymark.awards.commands import verify
from waymark.awards.queries import did_document_of
from waymark.awards.rules import write_moment

GOOD = json.dumps(certificate())
TRUST = json.dumps(trust_json())


def run(
    folder: Path, certificate: str | bytes, *args: str, trust: str | None = TRUST, now: str = ""
) -> Result:
    file, trusted = folder / "certificate.json", folder / "trust.json"
    file.write_bytes(certificate if isinstance(certificate, bytes) else certificate.encode())
    options = ["--now", now or write_moment(NOW), *args]
    if trust is not None:
        trusted.write_text(trust)
        options += ["--trust", str(trusted)]
    return CliRunner().invoke(verify, [str(file), *options])


@pytest.mark.parametrize(
    ("certificate", "trust", "code", "words"),
    [
        (GOOD, TRUST, 0, "This certificate is valid."),
        (json.dumps(certificate(), indent=2, ensure_ascii=False), TRUST, 0, "is valid"),
        (json.dumps(tampered()), TRUST, 1, "something was changed"),
        (GOOD, json.dumps(trust_json(listed(INDEX))), 1, "has revoked it"),
        (GOOD, None, 2, "nobody vouches for the issuer"),
        (GOOD, '{"didDocuments": [], "statusLists": []}', 2, "does not know the issuer"),
        (GOOD, "[]", 2, "trust file lacks its form"),
        (GOOD, "{", 2, "trust file lacks its form"),
        ("[]", TRUST, 1, "not a certificate"),
        ("", TRUST, 1, "cannot be read as JSON"),
        (GOOD[:-40], TRUST, 1, "cannot be read as JSON"),
        (b"\xff\xfe{\x00", TRUST, 1, "not UTF-8"),
        (GOOD.replace('"type"', '"type": [], "type"', 1), TRUST, 1, "key given twice"),
        ("{" + " " * 70_000 + "}", TRUST, 1, "larger than a certificate"),
        ('{"a": ' * 4_000 + "1" + "}" * 4_000, TRUST, 1, "cannot be read as JSON"),
        ('{"a": NaN}', TRUST, 1, "cannot be read as JSON"),
    ],
)
def test_answers(
    tmp_path: Path, certificate: str | bytes, trust: str | None, code: int, words: str
) -> None:
    result = run(tmp_path, certificate, trust=trust)
    assert result.exit_code == code
    assert words in result.output


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    claim = replace(CLAIM, subject_name="Ma\x9b31mral\u202e می\u200cخواهم")
    output = run(tmp_path, json.dumps(certificate(claim))).output
    assert "Ma\ufffd31mral\ufffd می\u200cخواهم" in output


def test_json_answer(tmp_path: Path) -> None:
    answer = json.loads(run(tmp_path, GOOD, "--json").output)
    assert answer["outcome"] == "valid"
    assert answer["as_of"] == "2026-11-11T06:30:00Z"
    assert answer["certificate"]["country"] == "KE"
    assert {check["result"] for check in answer["checks"]} == {"passed"}


def test_asked_about_a_day(tmp_path: Path) -> None:
    assert run(tmp_path, GOOD, now="2026-12-24").exit_code == 0
    assert run(tmp_path, GOOD, now="2027-02-01").exit_code == 2  # the list is too old by then
    assert run(tmp_path, GOOD, now=AT.date().isoformat()).exit_code == 1  # not yet valid


def test_the_present_is_the_default(tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(GOOD.replace("2029", "2001"))
    result = CliRunner().invoke(verify, [str(file)])
    assert result.exit_code == 1


@pytest.mark.parametrize("args", [["nowhere.json"], ["--now", "soon", __file__], []])
def test_usage_errors_never_look_like_an_answer_of_valid_or_not(args: list[str]) -> None:
    assert CliRunner().invoke(verify, args).exit_code == 2


@pytest.mark.django_db
def test_an_operator_gives_an_issuer_a_new_key(settings: Any, tmp_path: Path) -> None:
    settings.WAYMARK_KEYS = tmp_path / "keys"
    issuer = make_issuer(slug="global", name={"en": "Global"}, by=None, at=NOW)
    (first,) = issuer.keys.all()
    done = CliRunner().invoke(trust_commands, ["rotate", "global"])
    assert done.exit_code == 0, done.output
    first.refresh_from_db()
    assert first.retired_at is not None
    new = issuer.keys.get(retired_at=None)
    assert done.output == f"{issuer.did} signs with {new.fragment} from now on.\n"
    assert {
        one["id"].partition("#")[2] for one in did_document_of(issuer)["verificationMethod"]
    } == {
        first.fragment,
        new.fragment,
    }


@pytest.mark.django_db
def test_an_issuer_that_is_not_there_is_refused_with_those_that_are() -> None:
    done = CliRunner().invoke(trust_commands, ["rotate", "globe"])
    assert (done.exit_code, done.output) == (
        1,
        "Error: There is no issuer globe. Issuers are: none.\n",
    )
