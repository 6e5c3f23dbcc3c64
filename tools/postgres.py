"""A PostgreSQL of our own for the length of a test run: no service, no port, no password.

PostgreSQL refuses to run as root, so under root it runs as the system's `postgres` (or `nobody`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

# The data are thrown away: nothing need survive a power cut, and nothing need be reachable.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # A table that is analysed while it is empty is planned for as empty in the tests after it.
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
}


class ClusterFailed(Exception):
    """PostgreSQL does not start; the message holds what it said."""


def find_binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: the newest under /usr/lib/postgresql, else from PATH."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _unprivileged() -> str | None:
    """The user to run as, or None to stay who we are."""
    if os.geteuid() != 0:
        return None
    import pwd  # Unix only

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ClusterFailed("PostgreSQL can't run as root, and there is no other user to run it as.")


def _run(command: Sequence[str | Path], user: str | None, folder: Path) -> None:
    other: dict[str, Any] = {}
    if user:
        import pwd  # Unix only

        other = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **other,
    )
    if done.returncode != 0:
        log = folder / "log"
        said = log.read_text() if log.exists() else ""
        raise ClusterFailed(f"{done.stdout}\n{said}".strip())


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster; gives the address of its database `waymark`.

    Raises ClusterFailed where PostgreSQL is missing or does not start.
    """
    binaries = find_binaries()
    if binaries is None:
        raise ClusterFailed("PostgreSQL is not installed.")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="waymark-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        initdb: list[str | Path] = [binaries / "initdb", "--pgdata", data, "--username", "waymark"]
        _run([*initdb, "--auth", "trust", "--encoding", "UTF8", "--no-locale"], user, folder)
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        options += f" -c unix_socket_directories='{folder}'"
        ctl: list[str | Path] = [binaries / "pg_ctl", "--pgdata", data, "--wait"]
        # With a log file: else the server holds our pipe open and we wait for ever.
        _run([*ctl, "--log", folder / "log", "--options", options, "start"], user, folder)
        try:
            host = quote(str(folder), safe="")
            yield f"postgresql://waymark@{host}/postgres"
        finally:
            _run([*ctl, "--mode", "immediate", "stop"], user, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(command: Sequence[str]) -> int:
    """Run a command with WAYMARK_TEST_DATABASE_URL set to a fresh cluster; its exit code."""
    with cluster() as address:
        env = os.environ | {"WAYMARK_TEST_DATABASE_URL": address}
        return subprocess.call(list(command), env=env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
