"""Others compute the same: a program in another language, and a shell with two common tools."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.kernel import draws
from tests.kernel.test_draw_record import THROWN
from tests.needs import missing
from waymark.kernel import draw

VERIFIER = Path(__file__).parents[1] / "verifiers" / "draw.mjs"
MORE = (draw.Party("p4", "Dee", "A ministry"), draw.Party("p5", "Élodie «É» 艾", "A court"))
RECORDS: dict[str, dict[str, Any]] = {
    "plain": {},
    "not sealed": {"seal": False},
    "dice": {"beacon": THROWN},
    "empty": {"entries": ()},
    "silent": {"changes": {"parties": (*draws.PARTIES, *MORE)}, "silent": 1, "kept": 1},
    "large": {"entries": draws.frame(silver=997, gold=41)},
}


def node() -> str:
    found = shutil.which("node")
    if found is None:
        missing("Node")
    return found


def by_node(record: dict[str, Any]) -> dict[str, Any]:
    run = subprocess.run(
        [node(), str(VERIFIER)],
        input=json.dumps(record),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("name", RECORDS)
def test_a_program_in_another_language_draws_the_same(name: str) -> None:
    record = draws.record(**RECORDS[name])
    found = by_node(record)
    assert found["announcement"] == record["announcement_hash"]
    assert found["frame"] == record["announcement"]["frame"]
    assert found["commitments"] == [one["party"] for one in record["reveals"]]
    assert found["seed"] == record["seed"]
    for one, other in zip(found["strata"], record["strata"], strict=True):
        assert one["selected"] == other["selected"]
        assert one["reserves"] == other["reserves"]


def test_it_sees_what_was_changed() -> None:
    record = draws.record()
    record["announcement"]["policy"]["silver"]["minimum"] = 1
    found = by_node(record)
    assert found["announcement"] != record["announcement_hash"]
    assert found["commitments"] == []
    assert found["seed"] != record["seed"]


def shell(command: str, *tools: str) -> str:
    for tool in tools:
        if shutil.which(tool) is None:
            missing(tool)
    run = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, timeout=30, check=True
    )
    return run.stdout.split()[0]


def test_a_shell_computes_the_same_fingerprints_and_tickets() -> None:
    record = draws.record()
    told, shown = record["announcement_hash"], record["reveals"][0]
    lines = f"printf '%s\\n' waymark-draw/1 commitment {told} p1 {shown['secret']} | sha256sum"
    assert shell(lines, "sha256sum") == record["commitments"][0]["commitment"]
    pick = record["strata"][1]["selected"][0]
    hashed = f"openssl dgst -sha256 -mac HMAC -macopt hexkey:{record['seed']} -r"
    assert shell(f"printf %s {pick['leaf']} | {hashed}", "openssl") == pick["ticket"]
