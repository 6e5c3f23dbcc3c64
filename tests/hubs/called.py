"""A call with what it says, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from waymark.hubs.actions.calls import Told, publish_call, write_call
from waymark.hubs.models import Call
from waymark.hubs.rules.calls import Terms
from waymark.people.models import User

TERMS = Terms(
    zone="Africa/Nairobi",
    languages=("en", "fr"),
    leaders=("city", "region", "association"),
    standings=("member",),
    topics=("manifestos", "agenda", "innovative"),
    axes=("people", "planet", "government"),
    focus=("ldc",),
)


def make_call(by: User, at: datetime, *, publish: bool = True, **more: Any) -> Call:
    """Write a call that opened a day ago and closes in thirty days, and publish it."""
    told = Told(
        "en", more.pop("title", "Hubs for clean water"), more.pop("summary", "Come."), "# How"
    )
    usual = {"opens": at - timedelta(days=1), "closes": at + timedelta(days=30)}
    row = write_call(told=told, terms=replace(TERMS, **(usual | more)), by=by, at=at)
    return publish_call(call=row, by=by, at=at) if publish else row
