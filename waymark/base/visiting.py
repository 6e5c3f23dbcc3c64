"""Reading the web of others on the server's behalf, politely: robots.txt, pauses, Retry-After.

Addresses come from people, and an answer may send us elsewhere: each hop goes through `reaching`,
which lets nobody into a private network. robots.txt is obeyed (RFC 9309) and so is Retry-After;
one request is made at a time, with a pause between them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils import timezone

from waymark.base import reaching
from waymark.base.reaching import PORTS, Answer, NotReached, Why, may_connect, path_of, reach
from waymark.base.robots import Robots, read_robots

AGENT = "Waymark-harvester"
MOVED = (301, 302, 303, 307, 308)
FOR_GOOD = (301, 308)
LATER = (429, 503)
PAUSE = 2.0  # seconds between two requests, if robots.txt asks for no more
LONGEST_PAUSE = 30.0
ROBOTS_HOPS = 5  # RFC 9309, 2.3.1.2
USUAL_WAIT = 3600  # seconds, where a server wants us later and does not say when


@dataclass(frozen=True)
class Limits(reaching.Limits):
    """What one request may take, and how often it may be led elsewhere."""

    hops: int = 3


class NotRead(Exception):
    """An address could not be read. `key` is a message key, `params` its values.

    again_in: seconds after which the server wants to be asked again, None where it said nothing.
    """

    def __init__(self, key: str, again_in: int | None = None, **params: Any) -> None:
        super().__init__(f"{key} {params or ''}".rstrip())
        self.key, self.again_in, self.params = key, again_in, params


@dataclass(frozen=True)
class Sight:
    """What was found where an address leads; moved: each step to there was for good."""

    status: int
    url: str
    moved: bool


class Visitor:
    """Reads addresses one after the other; it keeps what robots.txt of a site said.

    may: which machine and port may be reached. wait: how it pauses, with seconds.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        may: Callable[[str, int], bool] = may_connect,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self._may, self._wait = may, wait
        self._robots: dict[str, Robots] = {}
        self._asked = False

    def read(self, url: str) -> bytes:
        """Return what stands at an address. Raises NotRead."""
        answer = self._follow(url, whole=True)[0]
        if answer.status != 200:
            raise NotRead("visit.status", status=answer.status)
        return answer.body

    def look(self, url: str) -> Sight:
        """Return whether something stands at an address, without reading it. Raises NotRead."""
        answer, end, moved = self._follow(url, whole=False)
        return Sight(answer.status, end, moved)

    def _follow(self, url: str, *, whole: bool) -> tuple[Answer, str, bool]:
        """The last answer on the way from an address, where it came from, and `Sight.moved`."""
        steps: list[int] = []
        while len(steps) <= self.limits.hops:
            parts = _parts(url)
            rules = self._rules(parts)
            if not rules.allows(path_of(parts)):
                raise NotRead("visit.robots", host=parts.hostname)
            self._pause(rules.delay)
            answer = self._request(parts, whole=whole)
            if answer.status in LATER:
                raise NotRead("visit.later", _again(answer.headers.get("Retry-After")))
            onward = _onward(url, answer)
            if not onward:
                return answer, url, bool(steps) and set(steps) <= set(FOR_GOOD)
            steps.append(answer.status)
            url = onward
        raise NotRead("visit.too_many_hops", most=self.limits.hops)

    def _pause(self, asked: float) -> None:
        if self._asked:
            self._wait(min(max(asked, PAUSE), LONGEST_PAUSE))
        self._asked = True

    def _rules(self, parts: SplitResult) -> Robots:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt")
        return self._robots[site]

    def _read_robots(self, url: str) -> Robots:
        """The rules at an address, or where it leads; a site that has none allows everything."""
        for _hop in range(ROBOTS_HOPS + 1):
            answer = self._request(_parts(url))
            if onward := _onward(url, answer):
                url = onward
                continue
            if answer.status >= 500 or answer.status in LATER:
                raise NotRead("visit.later", _again(answer.headers.get("Retry-After")))
            return read_robots(answer.body if answer.status == 200 else b"", AGENT)
        return Robots()

    def _request(self, parts: SplitResult, *, whole: bool = True) -> Answer:
        try:
            return reach(parts, _HEADERS, self.limits, may=self._may, whole=whole)
        except NotReached as error:
            raise self._told(error.why, str(parts.hostname)) from error

    def _told(self, why: Why, host: str) -> NotRead:
        if why == Why.TOO_LARGE:
            return NotRead("visit.too_large", most=self.limits.most_bytes // 1024 // 1024)
        if why == Why.TOO_SLOW:
            return NotRead("visit.too_slow", most=round(self.limits.seconds))
        return NotRead(
            "visit.not_public" if why == Why.NOT_PUBLIC else "visit.no_answer", host=host
        )


_HEADERS = {
    "User-Agent": f"{AGENT}/1",
    "Accept": "application/xml, text/xml, application/rss+xml, application/atom+xml, */*;q=0.1",
    "Accept-Encoding": "identity",  # what is packed could unpack to anything
    "Connection": "close",
}


def _parts(url: str) -> SplitResult:
    """An address in parts, without what no honest one has. Raises NotRead."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and parts.hostname and not parts.username
        port = parts.port
    except ValueError as error:
        raise NotRead("visit.no_address") from error
    if not known or port == 0 or any(char.isspace() or ord(char) < 32 for char in url):
        raise NotRead("visit.no_address")
    return parts


def _onward(url: str, answer: Answer) -> str:
    """Where an answer sends us, "" where it does not. Raises NotRead."""
    if answer.status not in MOVED or not answer.headers.get("Location"):
        return ""
    try:
        return urljoin(url, str(answer.headers["Location"]))
    except ValueError as error:
        raise NotRead("visit.no_address") from error


def _again(said: str | None) -> int:
    """The seconds that Retry-After means (RFC 9110, 10.2.3), between a minute and a week."""
    text = (said or "").strip()
    seconds = USUAL_WAIT
    if text.isascii() and text.isdigit():
        seconds = int(text[:9])
    elif text:
        try:
            seconds = round((parsedate_to_datetime(text) - timezone.now()).total_seconds())
        except (TypeError, ValueError):
            seconds = USUAL_WAIT
    return min(max(seconds, 60), 7 * 86_400)
