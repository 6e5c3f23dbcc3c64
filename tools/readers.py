"""Environments of their own for readers that we did not write (docs/adr/0020-sdmx.md).

One reads SDMX, the other tables, data packages and maps. They bring pandas, pyarrow, GDAL and much
else that nothing here needs, so they stay out of our lock file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Readers:
    """An environment: its folder among the tools, and the lock that it is made from."""

    name: str
    lock: str

    @property
    def home(self) -> Path:
        """Where it lies."""
        return ROOT / "var" / "tools" / self.name

    @property
    def stamp(self) -> Path:
        """Says what it was made from."""
        return self.home / "waymark-lock"

    def python(self) -> Path:
        """Its interpreter."""
        return self.home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def wanted(self) -> str:
        """What it is made from: the lock, and the version of Python."""
        digest = hashlib.sha256((ROOT / "tests" / "readers" / self.lock).read_bytes()).hexdigest()
        return f"{digest} {sys.version_info.major}.{sys.version_info.minor}\n"

    def are_ready(self) -> bool:
        """Whether the environment is there and made from this lock."""
        return (
            self.python().exists()
            and self.stamp.exists()
            and self.stamp.read_text() == self.wanted()
        )

    def lacks(self) -> str:
        """Why the readers can't be installed here."""
        return "" if self.are_ready() or find_uv() else "uv is missing"

    def install(self) -> int:
        """Install the readers where they are missing or others are asked for; the exit code."""
        if self.are_ready():
            return 0
        uv = find_uv()
        if uv is None:
            return 1
        env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        env.pop("VIRTUAL_ENV", None)
        lock = str(ROOT / "tests" / "readers" / self.lock)
        python = str(self.python())
        steps = (
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(self.home)],
            [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, lock],
        )
        for step in steps:
            code = subprocess.call(step, cwd=ROOT, env=env)
            if code != 0:
                return code
        self.stamp.write_text(self.wanted())
        return 0


SDMX = Readers("sdmx-readers", "requirements.txt")
TABLES = Readers("table-readers", "tables.txt")


def find_uv() -> str | None:
    """The uv that made our own environment (go.py), or one on the path."""
    name = "bin/uv.exe" if os.name == "nt" else "bin/uv"
    own = sorted(ROOT.glob(f"var/tools/uv-*/{name}"))
    return str(own[-1]) if own else shutil.which("uv")


if __name__ == "__main__":
    sys.exit(SDMX.install() or TABLES.install())
