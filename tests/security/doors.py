"""What an address of the site is to these tests: who may look, who may act, and with what words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.story import Everything

EVERYBODY = frozenset(
    [
        "anonymous",
        "lead",
        "editor",
        "signatory",
        "viewer",
        "contributor",
        "neighbour",
        "secretary",
        "technical_lead",
        "reviewer",
        "invited",
        "unassigned",
        "debater",
        "chair",
        "member",
        "holder",
        "panelist",
        "undeclared",
        "tied",
        "operator",
        "national",
        "steward",
        "nobody",
    ]
)
PEOPLE = EVERYBODY - {"anonymous"}
CITY = frozenset({"lead", "editor", "signatory", "viewer"})
EDITORS = CITY - {"viewer"}
CONTRIBUTOR = frozenset({"contributor"})  # from outside, and not of the city
LEAD = frozenset({"lead"})
SECRETARY = frozenset({"secretary"})
DESK = SECRETARY | {"technical_lead"}
COMMITTEE = frozenset({"chair", "member", "undeclared", "tied"})
MEETING = COMMITTEE | SECRETARY
CONVENERS = SECRETARY | {"chair"}
CHAIR = frozenset({"chair"})
HOLDER = frozenset({"holder"})  # signs for the city that holds a certificate
PANELIST = frozenset({"panelist"})
NATIONAL = frozenset({"national"})
STEWARD = frozenset({"steward"})
NOBODY: frozenset[str] = frozenset()

Args = Callable[[Everything], list[Any]]
Words = Callable[[Everything], Mapping[str, Any]]


def nothing(world: Everything) -> dict[str, Any]:
    """A form without fields, or a page without parameters."""
    return {}


def no_args(world: Everything) -> list[Any]:
    """An address that names nothing."""
    return []


@dataclass(frozen=True)
class Door:
    """One named address with one thing behind it.

    see: who gets more than "there is nothing here" when she looks; None where one can't look.
    do: whose form may change something; None where nothing can be sent.
    reach: who gets more than "there is nothing here" when she sends the form, if not those of do.
    words: what the form holds when all is well. unready: this world refuses even that.
    private: a stranger is asked to log in; else she is told that there is nothing.
    """

    name: str
    see: frozenset[str] | None = None
    do: frozenset[str] | None = None
    args: Args = no_args
    words: Words = nothing
    reach: frozenset[str] | None = None
    foreign: Args | None = None  # one's own place, and another's thing in it
    leads: bool = False  # the page leads to another one
    unready: bool = False
    private: bool = True
    unknown: int = 404  # the answer about what does not exist, where a standard has another one
    slow: bool = False  # takes so long that three people are enough
    query: str = ""
    label: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.name}{self.label}"

    @property
    def reached(self) -> frozenset[str]:
        """Who gets an answer to a form."""
        return self.reach or self.do or NOBODY

    def path(self, world: Everything) -> str:
        """The address."""
        query = self.query.replace("{here}", world.here.slug)
        return reverse(self.name, args=self.args(world)) + query

    def nowhere(self, world: Everything) -> str:
        """An address of the same form that names nothing at all."""
        return reverse(self.name, args=[unlike(arg) for arg in self.args(world)]) + self.query


def unlike(arg: Any) -> Any:
    """Something of the same form that no row is called."""
    if isinstance(arg, int):
        return 987654
    if arg == "case" or arg.startswith("case-"):
        return "case-" + "0" * 26
    return "0" * 26 if len(arg) == 26 else "there-is-none"


def named_patterns() -> list[str]:
    """Every named address of the site, as `reverse` knows it."""

    def walk(resolver: Any, namespaces: tuple[str, ...] = ()) -> list[str]:
        found = []
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                inside = (pattern.namespace,) if pattern.namespace else ()
                found += walk(pattern, (*namespaces, *inside))
            elif isinstance(pattern, URLPattern):
                found.append(":".join((*namespaces, pattern.name or str(pattern.pattern))))
        return found

    return walk(get_resolver())
