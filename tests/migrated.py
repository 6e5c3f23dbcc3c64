"""A migrated SQLite file kept between runs: a hundred migrations take longer than most tests.

Kept by the content of all migrations and of what they run, so that no other code ever meets it;
Django still looks whether a migration is missing. PostgreSQL, whose cluster is new with each run,
always goes through all of them, and so does a fresh clone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "migrated"
RUN_BY_MIGRATIONS = ("base/immutability.py", "base/fields", "search/fulltext.py")


def _sources() -> list[Path]:
    package = ROOT / "waymark"
    found = [*package.glob("*/migrations/*.py"), ROOT / "uv.lock", Path(__file__)]
    for name in RUN_BY_MIGRATIONS:
        one = package / name
        found += one.rglob("*.py") if one.is_dir() else [one.with_suffix(".py")]
    return sorted(path for path in found if path.exists())


def kept_file() -> Path:
    """Where the database that these migrations make is kept."""
    seen = hashlib.sha256()
    for path in _sources():
        seen.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return KEPT / f"{seen.hexdigest()[:32]}.sqlite3"


def fetch(target: Path) -> bool:
    """Put the kept database where a run wants it; tell whether there was one."""
    try:
        shutil.copyfile(kept_file(), target)
    except FileNotFoundError:
        return False
    return True


def keep(made: Path) -> None:
    """Keep a database that was just made, and drop those of other migrations."""
    wanted = kept_file()
    if wanted.exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    passing = wanted.with_suffix(f".{os.getpid()}")
    shutil.copyfile(made, passing)
    passing.replace(wanted)
    for old in KEPT.glob("*.sqlite3"):
        if old != wanted:
            old.unlink(missing_ok=True)
