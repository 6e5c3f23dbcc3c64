"""Fetching the key set of an outside platform, only when the secretariat asks for it.

An address that somebody typed must not lead this server to its own neighbours: https on the usual
port of a named host, through `base.reaching`, without following it elsewhere.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

from waymark.base.reaching import Limits, NotReached, Why, may_connect, reach
from waymark.learning.rules.lti_keys import MOST_KEY_SET, is_secure_address

LIMITS = Limits(MOST_KEY_SET, 6.0)
_HEADERS = {"Accept": "application/json", "User-Agent": "Waymark", "Accept-Encoding": "identity"}
_SAID = {
    Why.UNKNOWN: "lti.fetch_host",
    Why.NOT_PUBLIC: "lti.fetch_private",
    Why.TOO_LARGE: "lti.fetch_long",
    Why.TOO_SLOW: "lti.fetch_long",
    Why.NO_ANSWER: "lti.fetch_failed",
}


class NotFetched(Exception):
    """Nothing was read; `key` names the reason."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def fetch_key_set(url: str) -> str:
    """Return what stands at an address of keys. Raises NotFetched."""
    if not is_secure_address(url) or urlsplit(url).port not in (None, 443):
        raise NotFetched("lti.fetch_address")
    return get(url)


def get(
    url: str,
    *,
    may: Callable[[str, int], bool] = may_connect,
    trust: ssl.SSLContext | None = None,
) -> str:
    """Read a short text. Raises NotFetched.

    may: which machine and port may be reached. trust: who vouches for the host.
    """
    try:
        answer = reach(urlsplit(url), _HEADERS, LIMITS, may=may, trust=trust)
        if answer.status != 200:
            raise NotFetched("lti.fetch_status")
        return answer.body.decode()
    except NotReached as error:
        raise NotFetched(_SAID[error.why]) from error
    except UnicodeDecodeError as error:
        raise NotFetched("lti.fetch_failed") from error
