"""`python3 go.py test`: every check that CI runs, one after the other, all of them.

A check whose tool is missing here (no Chromium, no PostgreSQL, no Node) is skipped and named; where
CI=true, that is a failure.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import postgres, readers
from tools.chromium import find_chromium

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
PROCESSES = str(max(2, min(4, os.cpu_count() or 2)))
PYTEST: tuple[str, ...] = (
    PYTHON,
    "-m",
    "pytest",
    "-q",
    "--numprocesses",
    PROCESSES,
    "--dist",
    "worksteal",
)
PYTEST += ("--durations", "10", "--durations-min", "3")  # what makes everybody wait
PACKAGES = ("waymark", "tools", "benchmarks")


def in_ci() -> bool:
    """Whether a missing tool is an error."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def nothing() -> str:
    """The need of a check that needs nothing beyond our own packages."""
    return ""


@dataclass(frozen=True)
class Check:
    """One named check: what it runs, and what keeps it from running here ("" if nothing)."""

    name: str
    run: Callable[[], int]
    lacks: Callable[[], str] = nothing


@dataclass(frozen=True)
class Outcome:
    """How a check went."""

    name: str
    result: str  # passed, failed, skipped
    seconds: float
    why: str = ""


def call(*command: str | Path, env: dict[str, str] | None = None) -> int:
    """Run a command from the root of the project, its output shown as it comes."""
    words = [str(word) for word in command]
    return subprocess.call(words, cwd=ROOT, env=os.environ | (env or {}))


def tool(name: str, *arguments: str) -> Callable[[], int]:
    """A check that is one command of the environment."""
    return lambda: call(Path(PYTHON).parent / name, *arguments)


def types() -> int:
    """Check types; mypy's own report is the output."""
    present = [name for name in PACKAGES if (ROOT / name).is_dir()]
    return call(PYTHON, "-m", "mypy", *present)


def with_scratch(*arguments: str) -> Callable[[], int]:
    """A check that is a management command, with data that are thrown away."""

    def run() -> int:
        with tempfile.TemporaryDirectory(prefix="waymark-check-") as folder:
            env = {"WAYMARK_DATA": folder, "WAYMARK_DATABASE_URL": "sqlite://:memory:"}
            return call(PYTHON, "-m", "waymark", "manage", *arguments, env=env)

    return run


def node_projects() -> list[Path]:
    """Folders under tests/ whose packages come from npm."""
    return sorted(path.parent for path in (ROOT / "tests").glob("*/package-lock.json"))


def lacks_node() -> str:
    """Why npm's packages can't be installed."""
    if not node_projects():
        return "no tests need it yet"
    return "" if shutil.which("npm") and shutil.which("node") else "Node (node, npm) is missing"


def node_packages() -> int:
    """Install what the lock files of npm name, where that has changed."""
    for folder in node_projects():
        digest = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
        stamp = folder / "node_modules" / ".waymark-lock"
        if stamp.exists() and stamp.read_text() == digest:
            continue
        npm = shutil.which("npm") or "npm"
        code = call(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder)
        if code != 0:
            return code
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(digest)
    return 0


def lacks_postgres() -> str:
    """Why the tests can't run on PostgreSQL."""
    if os.name == "nt":
        return "a private cluster needs Unix sockets"
    return "" if postgres.find_binaries() else "PostgreSQL (initdb, pg_ctl) is missing"


def on_postgres() -> int:
    """Run every test that touches the database on a private PostgreSQL."""
    with postgres.cluster() as address:
        env = {"WAYMARK_TEST_DATABASE_URL": address}
        return call(*PYTEST, "-m", "not browser", "--database-only", env=env)


def lacks_chromium() -> str:
    """Why the browser tests can't run."""
    return "" if find_chromium() else "Chromium is missing"


CHECKS = (
    Check("lint", tool("ruff", "check", "--quiet", ".")),
    Check("format", tool("ruff", "format", "--check", "--quiet", ".")),
    Check("types", types),
    Check("contracts", tool("lint-imports", "--no-logo")),
    Check("django", with_scratch("check", "--fail-level", "WARNING")),
    Check("migrations", with_scratch("makemigrations", "--check", "--dry-run")),
    Check("messages", lambda: call(PYTHON, "-m", "tools.messages", "check")),
    Check("node packages", node_packages, lacks_node),
    Check("readers of SDMX", readers.SDMX.install, readers.SDMX.lacks),
    Check("readers of tables", readers.TABLES.install, readers.TABLES.lacks),
    Check("tests on SQLite", lambda: call(*PYTEST, "-m", "not browser")),
    Check("tests on PostgreSQL", on_postgres, lacks_postgres),
    Check("tests in the browser", lambda: call(*PYTEST, "-m", "browser"), lacks_chromium),
)


def perform(check: Check) -> Outcome:
    """Run one check, or say why not."""
    print(f"\n=== {check.name}", flush=True)
    lacking = check.lacks()
    if lacking:
        result = "failed" if in_ci() else "skipped"
        print(f"--- {check.name} {result.upper()}: {lacking}", flush=True)
        return Outcome(check.name, result, 0, lacking)
    start = time.monotonic()
    try:
        code = check.run()
        why = f"exit code {code}" if code else ""
    except (OSError, postgres.ClusterFailed) as error:
        why = str(error)
    seconds = time.monotonic() - start
    result = "failed" if why else "passed"
    print(f"--- {check.name} {result} in {seconds:.1f} s {why}".rstrip(), flush=True)
    return Outcome(check.name, result, seconds, why)


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table of all checks and, as the last line, how many went how."""
    lines = [f"{o.result:8} {o.seconds:7.1f} s  {o.name}  {o.why}".rstrip() for o in outcomes]
    total = {name: sum(o.result == name for o in outcomes) for name in RESULTS}
    closing = ", ".join(f"{count} {name}" for name, count in total.items())
    return "\n".join([*lines, "", closing])


RESULTS = ("passed", "failed", "skipped")


def choose(names: Sequence[str]) -> list[Check]:
    """The checks whose name holds one of the texts; all of them when there is none."""
    return [c for c in CHECKS if not names or any(name in c.name for name in names)]


def main(args: Sequence[str] | None = None) -> int:
    """Run the checks; the exit code is 1 if one failed, 2 if none has the name asked for."""
    parser = argparse.ArgumentParser(
        prog="go.py test",
        description="Run every check that CI runs: " + ", ".join(c.name for c in CHECKS) + ".",
    )
    parser.add_argument(
        "-k", "--only", action="append", default=[], metavar="NAME", help="checks to run"
    )
    chosen = choose(parser.parse_args(args).only)
    if not chosen:
        parser.error("no check has that name")
    outcomes = [perform(check) for check in chosen]
    print("\n" + summary(outcomes), flush=True)
    return int(any(outcome.result == "failed" for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
