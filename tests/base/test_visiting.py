"""Reading the web of others: what is refused, what is obeyed, and where nobody gets through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from threading import Thread
from time import monotonic
from typing import Any

import pytest

from waymark.base.reaching import is_public, may_connect
from waymark.base.robots import read_robots
from waymark.base.visiting import Limits, NotRead, Visitor

Pages = dict[str, tuple[int, dict[str, str], bytes]]


@contextmanager
def site(pages: Pages, asked: list[str] | None = None) -> Iterator[str]:
    """A small site on this machine; everything else of it is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            status, headers, body = pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def visitor(**more: Any) -> Visitor:
    """One that may enter this machine, and does not wait."""
    return Visitor(may=lambda address, port: True, wait=lambda seconds: None, **more)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::"),
        *("2002:7f00:1::", "fe80::1%eth0", "255.255.255.255", "64:ff9b:1::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "fec0::1", "::127.0.0.1", "::10.0.0.1"),
        *("::ffff:8.8.8.8", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "ff02::1"),
        *("192.0.2.1", "198.18.0.1", "240.0.0.1", "fc00::1", "localhost", ""),
    ],
)
def test_no_private_address_is_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_reached_at_the_ports_of_the_web_alone() -> None:
    assert may_connect("93.184.216.34", 443)
    assert may_connect("64:ff9b::5db8:d822", 443)
    assert may_connect("2606:2800:220:1:248:1893:25c8:1946", 80)
    assert not may_connect("93.184.216.34", 22)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://127.0.0.1/", "visit.not_public"),
        ("http://localhost/", "visit.not_public"),
        ("http://[::1]/", "visit.not_public"),
        ("http://2130706433/", "visit.not_public"),
        ("file:///etc/passwd", "visit.no_address"),
        ("http://a@example.org/", "visit.no_address"),
        ("http://example.org:x/", "visit.no_address"),
        ("http://example.org/\r\nHost: evil", "visit.no_address"),
    ],
)
def test_nobody_is_sent_into_the_house(url: str, key: str) -> None:
    with pytest.raises(NotRead) as refused:
        Visitor().read(url)
    assert refused.value.key == key


def test_a_page_is_read_with_what_robots_allow_and_a_pause() -> None:
    waits: list[float] = []
    asked: list[str] = []
    robots = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 5\n"
    pages: Pages = {
        "/robots.txt": (200, {}, robots),
        "/a": (302, {"Location": "/b"}, b""),
        "/b": (200, {}, b"here"),
        "/secret": (200, {}, b"no"),
    }
    with site(pages, asked) as base:
        one = Visitor(may=lambda address, port: True, wait=waits.append)
        assert one.read(f"{base}/a") == b"here"
        with pytest.raises(NotRead) as refused:
            one.read(f"{base}/secret")
    assert refused.value.key == "visit.robots"
    assert asked == ["/robots.txt", "/a", "/b"]
    assert waits == [5.0]


def test_what_is_too_large_or_says_later_or_leads_round_is_not_read() -> None:
    pages: Pages = {
        "/large": (200, {}, b"x" * 2000),
        "/later": (503, {"Retry-After": "7200"}, b""),
        "/soon": (429, {"Retry-After": "nonsense"}, b""),
        "/broken": (500, {}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/inside": (302, {"Location": "http://[::1]:9/"}, b""),
    }
    with site(pages) as base:
        one = visitor(limits=Limits(most_bytes=1000))
        found = {}
        for path in pages:
            with pytest.raises(NotRead) as refused:
                one.read(base + path)
            found[path] = (refused.value.key, refused.value.again_in)
        outer = Visitor(may=lambda address, port: address == "127.0.0.1", wait=lambda _s: None)
        with pytest.raises(NotRead) as inside:
            outer.read(f"{base}/inside")
    assert inside.value.key == "visit.not_public"
    assert found["/large"] == ("visit.too_large", None)
    assert found["/later"] == ("visit.later", 7200)
    assert found["/soon"] == ("visit.later", 3600)
    assert found["/broken"] == ("visit.status", None)
    assert found["/round"] == ("visit.too_many_hops", None)


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /oai", "/oai?verb=x", False),
        ("User-agent: *\nAllow: /\nDisallow: /oai", "/oai?verb=x", False),  # the longest
        ("User-agent: *\nDisallow: /oai\nAllow: /oai", "/oai", True),  # as long: allowed
        ("User-agent: *\nDisallow: /\nAllow: /oai", "/oai", True),
        ("User-agent: *\nDisallow: /*verb=", "/oai?verb=x", False),
        ("User-agent: *\nDisallow: /*.xml$", "/a/b.xml", False),
        ("User-agent: *\nDisallow: /*.xml$", "/a/b.xml?c", True),
        ("User-agent: *\nDisallow: /a%C3%A4", "/a\u00e4", False),
        ("\ufeffUser-agent: *\n\nDisallow: / # all", "/", False),
        ("User-agent: *\nDisallow:", "/", True),
        ("User-agent: waymark-harvester/1\nDisallow: /\n\nUser-agent: *\nAllow: /", "/", False),
        ("User-agent: mark\nAllow: /\n\nUser-agent: *\nDisallow: /", "/", False),
        ("User-agent: a\nUser-agent: Waymark-Harvester\nDisallow: /b\n", "/b", False),
        ("User-agent: a\nDisallow: /\nUser-agent: *\nDisallow: /b\n", "/c", True),
        ("Disallow: /", "/", True),  # of nobody
        ("User-agent: *\nDisallow: //[x\nCrawl-delay: \u00b2\nDisallow: /b", "/b", False),
    ],
)
def test_robots_are_read_as_the_rfc_has_it(robots: str, path: str, allowed: bool) -> None:
    assert read_robots(robots.encode(), "Waymark-harvester").allows(path) == allowed


def test_a_delay_is_a_number_or_none() -> None:
    for said, delay in (("5", 5.0), ("1.5", 1.5), ("9" * 5000, 0.0), ("\u00b2", 0.0), ("-1", 0.0)):
        robots = f"User-agent: *\nCrawl-delay: {said}\n"
        assert read_robots(robots.encode(), "Waymark-harvester").delay == delay


def test_robots_hold_where_they_were_moved_and_a_bad_way_leads_nowhere() -> None:
    pages: Pages = {
        "/robots.txt": (301, {"Location": "/elsewhere.txt"}, b""),
        "/elsewhere.txt": (200, {}, b"User-agent: *\nDisallow: /secret\n"),
        "/secret": (200, {}, b"no"),
        "/bad": (302, {"Location": "http://[bad"}, b""),
        "/cut": (200, {"Content-Length": "9"}, b"half"),
    }
    with site(pages) as base:
        found = {}
        for path in ("/secret", "/bad", "/cut"):
            with pytest.raises(NotRead) as refused:
                visitor().read(base + path)
            found[path] = refused.value.key
    assert found == {
        "/secret": "visit.robots",
        "/bad": "visit.no_address",
        "/cut": "visit.no_answer",
    }


def test_an_answer_that_never_comes_to_its_body_is_cut_off() -> None:
    def drip() -> None:
        try:
            with listening.accept()[0] as there:
                while monotonic() < until:
                    there.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        except OSError:
            pass  # it was cut off

    until = monotonic() + 5
    with create_server(("127.0.0.1", 0)) as listening:
        Thread(target=drip, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with pytest.raises(NotRead) as refused:
            visitor(limits=Limits(seconds=0.3)).read(url)
    assert refused.value.key == "visit.too_slow"
    assert monotonic() < until
