"""The other side, by code that we did not write: `pylti1p3`, on a road of our own.

Its requests go to the test client instead of the network; nothing of what is tested is replaced.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings
from django.test import Client, RequestFactory
from pylti1p3.contrib.django.message_launch import DjangoMessageLaunch
from pylti1p3.contrib.django.oidc_login import DjangoOIDCLogin
from pylti1p3.grade import Grade
from pylti1p3.tool_config import ToolConfDict
from requests.adapters import BaseAdapter

from tests.learning.placed import RETURN, private_key


def pem(key: RSAPrivateKey) -> tuple[str, str]:
    """Both halves as PEM."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


class Road(BaseAdapter):
    """Carries requests to the site without a network."""

    def __init__(self) -> None:
        super().__init__()
        self.client = Client()

    def send(self, request: Any, *_args: Any, **_more: Any) -> requests.Response:  # type: ignore[override]
        """Answer one request."""
        request.headers.pop("Accept-Encoding", None)  # nobody unpacks on this road
        headers = {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in request.headers.items()}
        parts = urlsplit(request.url)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        kind = request.headers.get("Content-Type", "application/octet-stream")
        answered = self.client.generic(
            request.method, path, request.body or "", content_type=kind, **headers
        )
        response = requests.Response()
        response.status_code, response.url = answered.status_code, request.url
        response.headers.update(answered.headers)
        response.raw = io.BytesIO(answered.content)
        return response

    def close(self) -> None:
        """Nothing is open."""


class Tool:
    """The outside platform: it logs in, reads the launch, and posts a score."""

    def __init__(self, client_id: str, deployment: str) -> None:
        self.key, base = private_key(), settings.WAYMARK_BASE_URL
        private, public = pem(self.key)
        self.config = ToolConfDict(
            {
                base: [
                    {
                        "default": True,
                        "client_id": client_id,
                        "auth_login_url": f"{base}/lti/authorize",
                        "auth_token_url": f"{base}/lti/token",
                        "key_set_url": f"{base}/.well-known/jwks.json",
                        "deployment_ids": [deployment],
                    }
                ]
            }
        )
        self.config.set_private_key(base, private, client_id=client_id)
        self.config.set_public_key(base, public, client_id=client_id)
        self.issuer, self.client_id = base, client_id
        self.session: dict[str, Any] = {}
        self.cookies: dict[str, str] = {}
        self.road = requests.Session()
        self.road.mount("http://", Road())

    @property
    def keys(self) -> dict[str, Any]:
        """Its key set, as it publishes it."""
        return self.config.get_jwks(self.issuer, self.client_id)

    def _request(self, method: str, where: str, data: Any = None) -> Any:
        factory = RequestFactory()
        made = factory.get(where) if method == "GET" else factory.post(where, data)
        made.session, made.COOKIES = self.session, dict(self.cookies)  # type: ignore[assignment]
        return made

    def log_in(self, address: str) -> str:
        """Hear the initiation, and say where the browser goes next."""
        parts = urlsplit(address)
        login = DjangoOIDCLogin(self._request("GET", f"{parts.path}?{parts.query}"), self.config)
        answer = login.redirect(RETURN)
        self.cookies |= {name: one.value for name, one in answer.cookies.items()}
        return str(answer["Location"])

    def launched(self, form: dict[str, str]) -> DjangoMessageLaunch:
        """Check the launch, down to its signature."""
        launch = DjangoMessageLaunch(
            self._request("POST", "/lti/launch", form), self.config, requests_session=self.road
        )
        return launch.validate()

    def score(self, launch: DjangoMessageLaunch, given: int, activity: str, grading: str) -> Any:
        """Post a score for whoever was launched."""
        grade = Grade()
        grade.set_score_given(given).set_score_maximum(100)
        grade.set_activity_progress(activity).set_grading_progress(grading)
        grade.set_timestamp(datetime.now(UTC).isoformat(timespec="milliseconds"))
        grade.set_user_id(launch.get_launch_data()["sub"])
        return launch.get_ags().put_grade(grade)


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Where the page's form to another host goes, and what it holds."""
    found = re.search(r'<form method="post" action="(https://[^"]+)">(.*?)</form>', page, re.S)
    assert found
    held = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[2])
    return unescape(found[1]), {name: unescape(value) for name, value in held}
