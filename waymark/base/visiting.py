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
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from django.utils import timezone

AGENT = "Waymark-harvester"
PORTS = {"http": 80, "https": 443}
MOVED = (301, 302, 303, 307, 308)
LATER = (429, 503)
PAUSE = 2.0  # seconds between two requests, if robots.txt asks for no more
LONGEST_PAUSE = 30.0
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_LOCAL_TRANSLATED = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215
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
    if found in _LOCAL_TRANSLATED:
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
        self._robots: dict[str, RobotFileParser] = {}
        self._asked = False

    def read(self, url: str) -> bytes:
        """Return what stands at an address. Raises NotRead."""
        for _hop in range(self.limits.hops + 1):
            parts = _parts(url)
            rules = self._rules(parts)
            if not rules.can_fetch(AGENT, url):
                raise NotRead("visit.robots", host=parts.hostname)
            self._pause(float(rules.crawl_delay(AGENT) or 0))
            status, headers, body = self._request(parts)
            if status in MOVED and headers.get("Location"):
                url = urljoin(url, str(headers["Location"]))
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

    def _rules(self, parts: SplitResult) -> RobotFileParser:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            status, headers, body = self._request(_parts(f"{site}/robots.txt"))
            if status >= 500 or status in LATER:
                raise NotRead("visit.later", _again(headers.get("Retry-After")))
            rules = RobotFileParser()
            said = body.decode("utf-8", "replace") if status == 200 else ""
            rules.parse(said.splitlines())
            self._robots[site] = rules
        return self._robots[site]

    def _request(self, parts: SplitResult) -> tuple[int, Any, bytes]:
        port = parts.port or PORTS[parts.scheme]
        until = time.monotonic() + self.limits.seconds
        try:
            address = self._look_up(str(parts.hostname), port)
            with closing(self._connected(parts, address, port)) as connection:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                connection.request("GET", path, headers=_HEADERS)
                answer = connection.getresponse()
                return answer.status, answer.headers, self._body(answer, until)
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            raise NotRead("visit.no_answer", host=parts.hostname) from error

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
                raise NotRead("visit.too_slow", most=round(self.limits.seconds))
        return bytes(held)


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
