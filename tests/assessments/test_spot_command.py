"""`waymark draw`: a record checked offline, with no settings and no database; a secret made."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.kernel import draws
from tests.kernel.test_draw_record import FIGURES, THROWN
from waymark.assessments.commands import spot_draw
from waymark.assessments.rules.spot.messages import MESSAGES
from waymark.kernel import draw

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(spot_draw, [str(one) for one in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(draws.written(draws.record()))
    return path


def test_a_sound_record_ends_with_0_and_says_why(file: Path) -> None:
    found = run("verify", file, "--key", draws.LOG.key.vkey())
    assert found.exit_code == 0, found.output
    assert found.output.startswith("This draw is valid")
    assert (
        "silver: the 3 drawn of 30 follow from the seed; each had the chance 1/10." in found.output
    )
    assert "Ada (University of Somewhere)" in found.output


def test_a_changed_record_ends_with_1(tmp_path: Path) -> None:
    document = draws.record()
    document["strata"][1]["selected"].pop()
    path = tmp_path / "record.json"
    path.write_bytes(draws.written(document))
    found = run("verify", path, "--json")
    assert found.exit_code == 1
    answer = json.loads(found.output)
    assert answer["outcome"] == "not_valid"
    wrong = [one["key"] for one in answer["checks"] if one["result"] == "failed"]
    assert wrong == ["stratum.wrong"]


def test_dice_end_with_2_until_they_were_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(draws.written(draws.record(beacon=THROWN)))
    assert run("verify", path).exit_code == 2
    assert run("verify", path, "--figures", FIGURES).exit_code == 0
    assert run("verify", path, "--figures", "6" * 25).exit_code == 1


def test_a_hostile_name_can_not_steer_the_terminal(tmp_path: Path) -> None:
    party = draw.Party("p4", "\u202eevil", "\u2066x")
    document = draws.record(changes={"parties": (*draws.PARTIES, party)})
    path = tmp_path / "record.json"
    path.write_bytes(draws.written(document))
    output = run("verify", path).output
    assert "\u202e" not in output
    assert "evil" in output


def test_it_needs_no_settings_and_no_database(file: Path) -> None:
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "there.is.none"}
    command = [sys.executable, "-m", "waymark", "draw", "verify", str(file)]
    found = subprocess.run(
        command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr


def test_a_file_that_is_not_there_is_said() -> None:
    assert run("verify", "nowhere.json").exit_code == 2


def test_a_secret_is_made_with_its_fingerprint() -> None:
    announcement = draws.digits("x")
    one, other = (run("secret", announcement, "p1").output for _ in range(2))
    assert one != other
    fingerprint, secret = re.findall(r"[0-9a-f]{64}", one)
    made = draw.commitment_of(announcement=announcement, party="p1", secret=secret)
    assert made == fingerprint
    assert run("secret", "short", "p1").exit_code == 2


def _keys(source: str) -> Iterator[str]:
    """The message keys that a module of the kernel gives to its checks and refusals."""
    place = {"BadDraw": 0, "BrokenSeal": 0, "_passed": 0, "_held": 1, "Check": 1}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            given = node.args[place[node.func.id] :] if node.func.id in place else []
            if given and isinstance(given[0], ast.Constant):
                name = str(given[0].value)
                endings = (".ok", ".wrong") if node.func.id == "_held" else ("",)
                yield from (name + ending for ending in endings)


def test_every_reason_of_the_kernel_has_a_sentence_and_no_sentence_is_left() -> None:
    modules = (ROOT / "waymark/kernel/draw").glob("*.py")
    assert {key for path in modules for key in _keys(path.read_text())} == set(MESSAGES)
