"""What a site's robots.txt lets a program read (RFC 9309), and how long it shall pause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

_TOKEN = re.compile(r"[A-Za-z_-]+")
_DELAY = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Robots:
    """The rules that hold for one program: patterns of paths, and whether each is allowed.

    delay: seconds between two requests that the site asks for, outside of the RFC.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path, with its query, may be read: the longest rule that fits has the say."""
        asked = _alike(path)
        fitting = [(len(one), allowed) for one, allowed in self.rules if _fits(one, asked)]
        return max(fitting, default=(0, True))[1]


def read_robots(content: bytes, agent: str) -> Robots:
    """Read a robots.txt for a program of this name; a line that is none says nothing."""
    own: list[tuple[str, str]] = []
    common: list[tuple[str, str]] = []
    named, open_group = False, False
    among: list[list[tuple[str, str]]] = []
    for key, value in _lines(content):
        if key == "user-agent":
            among = among if open_group else []
            open_group = True
            token = _TOKEN.match(value)
            if token and token[0].casefold() == agent.casefold():
                named = True
                among.append(own)
            elif value.startswith("*"):
                among.append(common)
        elif key in ("allow", "disallow", "crawl-delay"):
            open_group = False
            for group in among:
                group.append((key, value))
    held = own if named else common
    rules = ((_alike(said), key == "allow") for key, said in held if key != "crawl-delay" and said)
    delays = [float(said) for key, said in held if key == "crawl-delay" and _DELAY.fullmatch(said)]
    return Robots(tuple(rules), max(delays, default=0.0))


def _lines(content: bytes) -> Iterator[tuple[str, str]]:
    for line in content.decode("utf-8-sig", "replace").splitlines():
        key, _colon, value = line.partition("#")[0].partition(":")
        yield key.strip().casefold(), value.strip()


def _alike(path: str) -> str:
    """A path as it is compared: written with percent signs or without, it is the same."""
    return quote(unquote(path), safe="/?&=*$;:@+,!~()'%")


def _fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits the beginning of a path: `*` is anything, a last `$` the end."""
    ends = pattern.endswith("$")
    first, *more = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not more:
        return not ends or path == first
    at = len(first)
    for part in more[:-1]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if ends:
        return len(path) - len(more[-1]) >= at and path.endswith(more[-1])
    return path.find(more[-1], at) >= 0
