"""An environment of their own for readers of SDMX that we did not write (docs/adr/0020-sdmx.md).

They bring pandas and pyarrow, which nothing else here needs, so they stay out of our lock file.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "tests" / "readers" / "requirements.txt"
HOME = ROOT / "var" / "tools" / "sdmx-readers"
STAMP = HOME / "waymark-lock"


def python() -> Path:
    """The interpreter of that environment."""
    return HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def find_uv() -> str | None:
    """The uv that made our own environment (go.py), or one on the path."""
    name = "bin/uv.exe" if os.name == "nt" else "bin/uv"
    own = sorted(ROOT.glob(f"var/tools/uv-*/{name}"))
    return str(own[-1]) if own else shutil.which("uv")


def wanted() -> str:
    """What the environment is made from: the lock, and the version of Python."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{digest} {sys.version_info.major}.{sys.version_info.minor}\n"


def are_ready() -> bool:
    """Whether the environment is there and made from this lock."""
    return python().exists() and STAMP.exists() and STAMP.read_text() == wanted()


def lacks() -> str:
    """Why the readers can't be installed here."""
    return "" if are_ready() or find_uv() else "uv is missing"


def install() -> int:
    """Install the readers where they are missing or others are asked for; the exit code."""
    if are_ready():
        return 0
    uv = find_uv()
    if uv is None:
        return 1
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    env.pop("VIRTUAL_ENV", None)
    steps = (
        [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME)],
        [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python()), str(LOCK)],
    )
    for step in steps:
        code = subprocess.call(step, cwd=ROOT, env=env)
        if code != 0:
            return code
    STAMP.write_text(wanted())
    return 0


if __name__ == "__main__":
    sys.exit(install())
