"""`python3 go.py demo`: a world to walk through, served on this machine and nowhere else."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "var" / "demo"
STAMP = DATA / "ready.json"
ACCOUNTS = DATA / "accounts.txt"
HOST, PORT = "127.0.0.1", 8000
PATIENCE = 15  # seconds that a process gets to end when it is told to
HEARD = 2  # seconds in which a process that has heard Ctrl-C itself ends
WAYMARK = (sys.executable, "-m", "waymark")


class DemoFailed(Exception):
    """The demo can't start; the message says why."""


def demo_environment(port: int, outer: Mapping[str, str]) -> dict[str, str]:
    """The environment of the demo: nothing of a real installation on this machine gets in."""
    env = {name: value for name, value in outer.items() if not name.startswith("WAYMARK_")}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # later starts would compile everything again
    return env | {
        "WAYMARK_MODE": "embedded",
        "WAYMARK_DEMO": "yes",
        "WAYMARK_DATA": str(DATA),
        "WAYMARK_BASE_URL": f"http://{HOST}:{port}",
        "PYTHONUNBUFFERED": "1",
    }


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        if os.name != "nt":  # there, the option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def choose_port(asked: int | None) -> int:
    """The port asked for; else 8000, or the next one that is free.

    Raises DemoFailed if the port that was asked for is taken.
    """
    if asked is not None:
        if not is_free(asked):
            raise DemoFailed(f"port {asked} is taken: name another one, or none")
        return asked
    for port in range(PORT, PORT + 50):
        if is_free(port):
            return port
    raise DemoFailed(f"no port between {PORT} and {PORT + 49} is free: name one with --port")


def fingerprint() -> str:
    """Changes when the migrations or the demo world do, so that only then they run again."""
    digest = hashlib.sha256()
    sources = [ROOT / "uv.lock", *sorted((ROOT / "waymark").glob("*/migrations/*.py"))]
    sources += sorted((ROOT / "waymark" / "portal").glob("demo*/**/*.py"))
    for path in sources:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_loaded() -> bool:
    """Whether the data in place were made by the code in place."""
    try:
        return json.loads(STAMP.read_text())["made_by"] == fingerprint()
    except (OSError, ValueError, KeyError):
        return False


def prepare(env: Mapping[str, str]) -> None:
    """Migrate the database and load the demo world, where that has not been done.

    Raises DemoFailed if either does not succeed.
    """
    if is_loaded():
        return
    (DATA / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns where there is none
    print("Preparing the demo (once; later starts take seconds) ...", flush=True)
    if subprocess.call([*WAYMARK, "migrate"], cwd=ROOT, env=env) != 0:
        raise DemoFailed("the database could not be migrated: see above")
    load = subprocess.run(
        [*WAYMARK, "demo-world"], cwd=ROOT, env=env, stdout=subprocess.PIPE, check=False, text=True
    )
    if load.returncode != 0:
        raise DemoFailed("the demo world could not be loaded: see above")
    ACCOUNTS.write_text(load.stdout)
    STAMP.write_text(json.dumps({"made_by": fingerprint()}))


class Group:
    """The processes of the demo, started together and ended together."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.asked_to_end = False
        self.by_keyboard = False

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        """Take note that somebody wants the demo to end."""
        self.asked_to_end = True
        self.by_keyboard = number == signal.SIGINT

    def start(self, name: str, arguments: Sequence[str]) -> None:
        """Start one process in the process group of this one, so that a terminal's Ctrl-C reaches
        it."""
        self.running[name] = subprocess.Popen([*WAYMARK, *arguments], cwd=ROOT, env=self.env)

    def dead(self) -> tuple[str, int] | None:
        """Name and exit code of a process that has ended by itself."""
        for name, process in self.running.items():
            code = process.poll()
            if code is not None:
                return name, code
        return None

    def wait_until_it_answers(self, address: str) -> bool:
        """Wait for the first page; False if somebody ended the demo first.

        Raises DemoFailed if a process dies or the page is an error.
        """
        while not self.asked_to_end:
            self.raise_if_dead()
            try:
                with urllib.request.urlopen(address, timeout=10):
                    return True
            except urllib.error.HTTPError as error:
                raise DemoFailed(f"the first page answers {error.code}: see above") from error
            except OSError:
                time.sleep(0.05)
        return False

    def raise_if_dead(self) -> None:
        """Raise DemoFailed if a process has ended by itself."""
        dead = self.dead()
        if dead and not self.asked_to_end:
            raise DemoFailed(f"the {dead[0]} has ended by itself (exit code {dead[1]})")

    def watch(self) -> None:
        """Return when somebody ends the demo; raise DemoFailed when a process dies before."""
        while not self.asked_to_end:
            self.raise_if_dead()
            time.sleep(0.2)

    def end(self) -> None:
        """End all processes, kindly at first; a terminal's Ctrl-C they have heard themselves."""
        if self.by_keyboard:
            self._wait(HEARD)
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for name in self._wait(PATIENCE):
            print(f"The {name} does not end by itself: it is killed.", file=sys.stderr)
            self.running[name].kill()
            self.running[name].wait()

    def _wait(self, seconds: float) -> list[str]:
        """Wait for all processes; the names of those that still run."""
        deadline = time.monotonic() + seconds
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        return [name for name, process in self.running.items() if process.poll() is None]


def run(port: int) -> None:
    """Prepare, serve and work until somebody ends it. Raises DemoFailed."""
    env = demo_environment(port, os.environ)
    address = f"http://{HOST}:{port}/"
    group = Group(env)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, group.on_signal)
    prepare(env)
    try:
        group.start("web server", ["serve", "--host", HOST, "--port", str(port)])
        if group.wait_until_it_answers(address):
            # Only now: at its start it would take from the server half of a small machine.
            group.start("worker", ["worker"])
            print(f"\n{ACCOUNTS.read_text().rstrip()}\n")
            print(f"Waymark runs at {address} (Ctrl-C ends it)", flush=True)
            group.watch()
    finally:
        group.end()


def main(args: Sequence[str] | None = None) -> int:
    """Read the command line and run the demo; the exit code is 0 when it was ended on purpose."""
    parser = argparse.ArgumentParser(prog="go.py demo", description=__doc__)
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    parser.add_argument("--port", type=int, help=f"port to listen on ({PORT} or the next free)")
    options = parser.parse_args(args)
    if options.fresh:
        shutil.rmtree(DATA, ignore_errors=True)
    try:
        run(choose_port(options.port))
    except DemoFailed as reason:
        print(f"The demo has ended: {reason}.", file=sys.stderr)
        return 1
    print("The demo has ended; its data are kept for the next time.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
