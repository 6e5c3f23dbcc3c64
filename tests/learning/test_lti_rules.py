"""The rules of courses elsewhere: keys, addresses, scores, and what is fetched."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as curve_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from tests.learning.hosts import certificate
from waymark.learning.lti_fetch import NotFetched, fetch_key_set, get
from waymark.learning.rules.lti import Score, completes, refuse_score
from waymark.learning.rules.lti_keys import (
    BadKeys,
    is_secure_address,
    origin,
    read_keys,
)

NOW = dt.datetime(2026, 11, 30, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://learn.example.org/login?x=1", True),
        ("https://learn.example.org:8443/", True),
        ("http://learn.example.org/", False),
        ("https://localhost/", False),
        ("https://127.0.0.1/", False),
        ("https://2130706433/", False),
        ("https://[::1]/", False),
        ("https://0x7f.1/", False),
        ("https://me:secret@learn.example.org/", False),
        ("https://@learn.example.org/", False),
        ("https://learn.example.org/#x", False),
        ("https://learn.example.org/; script-src *", False),
        ("https://learn.example.org/,https://evil.example.org", False),
        ("https://learn.example.org\\@evil.example.org/", False),
        ("https://пример.example.org/", False),
        ("https://learn.example.org:99999/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_only_plain_https_addresses_of_named_hosts_are_registered(text: str, good: bool) -> None:
    assert is_secure_address(text) is good


@given(st.text(max_size=60))
def test_no_address_adds_to_the_policy_of_a_page(text: str) -> None:
    address = f"https://learn.example.org{text}"
    if is_secure_address(address):
        assert not set(origin(address)) & set(" ;,'\"*\n\r\t")


def _jwk(bits: int = 2048, **more: Any) -> dict[str, Any]:
    public = generate_private_key(65537, bits).public_key()
    return dict(RSAAlgorithm.to_jwk(public, as_dict=True)) | more


def test_public_keys_for_the_one_algorithm_are_kept_and_nothing_beside_them() -> None:
    good = _jwk(kid="a", x5c=["..."], use="sig")
    curve = dict(ECAlgorithm.to_jwk(curve_key(SECP256R1()).public_key(), as_dict=True))
    broken = {"kty": "RSA", "n": "?", "e": 1}
    others = [_jwk(use="enc"), _jwk(alg="RS512"), _jwk(1024), curve, broken]
    (kept,) = read_keys(json.dumps({"keys": [good, *others]}))
    assert set(kept) == {"kty", "n", "e", "kid", "use"}
    key = generate_private_key(65537, 2048)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert read_keys(pem.decode())[0]["kty"] == "RSA"


def test_what_holds_no_key_or_a_secret_is_refused() -> None:
    key = generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for text, why in (
        (private, "lti.keys_private"),
        (RSAAlgorithm.to_jwk(key), "lti.keys_private"),
        ('{"kty": "oct", "k": "c2VjcmV0"}', "lti.keys_private"),
        ("{}", "lti.keys_none"),
        ("[1]", "lti.keys_none"),
        ('{"keys": 3}', "lti.keys_none"),
        ("[" * 90_000, "lti.keys_none"),
        ("-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----", "lti.keys_none"),
        (" " * 100_001, "lti.keys_long"),
    ):
        with pytest.raises(BadKeys) as error:
            read_keys(text)
        assert error.value.key == why


def score(activity: str = "Completed", grading: str = "FullyGraded", share: Any = None) -> Score:
    """A score said now."""
    return Score("x", NOW, activity, grading, share)


@pytest.mark.parametrize(
    ("said", "mark", "done"),
    [
        (score(), None, True),
        (score(share=0.0), None, True),
        (score(share=0.6), 60, True),
        (score(share=0.59), 60, False),
        (score(share=1.2), 100, True),
        (score(), 60, False),
        (score("Submitted"), None, False),
        (score(grading="Pending"), None, False),
        (score(grading="Failed", share=1.0), None, False),
    ],
)
def test_when_a_course_is_completed(said: Score, mark: int | None, done: bool) -> None:
    assert completes(said, mark) is done


@given(st.floats(0, 2), st.integers(1, 99))
def test_a_higher_mark_never_lets_more_pass(share: float, mark: int) -> None:
    said = score(share=share)
    assert not completes(said, mark + 1) or completes(said, mark)


def test_scores_come_in_order_and_not_from_the_future() -> None:
    later = NOW + dt.timedelta(minutes=2)
    assert refuse_score(score(), None, NOW) is None
    assert refuse_score(score(), NOW, NOW) is None
    assert refuse_score(score(), later, later) is not None
    assert refuse_score(score(), None, NOW - dt.timedelta(minutes=2)) is not None


class Answers(http.server.BaseHTTPRequestHandler):
    """A small host of keys."""

    def do_GET(self) -> None:
        """Give keys, lead elsewhere, or never end."""
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "/keys")
            self.end_headers()
            return
        body = b"{}" if self.path == "/keys" else b" " * 200_000
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass  # the reader had enough

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A host on this machine with a certificate for “localhost”."""
    pem = certificate(tmp_path)
    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(pem)
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, ssl.create_default_context(cafile=str(pem))
    server.shutdown()
    server.server_close()


def test_keys_are_fetched_from_the_open_internet_alone(host: tuple[int, ssl.SSLContext]) -> None:
    port, trust = host
    near: dict[str, Any] = {"may": lambda ip, _port: ip in {"127.0.0.1", "::1"}, "trust": trust}
    here = f"https://localhost:{port}"
    assert get(f"{here}/keys", **near) == "{}"  # so that refusals below tell something
    for path, more, why in (
        ("/keys", {"trust": trust}, "lti.fetch_private"),  # as it is used, this host is none
        ("/keys", {"may": near["may"]}, "lti.fetch_failed"),  # nobody vouches for it
        ("/away", near, "lti.fetch_status"),
        ("/long", near, "lti.fetch_long"),
    ):
        with pytest.raises(NotFetched) as error:
            get(here + path, **more)  # type: ignore[arg-type]
        assert error.value.key == why
    for url in ("http://example.org/keys", "https://example.org:8443/", "https://localhost/", ""):
        with pytest.raises(NotFetched) as error:
            fetch_key_set(url)
        assert error.value.key == "lti.fetch_address"
