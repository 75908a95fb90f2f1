"""One request to another machine."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from voronka.core.outbound.transport import CheckedTransport

SECONDS = 15.0
MOST_BYTES = 5 * 2**20
USER_AGENT = "Voronka"


class OutboundError(Exception):
    """The request brought no usable answer."""


class Unreachable(OutboundError):
    """The other machine did not answer, or not in time. Whether it got the request is not known."""


class TooBig(OutboundError):
    """The answer is longer than allowed."""


@dataclass(frozen=True)
class Answer:
    """What came back; a redirect is an answer like any other and is not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Send one request and read the whole answer, within `seconds` in all and `most_bytes`.

    Raises NotAllowed for an address that may not be reached, Unreachable, TooBig; ValueError for anything but http(s).
    """
    target = httpx.URL(url)
    if target.scheme not in {"http", "https"} or not target.host:
        raise ValueError(f"not a web address: {url}")
    # An answer that unpacks to a thousand times its size is thus not asked for, and refused if it comes.
    given = {"User-Agent": USER_AGENT, **(headers or {}), "Accept-Encoding": "identity"}
    deadline = time.monotonic() + seconds
    try:
        with (
            httpx.Client(transport=CheckedTransport(), timeout=seconds, trust_env=False) as client,
            client.stream(method, target, headers=given, content=body or None, follow_redirects=False) as answer,
        ):
            return Answer(answer.status_code, dict(answer.headers), _read(answer, deadline, most_bytes))
    except httpx.TransportError as error:
        raise Unreachable(str(error) or type(error).__name__) from error


def _read(answer: httpx.Response, deadline: float, most_bytes: int) -> bytes:
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise TooBig("the answer is packed though that was not asked for")
    found = bytearray()
    for chunk in answer.iter_raw():
        found += chunk
        if len(found) > most_bytes:
            raise TooBig(f"the answer is longer than {most_bytes} bytes")
        if time.monotonic() > deadline:
            raise Unreachable("the answer took too long")
    return bytes(found)
