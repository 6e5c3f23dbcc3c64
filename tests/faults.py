"""Fail the n-th thing that touches the database or a file, for n = 1, 2, ... to the end (R4).

    def submit(case): ...                     # the command under test
    def check(case, fault): ...               # old or new state, never a mix
    points = fail_each(submit, check, arrange=make_case)

Each round arranges anew, fails at one point further, and asks `check`. The last round fails
nowhere: it is the control that the command works at all, and `fault.where` is "" there. How SQLite
is tested (sqlite.org/testing.html, section 3), turned on our own commands.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.db import OperationalError, connection

MOST = 5000
"""Rounds after which something must be wrong with the test itself."""


@dataclass
class Fault:
    """What was made to fail in one round."""

    number: int
    where: str = ""
    """Such as "sql INSERT INTO ...", "commit", "write name", "fsync", "rename"; "" for nowhere."""
    error: BaseException | None = None
    """What came out of the operation; None if it ended well, or has dealt with it."""
    passed: list[str] = field(default_factory=list)
    """The points that were passed, in order, the failing one last."""

    def point(self, where: str, error: Exception) -> None:
        """Count one point, and fail if it is the one."""
        self.passed.append(where)
        if len(self.passed) == self.number:
            self.where = where
            raise error


def fail_each(
    operation: Callable[..., object],
    check: Callable[..., None],
    *,
    arrange: Callable[[], Any] | None = None,
) -> int:
    """Run an operation with each of its points failing once; return how many points it has.

    With `arrange`, its value is the first argument of both; `check` gets the Fault besides. An
    operation that changes something for good needs it, so that each round begins in the same state.
    Raises AssertionError if the operation fails by itself, without a fault.
    """
    for number in range(1, MOST):
        given = (arrange(),) if arrange else ()
        fault = Fault(number)
        with _armed(fault):
            try:
                operation(*given)
            except Exception as error:
                fault.error = error
        if not fault.where and fault.error is not None:
            raise AssertionError("the operation fails without any fault") from fault.error
        try:
            check(*given, fault)
        except AssertionError as error:
            error.add_note(f"after a fault at point {number}: {fault.where or 'none'}")
            raise
        if not fault.where:
            return number - 1
    raise AssertionError(f"no end after {MOST} points")


@contextlib.contextmanager
def _armed(fault: Fault) -> Iterator[None]:
    """Put counters before everything that can fail."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(_statement(fault)))
        stack.enter_context(mock.patch.object(connection, "_commit", _commit(fault)))
        for name in ("fsync", "replace", "rename", "link", "write"):
            counted = _counted(fault, name, getattr(os, name))
            stack.enter_context(mock.patch.object(os, name, counted))
        opened = _open(fault, io.open)
        for module in (builtins, io):
            stack.enter_context(mock.patch.object(module, "open", opened))
        yield


def _statement(fault: Fault) -> Callable[..., Any]:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        fault.point(f"sql {sql[:80]}", OperationalError("fault"))
        return execute(sql, params, many, context)

    return wrapper


def _commit(fault: Fault) -> Callable[[], Any]:
    original = connection._commit  # type: ignore[attr-defined]

    def commit() -> Any:
        fault.point("commit", OperationalError("fault"))
        return original()

    return commit


def _counted(fault: Fault, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*args: Any, **kwargs: Any) -> Any:
        fault.point(name, OSError(errno.ENOSPC, "fault"))
        return original(*args, **kwargs)

    return counted


def _open(fault: Fault, original: Callable[..., Any]) -> Callable[..., Any]:
    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        found = original(file, mode, *args, **kwargs)
        return _Writer(found, fault, str(file)) if set(mode) & set("wax+") else found

    return opened


class _Writer:
    """A file whose every write is a point."""

    def __init__(self, file: Any, fault: Fault, name: str) -> None:
        self._file, self._fault, self._name = file, fault, name

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __iter__(self) -> Any:
        return iter(self._file)

    def __enter__(self) -> _Writer:
        self._file.__enter__()
        return self

    def __exit__(self, *details: Any) -> Any:
        return self._file.__exit__(*details)

    def write(self, data: Any) -> Any:
        """Write, or fail."""
        name = os.path.basename(self._name)
        self._fault.point(f"write {name}", OSError(errno.ENOSPC, "fault"))
        return self._file.write(data)

    def writelines(self, lines: Any) -> None:
        """Write line by line, so that each can fail."""
        for line in lines:
            self.write(line)
