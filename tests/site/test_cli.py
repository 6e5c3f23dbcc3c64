"""The `waymark` command: what it offers, and what it does without."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from waymark import VERSION
from waymark.site import cli, serve

ROOT = Path(__file__).resolve().parents[2]


def test_version_is_the_project_s() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    assert CliRunner().invoke(cli.waymark, ["--version"]).output.strip() == VERSION


def test_help_lists_every_command_with_a_sentence() -> None:
    output = CliRunner().invoke(cli.waymark, ["--help"]).output
    for name, lazy in cli.COMMANDS.items():
        assert re.search(rf"^  {re.escape(name)} +\S", output, re.MULTILINE), name
        assert lazy.about.endswith(".")


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name != "manage"])
def test_every_command_has_help_that_a_stranger_understands(name: str) -> None:
    done = CliRunner().invoke(cli.waymark, [name, "--help"])
    assert done.exit_code == 0, done.output
    usage, _, rest = done.output.partition("\n\n")
    assert usage.startswith("Usage: ")
    assert len(rest.split()) > 8


def test_unknown_command_is_refused() -> None:
    done = CliRunner().invoke(cli.waymark, ["certify-everybody"])
    assert done.exit_code == 2
    assert "certify-everybody" in done.output


def test_manage_passes_everything_on(capfd: pytest.CaptureFixture[str]) -> None:
    done = CliRunner().invoke(cli.waymark, ["manage", "diffsettings", "--default", "x", "--help"])
    assert done.exit_code == 0
    assert "diffsettings" in capfd.readouterr().out + done.output


OFFLINE = [name for name, lazy in cli.COMMANDS.items() if not lazy.site]


@pytest.mark.parametrize("name", OFFLINE)
def test_what_reads_files_only_loads_no_settings(name: str) -> None:
    program = (
        "import sys\n"
        "from waymark.site import cli\n"
        f"cli.waymark([{name!r}, '--help'], standalone_mode=False)\n"
        "assert 'waymark.site.settings' not in sys.modules\n"
        "assert 'django.db.models' not in sys.modules\n"
    )
    env = {"PATH": "/usr/bin:/bin", "WAYMARK_MODE": "production"}  # would refuse to start
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


HEAVY = (
    *("xlsxwriter", "pyld", "segno", "markdown_it", "waymark.kernel.charts", "waymark.kernel.sdmx"),
    *("waymark.schemes.queries", "waymark.assessments.actions", "waymark.portal.finding"),
)
"""What few commands need, and each needs a tenth of the start or so."""


def test_a_command_loads_only_what_it_needs(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from waymark.site import cli\n"
        "cli.waymark(['import', '--help'], standalone_mode=False)\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules])\n"
        "from waymark.base.jobs import schedule\n"
        "before = set(schedule.recurring)\n"
        "schedule.load()\n"
        "print(*sorted(set(schedule.recurring) - before))\n"
        f"print(*[name for name in {HEAVY} if name in sys.modules])\n"
    )
    env = {"PATH": "/usr/bin:/bin", "WAYMARK_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, jobs, with_jobs = done.stdout.splitlines()[-3:]
    assert not loaded
    assert "waymark.portal.finding.follow_public" in jobs.split(), "a worker knows them all"
    assert "waymark.assessments.jobs.reviews.remind_reviewers" in jobs.split()
    assert "waymark.portal.finding" in with_jobs.split(), "the names above are real ones"


def test_unsafe_production_is_refused_with_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "waymark", "serve"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "WAYMARK_MODE": "production"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "WAYMARK_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["user", "list"], ["trust", "export", "x.json"], ["ledger", "checkpoint"]]
)
def test_a_database_without_tables_is_said_in_a_sentence(
    arguments: list[str], tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "waymark", *arguments],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "WAYMARK_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "waymark migrate" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("engine", "threads"),
    [("django.db.backends.sqlite3", 1), ("django.db.backends.postgresql", 4)],
)
def test_threads_suit_the_database(engine: str, threads: int) -> None:
    assert serve.default_load(engine) == serve.Load(workers=2, threads=threads)


def test_the_settings_page_names_exactly_the_settings() -> None:
    source = (ROOT / "waymark/site/env.py").read_text()
    page = (ROOT / "docs/reference/settings.md").read_text()
    read = set(re.findall(r"\"(WAYMARK_[A-Z_]+)\"", source))
    assert len(read) > 10
    assert set(re.findall(r"^\| `(WAYMARK_[A-Z_]+)`", page, re.MULTILINE)) == read


def test_the_commands_page_names_exactly_the_commands() -> None:
    page = (ROOT / "docs/reference/commands.md").read_text()
    assert set(re.findall(r"^\| `waymark ([\w-]+)", page, re.MULTILINE)) == set(cli.COMMANDS)
