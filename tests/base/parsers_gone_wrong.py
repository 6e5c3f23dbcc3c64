"""What a parser may do in the sandbox's child: each function misbehaves in its own way."""

from __future__ import annotations

import importlib
import os
import signal
import socket
import sys
import time
from typing import IO, Any


def size(stream: IO[bytes]) -> int:
    """Behaves: the number of bytes, read twice."""
    first = len(stream.read())
    stream.seek(0)
    assert len(stream.read()) == first
    return first


def upper(stream: IO[bytes], mark: str) -> bytes:
    """Behaves: bytes in, bytes out, with an argument."""
    return stream.read().upper() + mark.encode()


def chatter(stream: IO[bytes]) -> str:
    """Prints where the answer is expected."""
    print("noise" * 1000, flush=True)  # noqa: T201
    os.write(1, b"more noise")
    return "answer"


def eat(stream: IO[bytes], megabytes: int) -> int:
    """Takes memory."""
    held = [b"x" * 1_048_576 for _ in range(megabytes)]
    return len(held)


def spin(stream: IO[bytes]) -> None:
    """Never ends, and uses the processor."""
    while True:
        pass


def sleep(stream: IO[bytes]) -> None:
    """Never ends, and uses nothing."""
    time.sleep(600)


def crash(stream: IO[bytes]) -> None:
    """Dies of a fault in a compiled library."""
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(stream: IO[bytes]) -> None:
    """Ends itself without an answer."""
    os._exit(3)


def fail(stream: IO[bytes]) -> None:
    """Raises."""
    raise ValueError("bad " + "x" * 10_000)


def lie(stream: IO[bytes]) -> None:
    """Answers by itself with what is no answer, and ends well."""
    for handle in range(3, 20):
        try:
            os.write(handle, b"\x00\xffnot an answer")
        except OSError:
            continue
    os._exit(0)


def flood(stream: IO[bytes], megabytes: int) -> bytes:
    """Answers with a great deal."""
    return b"x" * (megabytes * 1_048_576)


def offspring(stream: IO[bytes], path: str) -> None:
    """Starts a child of its own that outlives it, if it may, and hangs."""
    if os.fork() == 0:
        time.sleep(2)
        with open(path, "w") as left:
            left.write("still here")
        os._exit(0)
    time.sleep(600)


def call_home(stream: IO[bytes], port: int) -> bool:
    """Whether this machine's own network can be reached."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True


def surroundings(stream: IO[bytes]) -> dict[str, Any]:
    """What the child can see of the parent."""
    return {
        "environment": sorted(os.environ),
        "django": any(name.split(".")[0] == "django" for name in sys.modules),
        "isolated": sys.flags.isolated,
    }


def loads_django(stream: IO[bytes], module: str) -> list[str]:
    """Which modules of Django come with this one."""
    importlib.import_module(module)
    return [name for name in sys.modules if name.split(".")[0] == "django"]


def open_workbook(stream: IO[bytes]) -> int:
    """Opens a workbook with no check before: what the checks are there for."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_object(stream)
    return len(book.get_sheet_by_index(0).to_python())
