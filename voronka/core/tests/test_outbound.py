"""Nothing inside can be reached through us, and nobody outside can hold us up or fill our memory."""

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from voronka.core import outbound
from voronka.core.outbound import addresses


class Other(BaseHTTPRequestHandler):
    """Another machine with all its tricks."""

    def do_GET(self) -> None:
        if self.path == "/drip":
            self._head()
            for _ in range(100):
                self.wfile.write(b".")
                time.sleep(0.05)
        elif self.path == "/huge":
            self._head()
            self.wfile.write(b"x" * 100_000)
        elif self.path == "/packed":
            self._head(("Content-Encoding", "gzip"))
            self.wfile.write(gzip.compress(b"0" * 10_000_000))
        elif self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/secret")
            self.end_headers()
        else:
            self._head()
            self.wfile.write(f"{self.headers['X-Word']} {self.headers['User-Agent']}".encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._head()
        self.wfile.write(body[::-1])

    def _head(self, *headers: tuple[str, str]) -> None:
        self.send_response(200)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def other() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def allowed(settings: Any) -> None:
    settings.OUTBOUND_ALLOWED_HOSTS = ["localhost"]


def test_a_request_and_its_answer(other: str, allowed: None) -> None:
    answer = outbound.request("GET", f"{other}/", headers={"X-Word": "hello"})
    assert answer.is_success
    assert answer.body == b"hello Voronka"
    assert outbound.request("POST", f"{other}/", body=b"abc").body == b"cba"


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "2130706433", "169.254.169.254", "10.0.0.1", "[::ffff:10.0.0.1]"],
)
def test_inner_addresses_are_not_reached(host: str) -> None:
    with pytest.raises(outbound.NotAllowed):
        outbound.request("GET", f"http://{host}/")


def test_the_address_is_checked_when_connecting_and_not_before(other: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers public once and inner next gains nothing: it is asked once, and that answer counts."""
    asked: list[str] = []

    def resolve(host: str, port: int, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("8.8.8.8", "127.0.0.1")]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    with pytest.raises(outbound.NotAllowed, match=r"127\.0\.0\.1"):
        outbound.request("GET", "http://two-faced.example.com/")
    assert asked == ["two-faced.example.com"]


def test_redirects_are_not_followed(other: str, allowed: None) -> None:
    answer = outbound.request("GET", f"{other}/away")
    assert answer.status == 302
    assert not answer.is_success


def test_limits(other: str, allowed: None) -> None:
    with pytest.raises(outbound.TooBig):
        outbound.request("GET", f"{other}/huge", most_bytes=1000)
    with pytest.raises(outbound.TooBig, match="packed"):
        outbound.request("GET", f"{other}/packed")
    started = time.monotonic()
    with pytest.raises(outbound.Unreachable):
        outbound.request("GET", f"{other}/drip", seconds=0.5)
    assert time.monotonic() - started < 3


def test_nobody_there(allowed: None) -> None:
    with pytest.raises(outbound.Unreachable):
        outbound.request("GET", "http://localhost:1/")
    with pytest.raises(outbound.NotAllowed, match="resolve"):
        outbound.request("GET", "http://no-such-host.invalid/")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "nonsense"])
def test_only_the_web(url: str) -> None:
    with pytest.raises(ValueError, match="web address"):
        outbound.request("GET", url)


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:4010:c0e::65", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1", False),
        ("fd00::1", False),
    ],
)
def test_public_addresses(text: str, *, public: bool) -> None:
    assert addresses.is_public(ipaddress.ip_address(text)) is public
