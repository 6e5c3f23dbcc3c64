"""A course on another host is opened in a real browser, without JavaScript, under our policy."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings as live
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.learning.hosts import certificate
from tests.library.shelf import make_item
from tests.security.learning import KEYS
from tools.chromium import find_chromium
from waymark.learning.actions import lti as acts
from waymark.learning.rules.lti_registration import CourseTold, Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOST, OTHER = "https://learn.example.org", "https://elsewhere.example.org"


class Platform(BaseHTTPRequestHandler):
    """Logs in over its own host, or leads astray, and keeps what it is sent in the end."""

    site, taken = "", ""

    def do_GET(self) -> None:
        """Ask the site who this is, and be answered where it is registered."""
        asked = {name: one[0] for name, one in parse_qs(urlsplit(self.path).query).items()}
        told = {
            "scope": "openid", "response_type": "id_token", "response_mode": "form_post",
            "prompt": "none", "client_id": asked["client_id"], "redirect_uri": f"{HOST}/launch",
            "login_hint": asked["login_hint"], "lti_message_hint": asked["lti_message_hint"],
            "state": "s", "nonce": "n",
        }  # fmt: skip
        self.send_response(302)
        self.send_header("Location", f"{self.site}/lti/authorize?{urlencode(told)}")
        self.end_headers()

    def do_POST(self) -> None:
        """Take the launch."""
        type(self).taken = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<h1>Lesson 1</h1>")

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def platform_port(tmp_path: Path) -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Platform)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(certificate(tmp_path))
    server.socket = theirs.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_the_way_to_another_host_and_to_no_other_one(
    live_server: Any, browser: Any, settings: Any, tmp_path: Path, platform_port: int
) -> None:
    settings.WAYMARK_KEYS, settings.WAYMARK_BASE_URL = tmp_path, live_server.url
    now, secretary = timezone.now(), factories.make_secretary()
    make_item("T001", kinds=("course",))
    told = Registration("Learn", f"{HOST}/login", (f"{HOST}/launch",))
    platform = acts.register_platform(told=told, by=secretary, at=now)
    acts.take_keys(platform=platform, text=KEYS, by=secretary, at=now)
    where = CourseTold("T001", f"{HOST}/course")
    course = acts.add_course(platform=platform, told=where, by=secretary, at=now)
    Platform.site = live_server.url
    learner = factories.log_in(Client(), factories.make_user(name="Amina"))
    session = learner.cookies[live.SESSION_COOKIE_NAME].value
    rules = f"MAP *.example.org 127.0.0.1:{platform_port}"
    args = ["--no-sandbox", "--ignore-certificate-errors", f"--host-resolver-rules={rules}"]
    chromium = browser.browser_type.launch(executable_path=find_chromium(), args=args)
    try:
        context = chromium.new_context(java_script_enabled=False, ignore_https_errors=True)
        context.add_cookies(
            [{"name": live.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/learning/elsewhere/{course.pk}/")
        page.get_by_role("button", name="Open the course").click()
        page.get_by_role("button", name="Go to the course").click()
        page.get_by_role("heading", name="Lesson 1").wait_for()
        assert "id_token=" in Platform.taken

        astray = Registration("Learn", f"{OTHER}/login", (f"{HOST}/launch",))
        page.goto(f"{live_server.url}/learning/elsewhere/{course.pk}/")
        acts.edit_platform(platform=platform, told=astray, by=secretary, at=now)
        with page.expect_console_message(lambda said: "form-action" in said.text):
            page.get_by_role("button", name="Open the course").click(no_wait_after=True)
        assert page.url.startswith(live_server.url)  # the page’s policy knew the first host alone
    finally:
        chromium.close()
