"""`waymark evaluate`: the engine on a file, with no settings and no database."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from waymark.assessments.commands import evaluate

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "reference" / "example-case.json"


def run(*arguments: str | Path) -> Result:
    """Call the command."""
    return CliRunner().invoke(evaluate, [str(one) for one in arguments])


def changed(folder: Path, **submission: object) -> Path:
    """The example with something else in its submission."""
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    document["submission"] |= submission
    path = folder / "case.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_json_is_canonical_and_the_same_each_time() -> None:
    one = run(EXAMPLE, "--basis", "verified", "--as-of", "2026-01-15")
    two = run(EXAMPLE, "--basis", "verified", "--as-of", "2026-01-15")
    assert one.exit_code == 0
    assert one.stdout_bytes == two.stdout_bytes
    report = json.loads(one.stdout_bytes)
    assert report["basis"] == "verified"
    assert [level["id"] for level in report["levels"] if level["attained"]] == ["silver"]
    assert run(EXAMPLE, "--basis", "claimed").stdout_bytes != one.stdout_bytes


def test_text_names_every_criterion_and_the_hash_of_the_json() -> None:
    digest = hashlib.sha256(run(EXAMPLE, "--basis", "verified").stdout_bytes).hexdigest()
    text = run(EXAMPLE, "--basis", "verified", "--format", "text").stdout
    assert digest in text
    for part in ("Port Amara", "A01", "D14", "Level attained: Silver", "January 15, 2026"):
        assert part in text
    assert max(map(len, text.splitlines())) <= 100


def test_page_and_pdf_are_made_too(tmp_path: Path) -> None:
    page = run(EXAMPLE, "--format", "html", "--language", "ar").stdout
    assert '<html lang="ar" dir="rtl">' in page
    target = tmp_path / "report.pdf"
    assert run(EXAMPLE, "--format", "pdf", "--output", target).exit_code == 0
    with pikepdf.open(io.BytesIO(target.read_bytes())) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "line 1 column 1"),
        (b"\xff\xfe", "byte 0"),
        (b'{"a": 1, "a": 2}', "$.a: key given twice"),
        (b"[1, 2", "line 1"),
        (b"{}", "$.format is missing"),
        (b'{"format": "waymark-case/1", "submission": NaN}', "$.submission"),
    ],
)
def test_what_is_no_case_is_named_with_its_place(
    content: bytes, place: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    answer = run(path)
    assert answer.exit_code == 2
    assert place in answer.stderr
    assert answer.stdout == ""


def test_every_problem_is_listed_at_once(tmp_path: Path) -> None:
    answers = {"A01": {"level": 7}, "Z99": {"level": 1}}
    answer = run(changed(tmp_path, answers=answers, currency="euro"))
    assert answer.exit_code == 2
    assert "$.submission.answers.A01.level" in answer.stderr
    assert "$.submission.currency" in answer.stderr


def test_another_scheme_and_wrong_options_are_refused(tmp_path: Path) -> None:
    assert run(EXAMPLE, "--scheme", EXAMPLE).exit_code == 2
    assert run(EXAMPLE, "--basis", "hoped").exit_code == 2
    assert run(EXAMPLE, "--as-of", "yesterday").exit_code == 2
    assert run(tmp_path / "none.json").exit_code == 2


@pytest.mark.parametrize("form", ["json", "text", "html"])
def test_it_runs_in_a_process_that_has_no_settings(form: str, tmp_path: Path) -> None:
    """Not even a place to write to, so that a database would be noticed."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("WAYMARK")}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    clean["WAYMARK_DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/none"
    done = subprocess.run(
        [sys.executable, "-m", "waymark", "evaluate", str(EXAMPLE), "--format", form],
        cwd=ROOT,
        env=clean,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"SDG" in done.stdout or b"sdg-cities" in done.stdout
