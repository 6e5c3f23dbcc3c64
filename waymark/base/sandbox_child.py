"""The child's side of the sandbox: started as a script, lowers its own limits, calls one function.

It is run by path with `python -I -S`, so it must import nothing of the package before the limits
are in force, and only the standard library up to that point. The order and its one argument are
given in `waymark.base.sandbox`; the answer goes to standard output: one line of JSON, then the
bytes.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from typing import Any

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_LONGEST_DETAIL = 300
_GARBAGE = (50_000, 20, 100)
"""After how many new objects garbage is looked for: nearly all stay until the answer is given."""


def limit(order: dict[str, Any]) -> None:
    """Lower the limits of this process for good; where the system has none, do nothing."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall clock is all there is
        return
    for name, value in (
        ("RLIMIT_AS", order["memory"]),
        ("RLIMIT_CPU", order["cpu"]),
        ("RLIMIT_FSIZE", order["answer"]),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):  # macOS refuses a limit on address space
            continue


def leave_network() -> None:
    """Move into an empty network namespace, if this system lets us."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def answer(out: int, head: dict[str, Any], body: bytes = b"") -> None:
    """Write the one answer and flush nothing else: what follows is the end of the process."""
    data = memoryview(json.dumps(head).encode() + b"\n" + body)
    while data:
        data = data[os.write(out, data) :]


def work(order: dict[str, Any], out: int) -> None:
    """Call the ordered function with standard input and the arguments; answer with its value."""
    module, _, name = order["function"].partition(":")
    function = getattr(importlib.import_module(module), name)
    with open(0, "rb", closefd=False) as stream:
        value = function(stream, **order["arguments"])
    if isinstance(value, bytes):
        answer(out, {"ok": True, "kind": "bytes"}, value)
    else:
        answer(out, {"ok": True, "kind": "json"}, json.dumps(value).encode())


def main() -> None:
    """Obey the order in the first argument."""
    gc.set_threshold(*_GARBAGE)
    order = json.loads(sys.argv[1])
    # Standard output is the channel of the answer; whatever a library prints goes elsewhere.
    out = os.dup(1)
    os.dup2(2, 1)
    if order["offline"]:
        leave_network()
    limit(order)
    sys.path[:] = order["path"]
    try:
        work(order, out)
    except MemoryError:
        answer(out, {"ok": False, "died": "memory"})
    except Exception as error:
        detail = str(error)[:_LONGEST_DETAIL]
        answer(out, {"ok": False, "error": type(error).__name__, "detail": detail})
    # Straight out: interpreters that tidy up after a parser sometimes crash doing so.
    os._exit(0)


if __name__ == "__main__":
    main()
