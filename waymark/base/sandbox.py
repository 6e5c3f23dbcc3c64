"""Runs a function over untrusted bytes in a child process that may crash, starve or hang.

The child is a fresh interpreter without Django, with limits on memory, processor time, open files
and the size of its answer, without a network where the system permits that, and with a wall clock
held by this side. Whatever happens to it, the caller gets a value or a named exception. It limits
what a parser can consume and reach; it isn't a second user account: see docs/adr/0010.

The function must be importable without Django and take `(stream, **arguments)`: a binary,
seekable stream of the payload and plain JSON arguments; it returns bytes or a JSON value.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

_CHILD = Path(__file__).with_name("sandbox_child.py")
_ROOT = str(Path(__file__).resolve().parents[2])
_POLL_SECONDS = 0.02

CPU_SECONDS = 20
MEMORY_BYTES = 512 * 1024 * 1024
WALL_SECONDS = 40.0
ANSWER_BYTES = 64 * 1024 * 1024


class SandboxError(Exception):
    """The child gave no value. Its two kinds say whether the function or the process failed."""


class ParserDied(SandboxError):
    """The process ended without an answer.

    `reason` is `memory`, `cpu`, `wall`, `signal`, `exit`, `start` or `garbled`; `detail` is for the
    log.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class ParserFailed(SandboxError):
    """The function raised. `error` is the exception's class name, `detail` its shortened text.

    Both come from the child, which may have been misled by the file: show them to no one.
    """

    def __init__(self, error: str, detail: str) -> None:
        super().__init__(f"{error}: {detail}")
        self.error = error
        self.detail = detail


def run(
    function: str,
    payload: bytes | Path,
    arguments: Mapping[str, Any] | None = None,
    *,
    cpu: int = CPU_SECONDS,
    memory: int = MEMORY_BYTES,
    wall: float = WALL_SECONDS,
    answer: int = ANSWER_BYTES,
    offline: bool = True,
) -> Any:
    """Call `function` ("package.module:name") over `payload` in a limited child.

    `payload` is bytes or the path of a file (opened here, read there). `cpu` and `wall` are
    seconds, `memory` and `answer` bytes. Returns the function's bytes or JSON value; raises
    `ParserFailed` when it raised, `ParserDied` when the child did not live to answer, and
    `OSError` when a file can't be opened here.
    """
    order = {
        "function": function,
        "arguments": dict(arguments or {}),
        "cpu": cpu,
        "memory": memory,
        "answer": answer,
        "offline": offline,
        "path": [_ROOT, *(os.path.abspath(entry) for entry in sys.path)],
    }
    with _opened(payload) as stdin, tempfile.TemporaryFile() as stdout:
        with tempfile.TemporaryFile() as stderr:
            code = _supervise(json.dumps(order), stdin, stdout, stderr, wall)
            complaint = _tail(stderr)
        stdout.seek(0)
        return _read(code, stdout, answer, complaint)


def _opened(payload: bytes | Path) -> IO[bytes]:
    if isinstance(payload, Path):
        return payload.open("rb")
    held = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    held.write(payload)
    held.seek(0)
    return held


def _supervise(
    order: str, stdin: IO[bytes], stdout: IO[bytes], stderr: IO[bytes], wall: float
) -> int:
    """Start the child, wait at most `wall` seconds, end its whole group; return the exit code."""
    try:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-I", "-S", str(_CHILD), order],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=tempfile.gettempdir(),
            env=_environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise ParserDied("start", str(error)) from error
    try:
        ended = _ended(child, wall)
    finally:
        _end_group(child)
    if not ended:
        raise ParserDied("wall", f"{wall} s")
    return child.returncode


def _environment() -> dict[str, str]:
    """No secret of the server reaches the child: only what Windows needs to start a process."""
    kept = ("SYSTEMROOT", "TEMP", "TMP") if os.name == "nt" else ("TMPDIR",)
    return {name: os.environ[name] for name in kept if name in os.environ}


def _ended(child: subprocess.Popen[bytes], wall: float) -> bool:
    """Wait without the growing naps of `Popen.wait`, which would add up to 50 ms to each call."""
    if hasattr(os, "pidfd_open"):
        try:
            handle = os.pidfd_open(child.pid)
        except OSError:  # a kernel before 5.3, or a filter in a container
            pass
        else:
            try:
                poll = select.poll()
                poll.register(handle, select.POLLIN)
                return bool(poll.poll(wall * 1000))
            finally:
                os.close(handle)
    deadline = time.monotonic() + wall
    while child.poll() is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """Leave nothing behind: neither a child past its time nor one that the child started."""
    if child.returncode is None and hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # nobody of that group lives any more
            pass
    else:
        child.kill()  # does nothing to a process already waited for
    child.wait()


def _tail(stderr: IO[bytes]) -> str:
    size = stderr.seek(0, os.SEEK_END)
    stderr.seek(max(0, size - 2000))
    return stderr.read().decode("utf-8", "replace")


def _read(code: int, answered: IO[bytes], most: int, complaint: str) -> Any:
    """Make a value or an exception of what the child left; nothing in it is trusted."""
    if code != 0:
        raise ParserDied(_reason(code, complaint), complaint or f"exit code {code}")
    head = answered.readline(most)
    body = answered.read(most)
    try:
        heading = json.loads(head)
        if heading["ok"] is True:
            return body if heading["kind"] == "bytes" else json.loads(body)
        if "died" in heading:
            raise ParserDied(str(heading["died"]), complaint)
        raise ParserFailed(str(heading["error"]), str(heading["detail"]))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ParserDied("garbled", f"{error}; {complaint}") from error


def _reason(code: int, complaint: str) -> str:
    # Soft and hard limit are one, so the kernel may end the child by either signal.
    if os.name == "posix" and code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "cpu"
    if "MemoryError" in complaint or "memory allocation" in complaint:
        return "memory"
    return "signal" if code < 0 else "exit"
