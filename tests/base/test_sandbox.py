"""The sandbox: whatever the child does, the parent gets a value or a named exception, in time."""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.base.corpus import CORPUS
from waymark.base import sandbox

MEGABYTE = 1_048_576
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")


def run(function: str, payload: bytes | Path = b"", **options: Any) -> Any:
    arguments = options.pop("arguments", {})
    return sandbox.run(f"tests.base.parsers_gone_wrong:{function}", payload, arguments, **options)


def died(function: str, payload: bytes = b"", **options: Any) -> str:
    with pytest.raises(sandbox.ParserDied) as raised:
        run(function, payload, **options)
    return raised.value.reason


def test_bytes_and_files_go_in_and_values_come_out(tmp_path: Path) -> None:
    assert run("size", b"x" * 3_000_000) == 3_000_000
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert run("size", path) == 5
    assert run("upper", b"abc", arguments={"mark": "!"}) == b"ABC!"
    assert run("upper", b"\x00\xff\n", arguments={"mark": ""}) == b"\x00\xff\n"


def test_what_a_library_prints_does_not_reach_the_answer() -> None:
    assert run("chatter") == "answer"


def test_an_exception_in_the_child_is_named_and_cut_short() -> None:
    with pytest.raises(sandbox.ParserFailed) as raised:
        run("fail")
    assert raised.value.error == "ValueError"
    assert len(raised.value.detail) <= 300
    with pytest.raises(sandbox.ParserFailed):
        run("no_such_function")


@linux
def test_memory_ends_at_the_limit_and_not_before() -> None:
    assert run("eat", arguments={"megabytes": 300}) == 300
    assert died("eat", arguments={"megabytes": 600}) == "memory"
    assert run("eat", arguments={"megabytes": 600}, memory=1024 * MEGABYTE) == 600


@linux
def test_processor_time_ends_at_the_limit() -> None:
    assert died("spin", cpu=1, wall=60) == "cpu"


def test_a_sleeping_child_is_ended_by_the_clock() -> None:
    assert died("sleep", wall=0.5) == "wall"


@pytest.mark.parametrize(
    ("function", "reason"), [("crash", "signal"), ("leave", "exit"), ("lie", "garbled")]
)
def test_a_child_that_ends_without_an_answer_is_reported(function: str, reason: str) -> None:
    assert died(function) == reason


@linux
def test_an_answer_too_long_is_not_taken() -> None:
    assert died("flood", arguments={"megabytes": 3}, answer=MEGABYTE) == "exit"
    assert len(run("flood", arguments={"megabytes": 3})) == 3 * MEGABYTE


@linux
def test_nothing_that_the_child_started_outlives_it(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    assert died("offspring", arguments={"path": str(trace)}, wall=0.5) == "wall"
    deadline = time.monotonic() + 3
    while time.monotonic() < deadline and not trace.exists():
        threading.Event().wait(0.1)
    assert not trace.exists()


@linux
def test_the_child_has_no_network_where_the_system_permits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reached = run("call_home", arguments={"port": port}, offline=False)
        if run("call_home", arguments={"port": port}):
            pytest.skip("this system lets nobody leave the network")
    assert reached, "control: with the network left on, the child reaches it"


def test_the_child_sees_no_secret_and_loads_no_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_SECRET_KEY", "secret")
    seen = run("surroundings")
    assert not [name for name in seen["environment"] if name.startswith("WAYMARK")]
    assert seen["django"] is False
    assert seen["isolated"] == 1


@pytest.mark.parametrize(
    "module", ["entry", "office", "pdf", "images", "svg", "video", "texts", "preview"]
)
def test_no_inspector_loads_django(module: str) -> None:
    assert (
        run("loads_django", arguments={"module": f"waymark.base.files.inspectors.{module}"}) == []
    )


def test_many_children_at_once_do_not_disturb_each_other() -> None:
    answers: list[int] = []

    def ask(count: int) -> None:
        answers.append(run("size", b"x" * count))

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(1, 9))


@linux
@pytest.mark.parametrize("name", ["corner.xlsx", "inflating.xlsx"])
def test_control_without_the_checks_before_the_limits_still_hold(name: str) -> None:
    """The parser alone, given the file at once, needs more than it may have, and only it dies."""
    data = next(one for one in CORPUS if one.name == name).make()
    assert died("open_workbook", data) in ("memory", "signal", "cpu")


@linux
@pytest.mark.slow
def test_control_without_the_limit_the_bomb_takes_what_it_wants() -> None:
    data = next(one for one in CORPUS if one.name == "inflating.xlsx").make()
    assert run("open_workbook", data, memory=4096 * MEGABYTE) >= 0
