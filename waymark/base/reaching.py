"""One request to a machine of the public internet, at an address that came from people.

All that a name stands for must be public, and the connection goes to the very address that was
looked at: a name that changes its mind in between (DNS rebinding) gains nothing. Proxies of the
environment are not used and nobody is followed elsewhere. What is read is limited in bytes and in
time, however slowly it drips.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from enum import StrEnum
from threading import Timer
from urllib.parse import SplitResult

PORTS = {"http": 80, "https": 443}
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_NEVER = (
    ipaddress.ip_network("64:ff9b:1::/48"),  # translated within a network (RFC 8215)
    ipaddress.ip_network("fec0::/10"),  # of a site, as it was once (RFC 3879)
    ipaddress.ip_network("::/96"),  # an IPv4 address, as it was once written (RFC 4291, 2.5.5.1)
)


class Why(StrEnum):
    """Why nothing was read."""

    UNKNOWN = "unknown"  # the name stands for nothing
    NOT_PUBLIC = "not_public"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    NO_ANSWER = "no_answer"  # or none that can be trusted


class NotReached(Exception):
    """Nothing was read, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """What one request may take: bytes of its answer, and seconds from the first step on."""

    most_bytes: int = 10 * 1024 * 1024
    seconds: float = 30.0


@dataclass(frozen=True)
class Answer:
    """What a machine answered."""

    status: int
    headers: Message
    body: bytes


def is_public(address: str) -> bool:
    """Whether an address of a machine is one of the public internet.

    An IPv4 address that hides in one of IPv6 is refused, but by NAT64, where it must be public too:
    a network that speaks IPv6 alone reaches the others so (RFC 6052).
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found in _TRANSLATED:
        return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    hides = any(getattr(found, name, None) for name in ("ipv4_mapped", "sixtofour", "teredo"))
    never = hides or any(found in network for network in _NEVER)
    return found.is_global and not (never or found.is_multicast or found.is_reserved)


def may_connect(address: str, port: int) -> bool:
    """Whether the server may open a connection there on somebody's word."""
    return port in PORTS.values() and is_public(address)


def reach(
    parts: SplitResult,
    headers: Mapping[str, str],
    limits: Limits,
    *,
    may: Callable[[str, int], bool] = may_connect,
    trust: ssl.SSLContext | None = None,
    whole: bool = True,
) -> Answer:
    """Ask for what stands at an address of http or https, and return the answer whatever it is.

    may: which machine and port may be reached. trust: who vouches for a host, the usual ones if
    nothing is said. whole: read what it says; else the connection ends after the headers.
    Raises NotReached.
    """
    until = time.monotonic() + limits.seconds
    try:
        with (
            closing(_connected(parts, limits.seconds, may, trust)) as connection,
            _cut_off(connection.sock, until),
        ):
            connection.request("GET", path_of(parts), headers=dict(headers))
            answer = connection.getresponse()
            body = _body(answer, limits, until) if whole else b""
            return Answer(answer.status, answer.headers, body)
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        late = time.monotonic() > until
        raise NotReached(Why.TOO_SLOW if late else Why.NO_ANSWER) from error


def path_of(parts: SplitResult) -> str:
    """What a site is asked for: the path with its query."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _look_up(host: str, port: int, may: Callable[[str, int], bool]) -> str:
    """The address to connect to, if all that a name stands for may be reached."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached(Why.UNKNOWN) from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not all(may(one, port) for one in addresses):
        raise NotReached(Why.NOT_PUBLIC)
    return addresses[0]


def _connected(
    parts: SplitResult,
    seconds: float,
    may: Callable[[str, int], bool],
    trust: ssl.SSLContext | None,
) -> http.client.HTTPConnection:
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    plain = socket.create_connection((_look_up(host, port, may), port), timeout=seconds)
    if parts.scheme == "http":
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        connection.sock = plain
        return connection
    secure = http.client.HTTPSConnection(host, port, timeout=seconds)
    try:
        context = trust or ssl.create_default_context()
        secure.sock = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    return secure


def _body(answer: http.client.HTTPResponse, limits: Limits, until: float) -> bytes:
    held = bytearray()
    while piece := answer.read1(65_536):
        held += piece
        if len(held) > limits.most_bytes:
            raise NotReached(Why.TOO_LARGE)
        if time.monotonic() > until:
            raise NotReached(Why.TOO_SLOW)
    if answer.length:  # it ended before all of it was there
        raise http.client.IncompleteRead(bytes(held), answer.length)
    if time.monotonic() > until:
        raise NotReached(Why.TOO_SLOW)
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
