"""Reading the web of others on the server's behalf: politely, and never into a private network.

Addresses come from people, and an answer may send us elsewhere. So each hop is looked up first, all
that a name stands for must be public, and the connection goes to the very address that was looked
at: a name that changes its mind in between (DNS rebinding) gains nothing. Proxies of the
environment are not used. What is read is limited in bytes and time, robots.txt is obeyed (RFC 9309)
and so is Retry-After; one request is made at a time, with a pause between them.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils import timezone

from waymark.base.robots import Robots, read_robots

AGENT = "Waymark-harvester"
PORTS = {"http": 80, "https": 443}
MOVED = (301, 302, 303, 307, 308)
LATER = (429, 503)
PAUSE = 2.0  # seconds between two requests, if robots.txt asks for no more
LONGEST_PAUSE = 30.0
ROBOTS_HOPS = 5  # RFC 9309, 2.3.1.2
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_NEVER = (
    ipaddress.ip_network("64:ff9b:1::/48"),  # translated within a network (RFC 8215)
    ipaddress.ip_network("fec0::/10"),  # of a site, as it was once (RFC 3879)
    ipaddress.ip_network("::/96"),  # an IPv4 address, as it was once written (RFC 4291, 2.5.5.1)
)
USUAL_WAIT = 3600  # seconds, where a server wants us later and does not say when


@dataclass(frozen=True)
class Limits:
    """What one request may take."""

    most_bytes: int = 10 * 1024 * 1024
    seconds: float = 30.0
    hops: int = 3


class NotRead(Exception):
    """An address could not be read. `key` is a message key, `params` its values.

    again_in: seconds after which the server wants to be asked again, None where it said nothing.
    """

    def __init__(self, key: str, again_in: int | None = None, **params: Any) -> None:
        super().__init__(f"{key} {params or ''}".rstrip())
        self.key, self.again_in, self.params = key, again_in, params


def is_public(address: str) -> bool:
    """Whether an address of a machine is one of the public internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if any(found in network for network in _NEVER):
        return False
    if found in _TRANSLATED:  # by NAT64: the last four bytes are the address that is meant
        mapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    if mapped is not None and not mapped.is_global:
        return False
    return found.is_global and not found.is_multicast


def may_connect(address: str, port: int) -> bool:
    """Whether the server may open a connection there on somebody's word."""
    return port in PORTS.values() and is_public(address)


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
        for _hop in range(self.limits.hops + 1):
            parts = _parts(url)
            rules = self._rules(parts)
            if not rules.allows(_path(parts)):
                raise NotRead("visit.robots", host=parts.hostname)
            self._pause(rules.delay)
            status, headers, body = self._request(parts)
            if onward := _onward(url, status, headers):
                url = onward
                continue
            if status in LATER:
                raise NotRead("visit.later", _again(headers.get("Retry-After")))
            if status != 200:
                raise NotRead("visit.status", status=status)
            return body
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
            status, headers, body = self._request(_parts(url))
            if onward := _onward(url, status, headers):
                url = onward
                continue
            if status >= 500 or status in LATER:
                raise NotRead("visit.later", _again(headers.get("Retry-After")))
            return read_robots(body if status == 200 else b"", AGENT)
        return Robots()

    def _request(self, parts: SplitResult) -> tuple[int, Any, bytes]:
        port = parts.port or PORTS[parts.scheme]
        until = time.monotonic() + self.limits.seconds
        try:
            address = self._look_up(str(parts.hostname), port)
            with (
                closing(self._connected(parts, address, port)) as connection,
                _cut_off(connection.sock, until),
            ):
                connection.request("GET", _path(parts), headers=_HEADERS)
                answer = connection.getresponse()
                return answer.status, answer.headers, self._body(answer, until)
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            if time.monotonic() > until:
                raise self._too_slow() from error
            raise NotRead("visit.no_answer", host=parts.hostname) from error

    def _too_slow(self) -> NotRead:
        return NotRead("visit.too_slow", most=round(self.limits.seconds))

    def _look_up(self, host: str, port: int) -> str:
        """The address to connect to, if all that a name stands for may be reached."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not addresses or not all(self._may(one, port) for one in addresses):
            raise NotRead("visit.not_public", host=host)
        return addresses[0]

    def _connected(self, parts: SplitResult, address: str, port: int) -> http.client.HTTPConnection:
        host, seconds = str(parts.hostname), self.limits.seconds
        plain = socket.create_connection((address, port), timeout=seconds)
        if parts.scheme == "http":
            connection = http.client.HTTPConnection(host, port, timeout=seconds)
            connection.sock = plain
            return connection
        secure = http.client.HTTPSConnection(host, port, timeout=seconds)
        try:
            secure.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise
        return secure

    def _body(self, answer: http.client.HTTPResponse, until: float) -> bytes:
        held = bytearray()
        while piece := answer.read1(65_536):
            held += piece
            if len(held) > self.limits.most_bytes:
                raise NotRead("visit.too_large", most=self.limits.most_bytes // 1024 // 1024)
            if time.monotonic() > until:
                raise self._too_slow()
        if answer.length:  # it ended before all of it was there
            raise http.client.IncompleteRead(bytes(held), answer.length)
        if time.monotonic() > until:
            raise self._too_slow()
        return bytes(held)


@contextmanager
def _cut_off(held: socket.socket, until: float) -> Iterator[None]:
    """End a connection when its time is over, whatever it is that the other side still says.

    A timeout of a socket counts from one piece to the next, so it never comes where they drip.
    """

    def end() -> None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)

    timer = Timer(max(until - time.monotonic(), 0), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


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


def _path(parts: SplitResult) -> str:
    """What a site is asked for: the path with its query."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _onward(url: str, status: int, headers: Any) -> str:
    """Where an answer sends us, "" where it does not. Raises NotRead."""
    if status not in MOVED or not headers.get("Location"):
        return ""
    try:
        return urljoin(url, str(headers["Location"]))
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
