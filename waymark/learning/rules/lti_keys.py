"""Keys of outside platforms, and where they may be fetched from.

Only RS256 is accepted: the one algorithm that LTI 1.3 asks of everybody (Security Framework 1.0
§5.4). The algorithm is ours to say, never the token's: neither `none` nor a MAC keyed with a
public key can pass.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from waymark.learning.rules.lti import ACCESS_LASTS, CLOCKS_DIFFER

ALGORITHM = "RS256"
LEAST_BITS, MOST_BITS = 2048, 8192
MOST_KEYS = 20
MOST_KEY_SET = 100_000  # bytes
MOST_TOKEN = 16_000  # characters
_PRIVATE = ("d", "p", "q", "dp", "dq", "qi", "k")
Jwk = Mapping[str, str]


class BadKeys(ValueError):
    """What was given holds no key that can be used; `key` names the reason."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class BadToken(ValueError):
    """A token is not what it must be; `unknown_key` where nobody registered its key."""

    def __init__(self, why: str, *, unknown_key: bool = False) -> None:
        super().__init__(why)
        self.unknown_key = unknown_key


def read_keys(text: str) -> list[dict[str, str]]:
    """Read public RSA keys from a key set, one JWK or PEM; nothing but what is needed is kept.

    Raises BadKeys: private keys are refused, so that nobody's secret is stored by mistake.
    """
    if len(text) > MOST_KEY_SET:
        raise BadKeys("lti.keys_long")
    if "PRIVATE KEY" in text:
        raise BadKeys("lti.keys_private")
    found = [_pem(text)] if "-----BEGIN" in text else _documents(text)
    if any(name in one for one in found for name in _PRIVATE):
        raise BadKeys("lti.keys_private")
    kept = [key for one in found if (key := _usable(one)) is not None]
    if not kept or len(kept) > MOST_KEYS:
        raise BadKeys("lti.keys_none" if not kept else "lti.keys_long")
    return kept


def _pem(text: str) -> Mapping[str, Any]:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key
    from jwt.algorithms import RSAAlgorithm

    try:
        key = load_pem_public_key(text.strip().encode())
    except ValueError as error:
        raise BadKeys("lti.keys_none") from error
    if not isinstance(key, RSAPublicKey):
        raise BadKeys("lti.keys_none")
    return dict(RSAAlgorithm.to_jwk(key, as_dict=True))


def _documents(text: str) -> list[Mapping[str, Any]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadKeys("lti.keys_none") from error
    found = told.get("keys", [told]) if isinstance(told, dict) else []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _usable(told: Mapping[str, Any]) -> dict[str, str] | None:
    names = ("kty", "n", "e", "kid", "alg", "use")
    said = {name: told[name] for name in names if isinstance(told.get(name), str)}
    fits = said.get("kty") == "RSA" and said.get("alg", ALGORITHM) == ALGORITHM
    if not fits or said.get("use", "sig") != "sig" or not {"n", "e"} <= set(said):
        return None
    try:
        key = _key(said)
    except ValueError:
        return None
    return said if LEAST_BITS <= key.key_size <= MOST_BITS else None


def _key(told: Jwk) -> Any:
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    try:
        return PyJWK(dict(told), ALGORITHM).key
    except PyJWTError as error:
        raise ValueError("no key") from error


@dataclass(frozen=True)
class Assertion:
    """Who says so, once: `jti` must not be heard a second time before `until`."""

    client_id: str
    jti: str
    until: datetime


def claimed_issuer(token: str) -> str:
    """Return who a token says it is from; nothing of it is believed yet. Raises BadToken."""
    from jwt import decode
    from jwt.exceptions import PyJWTError

    if len(token) > MOST_TOKEN:
        raise BadToken("too long")
    try:
        told = decode(token, options={"verify_signature": False})
    except PyJWTError as error:
        raise BadToken("no token") from error
    issuer = told.get("iss")
    if not isinstance(issuer, str) or not 0 < len(issuer) <= 255:
        raise BadToken("no issuer")
    return issuer


def verify_assertion(
    token: str, keys: Sequence[Jwk], *, client_id: str, audiences: Collection[str], at: datetime
) -> Assertion:
    """Check the token by which a tool shows who it is (RFC 7523 §3). Raises BadToken.

    keys: registered for that client, and no other.
    """
    told = _signed(token, keys)
    if told.get("iss") != client_id or told.get("sub") != client_id:
        raise BadToken("another issuer")
    named = told.get("aud")
    heard = named if isinstance(named, list) else [named]
    if not any(isinstance(one, str) and one in audiences for one in heard):
        raise BadToken("for somebody else")
    until, made = _moment(told, "exp"), _moment(told, "iat")
    if not at - CLOCKS_DIFFER < until <= at + ACCESS_LASTS + CLOCKS_DIFFER:
        raise BadToken("expired, or good for too long")
    if made > at + CLOCKS_DIFFER:
        raise BadToken("from the future")
    if "nbf" in told and _moment(told, "nbf") > at + CLOCKS_DIFFER:
        raise BadToken("not yet")
    jti = told.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= 255 or "\0" in jti:
        raise BadToken("no jti")
    return Assertion(client_id, jti, until + CLOCKS_DIFFER)


def _signed(token: str, keys: Sequence[Jwk]) -> Mapping[str, Any]:
    from jwt import decode, get_unverified_header
    from jwt.exceptions import PyJWTError

    if len(token) > MOST_TOKEN:
        raise BadToken("too long")
    try:
        header = get_unverified_header(token)
        if header.get("alg") != ALGORITHM:
            raise BadToken("another algorithm")
        kid = header.get("kid")
        fit = [key for key in keys if "kid" not in key or key["kid"] == kid]
        if not fit:
            raise BadToken("unknown key", unknown_key=True)
        # Times and audience are compared by our own clock argument, above.
        plain = {f"verify_{name}": False for name in ("exp", "iat", "nbf", "aud", "iss", "sub")}
        for key in fit:
            try:
                told = decode(token, _key(key), algorithms=[ALGORITHM], options=plain)  # type: ignore[arg-type]
            except PyJWTError:
                continue
            return dict(told)
    except PyJWTError as error:
        raise BadToken("no token") from error
    raise BadToken("wrong signature")


def _moment(told: Mapping[str, Any], name: str) -> datetime:
    value = told.get(name)
    if type(value) not in (int, float):
        raise BadToken(f"no {name}")
    try:
        return datetime.fromtimestamp(float(value), UTC)  # type: ignore[arg-type]
    except (OverflowError, ValueError, OSError) as error:
        raise BadToken(f"no {name}") from error


def sign(claims: Mapping[str, Any], private: Any, kid: str) -> str:
    """Sign claims with our key."""
    from jwt import encode

    return encode(dict(claims), private, algorithm=ALGORITHM, headers={"kid": kid})


def public_jwk(private: Any, kid: str) -> dict[str, Any]:
    """Return the public half of our key, as key sets name it."""
    from jwt.algorithms import RSAAlgorithm

    told = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    return {
        "kty": "RSA",
        "n": told["n"],
        "e": told["e"],
        "kid": kid,
        "alg": ALGORITHM,
        "use": "sig",
    }


_HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*\Z")


def is_secure_address(text: str) -> bool:
    """Whether an address is https of a named host, without name, password or fragment."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(_HOST.match((parts.hostname or "").lower()))
        and "@" not in parts.netloc
        and port != 0
        and not parts.fragment
        and "#" not in text
        and len(text) <= 500
        and text.isascii()
        and not re.search(r"[\s;,'\"<>\\*]", text)  # nothing that could add to a policy or header
    )


def origin(address: str) -> str:
    """Return scheme, host and port of an address, for the policy of a page."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
