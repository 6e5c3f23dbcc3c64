"""Small helpers of the tests of the city's workspace."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests import factories
from tests.world import World
from waymark.people.models import User


def client_of(user: User) -> Client:
    """A browser in which somebody is logged in; every form has to bring its token."""
    return factories.log_in(Client(), user)


def at(world: World, path: str = "") -> str:
    """The address of a page of the city's case."""
    return f"/workspaces/{world.place.slug}/case/{path}"


def text(response: HttpResponse) -> str:
    """The page as text."""
    return response.content.decode()


def answer(level: Any = "", narrative: str = "", version: int = 0, **more: Any) -> dict[str, Any]:
    """What the form of an answer sends."""
    return {"level": level, "narrative": narrative, "version": version, **more}


AUTOSAVE = {"headers": {"X-Autosave": "1", "Accept": "application/json, text/html"}}
