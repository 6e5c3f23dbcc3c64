"""Fetching the key set of an outside platform, only when the secretariat asks for it.

An address that somebody typed must not lead this server to its own neighbours: https on the usual
port, a named host whose every address is of the open Internet, a connection to the very address
that was looked at (a name can't answer otherwise a moment later), no redirect, no proxy, few bytes
and little time.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from waymark.learning.rules.lti_keys import MOST_KEY_SET, is_public_ip, is_secure_address

SECONDS = 6.0


class NotFetched(Exception):
    """Nothing was read; `key` names the reason."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Pinned(http.client.HTTPSConnection):
    """A connection to one address of the network, checked against the host's name."""

    def __init__(self, host: str, ip: str, port: int, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self.ip, self.tls = ip, context

    def connect(self) -> None:
        """Connect to the address that was looked at, whatever the name says by now."""
        plain = socket.create_connection((self.ip, self.port), SECONDS)
        self.sock = self.tls.wrap_socket(plain, server_hostname=self.host)


def addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host. Raises NotFetched."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotFetched("lti.fetch_host") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def fetch_key_set(url: str) -> str:
    """Return what stands at an address of keys. Raises NotFetched."""
    parts = urlsplit(url)
    if not is_secure_address(url) or parts.port not in (None, 443):
        raise NotFetched("lti.fetch_address")
    path = parts.path or "/"
    return get(str(parts.hostname), 443, f"{path}?{parts.query}" if parts.query else path)


def get(
    host: str,
    port: int,
    path: str,
    *,
    allowed: Callable[[str], bool] = is_public_ip,
    context: ssl.SSLContext | None = None,
) -> str:
    """Read a short text over TLS. Raises NotFetched.

    allowed: which addresses of the network may be spoken to.
    """
    found = addresses(host, port)
    if not found or not all(map(allowed, found)):
        raise NotFetched("lti.fetch_private")
    link = _Pinned(host, found[0], port, context or ssl.create_default_context())
    try:
        link.request("GET", path, headers={"Accept": "application/json", "User-Agent": "Waymark"})
        answer = link.getresponse()
        if answer.status != 200:
            raise NotFetched("lti.fetch_status")
        return _body(answer).decode()
    except (OSError, http.client.HTTPException, UnicodeDecodeError) as error:
        raise NotFetched("lti.fetch_failed") from error
    finally:
        link.close()


def _body(answer: http.client.HTTPResponse) -> bytes:
    """Read little and not for long, however slowly it drips."""
    held, ends = b"", time.monotonic() + SECONDS
    while part := answer.read1(8192):
        held += part
        if len(held) > MOST_KEY_SET or time.monotonic() > ends:
            raise NotFetched("lti.fetch_long")
    return held
