"""The launcher: go.py and what it starts, as far as it can be tried without setting up twice."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tools import checks, demo

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """go.py as a module, with its environment in a folder of its own."""
    spec = importlib.util.spec_from_file_location("go", ROOT / "go.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(module, "STAMP", str(tmp_path / "venv" / "stamp.json"))
    monkeypatch.setattr(module, "UV_HOME", str(tmp_path / "tools"))
    return module


def test_go_is_read_by_python_3_8_and_needs_no_package() -> None:
    tree = ast.parse((ROOT / "go.py").read_text(), feature_version=(3, 8))
    names = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    assert names
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_usage_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "go.py", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(name in done.stdout for name in ("demo", "test", "bench"))
    wrong = subprocess.run([sys.executable, "go.py", "x"], cwd=ROOT, capture_output=True)
    assert wrong.returncode == 2


def test_environment_is_made_once_for_one_lock_file(go: ModuleType, tmp_path: Path) -> None:
    assert not go.is_ready(False)
    python = Path(go.bin_path(go.VENV, "python"))
    python.parent.mkdir(parents=True)
    python.touch()
    Path(go.STAMP).write_text(json.dumps(go.wanted(False)))
    assert go.is_ready(False)
    assert not go.is_ready(True)  # the tools are not there yet
    Path(go.STAMP).write_text(json.dumps(go.wanted(True)))
    assert go.is_ready(False)  # with the tools, the demo runs as well
    Path(go.STAMP).write_text(json.dumps({**go.wanted(True), "lock": "another"}))
    assert not go.is_ready(True)


def test_old_python_without_another_says_what_to_install(
    go: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(go.sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(go, "other_python", lambda: None)
    with pytest.raises(go.CannotSetUp, match=r"3\.11 to 3\.14.*install"):
        go.leave_old_python()


@pytest.mark.parametrize("broken", ["exit 127", "echo uv 0.1.0", "echo nonsense"])
def test_uv_that_is_old_or_broken_is_not_used(go: ModuleType, tmp_path: Path, broken: str) -> None:
    shim = tmp_path / "shim"
    shim.write_text(f"#!/bin/sh\n{broken}\n")
    shim.chmod(0o755)
    assert not go.uv_is_usable(str(shim))
    shim.write_text(f"#!/bin/sh\necho uv {go.UV}\n")
    assert go.uv_is_usable(str(shim))


def make_index(folder: Path, go: ModuleType, digest: str = "") -> str:
    """An index with one wheel of uv, whose program only tells its version."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as wheel:
        wheel.writestr(f"uv-{go.UV}.data/scripts/uv", f"#!/bin/sh\necho uv {go.UV}\n")
    name = f"uv-{go.UV}-py3-none-{go.wheel_tag()}.whl"
    (folder / "uv").mkdir()
    (folder / name).write_bytes(buffer.getvalue())
    digest = digest or hashlib.sha256(buffer.getvalue()).hexdigest()
    page = (
        f'<a href="../uv-0.1.0-py3-none-any.whl">old</a><a href="../{name}#sha256={digest}">uv</a>'
    )
    (folder / "uv" / "index.html").write_text(page)
    return f"file://{folder}"


class Index:
    """Opens an index in a folder: a file address has no index page of its own."""

    def __init__(self, go: ModuleType) -> None:
        self.open = go.urllib.request.urlopen

    def __call__(self, address: str, **options: object) -> object:
        """Open an address; that of a folder gives the page in it."""
        return self.open(address + "index.html" if address.endswith("/") else address)


def test_uv_comes_from_the_index_where_there_is_no_pip(
    go: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path, go))
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setattr(go.urllib.request, "urlopen", Index(go))
    monkeypatch.setattr(go.shutil, "which", lambda name: None)
    monkeypatch.setattr(go.importlib.util, "find_spec", lambda name: None)
    assert go.uv_is_usable(go.find_uv())


def test_uv_with_another_hash_is_refused(
    go: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path, go, digest="0" * 64))
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("UV_INDEX_URL", raising=False)
    monkeypatch.setattr(go.urllib.request, "urlopen", Index(go))
    with pytest.raises(go.CannotSetUp, match="not the one"):
        go.uv_by_hand()
    assert not Path(go.UV_HOME).exists()


# The demo


def test_demo_takes_nothing_from_a_real_installation() -> None:
    outer = {
        "PATH": "/bin",
        "WAYMARK_DATABASE_URL": "postgres://real",
        "WAYMARK_MODE": "production",
    }
    env = demo.demo_environment(8123, outer)
    assert "WAYMARK_DATABASE_URL" not in env
    assert env["WAYMARK_MODE"] == "embedded"
    assert env["WAYMARK_BASE_URL"] == "http://127.0.0.1:8123"
    assert env["PATH"] == "/bin"


def test_demo_moves_to_a_free_port_unless_one_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind((demo.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(demo.DemoFailed, match="taken"):
            demo.choose_port(port)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(demo, "PORT", port)
            assert demo.choose_port(None) > port
    assert demo.choose_port(port) == port


def test_demo_notices_a_process_that_dies() -> None:
    group = demo.Group({**os.environ})
    group.start("wrong command", ["no-such-command"])
    with pytest.raises(demo.DemoFailed, match="wrong command has ended by itself"):
        group.watch()
    group.end()


def test_demo_ends_its_processes() -> None:
    group = demo.Group({**os.environ})
    group.running["sleeper"] = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)
    assert group.dead() is None
    group.end()
    assert group.dead() is not None


# The checks


def test_summary_ends_with_plain_counts() -> None:
    outcomes = [
        checks.Outcome("lint", "passed", 1.0),
        checks.Outcome("types", "failed", 2.0, "exit code 1"),
        checks.Outcome("tests in the browser", "skipped", 0, "Chromium is missing"),
    ]
    lines = checks.summary(outcomes).splitlines()
    assert lines[-1] == "1 passed, 1 failed, 1 skipped"
    assert any("skipped" in line and "Chromium is missing" in line for line in lines)


@pytest.mark.parametrize(("ci", "result"), [("true", "failed"), ("", "skipped")])
def test_what_can_not_run_is_skipped_here_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, result: str, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    check = checks.Check("tests on Mars", lambda: 0, lambda: "Mars is missing")
    assert checks.perform(check).result == result
    assert f"tests on Mars {result.upper()}: Mars is missing" in capsys.readouterr().out


def test_a_failing_check_does_not_end_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []

    def note(name: str, code: int) -> checks.Check:
        return checks.Check(name, lambda: ran.append(name) or code)  # type: ignore[func-returns-value]

    monkeypatch.setattr(checks, "CHECKS", (note("a", 1), note("b", 0)))
    assert checks.main([]) == 1
    assert ran == ["a", "b"]
    assert checks.main(["-k", "b"]) == 0


def test_no_such_check_is_said() -> None:
    with pytest.raises(SystemExit) as stop:
        checks.main(["--only", "no such check"])
    assert stop.value.code == 2


@pytest.mark.slow
def test_private_postgres_comes_and_goes() -> None:
    import psycopg

    from tools import postgres

    if postgres.find_binaries() is None:
        from tests.needs import missing

        missing("PostgreSQL")
    with postgres.cluster() as address:
        with psycopg.connect(address) as connection:
            answer = connection.execute("SHOW fsync").fetchone()
        folder = Path(psycopg.conninfo.conninfo_to_dict(address)["host"])  # type: ignore[arg-type]
        assert answer == ("off",)
        assert folder.is_dir()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address, connect_timeout=2)
