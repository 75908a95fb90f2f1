"""Requests of one person to every address, each undone after it was answered."""

import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client

from tests.architecture.walk.canaries import NOW, WORD, Canaries
from tests.architecture.walk.described import operations
from tests.architecture.walk.routes import PARAMETER, Route, all_routes
from voronka.accounts.actions import tokens
from voronka.accounts.models import User

# Words by which a list, a search or a picker would be asked for the canary.
SOUGHT = f"?q={WORD}&text={WORD}&query={WORD}&term={WORD}"
WIDEST = "?kind=person&view=all&size=50"
QUERIES = ("", SOUGHT, f"{WIDEST}&sort=name")
ALL = ("GET", "POST", "PUT", "PATCH", "DELETE")
API_BODY = json.dumps({"external_id": "x"})
HTMX = {"HX-Request": "true", "HX-Target": "panel"}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|WITH|TRUNCATE|COPY|ALTER|CREATE|DROP)\b", re.IGNORECASE)
# The same for a record and for its absence, and nothing of it in the body: a fragment has no more to say.
EMPTY = {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}
# Descriptions of the API: the same for everybody, slow to make, without a record in them.
SAME_FOR_ALL = ("api/v1/openapi.json", "api/v1/docs")
# (route, method) that a route refuses by itself, whoever asks: learnt by the first walk of this process.
_refused: set[tuple[str, str]] = set()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that was answered: whether all canaries are as they were after it, and what the walk noted."""

    method: str
    address: str
    response: Any
    untouched: bool
    noted: Any = None

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.response.status_code)

    @property
    def body(self) -> str:
        """Everything that went out: the content and the headers."""
        streamed = self.response.streaming
        content = b"".join(self.response.streaming_content) if streamed else self.response.content
        return content.decode(errors="replace") + str(self.response.headers)

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


class Walk:
    """One person, or nobody, with the canaries that are watched; `note` is asked before each undoing."""

    def __init__(self, user: User | None, canaries: Canaries, *, note: Callable[[], Any] = lambda: None) -> None:
        self.note = note
        self.client = Client(raise_request_exception=False)
        self.canaries = canaries
        self.key = {}
        if user:
            self.client.force_login(user)
            plain = tokens.issue(user=user, name="walk", at=NOW)[1]
            self.key = {"Authorization": f"Bearer {plain}"}
        self.prints = canaries.prints()
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.ids = [record.pk for record in canaries.made.values()]

    def ask(self, method: str, address: str, *, htmx: bool = False, body: str = API_BODY) -> Asked:
        """Ask, look at the canaries where anything was written, and undo."""
        self.client.cookies = SimpleCookie(self.cookies)
        data = {"ids": self.ids, "name": "x", "value": "x", "version": 1}
        headers = (HTMX if htmx else {}) | (self.key if address.startswith("/api/") else {})
        wrote = False

        def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:  # Django's shape
            nonlocal wrote
            wrote = wrote or WRITES.match(str(sql)) is not None
            return execute(sql, parameters, many, context)

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                if method == "GET":
                    response = self.client.get(address, headers=headers)
                elif method == "POST" and not address.startswith("/api/"):
                    response = self.client.post(address, data, headers=headers)
                else:
                    response = self.client.generic(method, address, body, "application/json", headers=headers)
            untouched = not wrote or self.canaries.are_as(self.prints)
            noted = self.note()
            transaction.set_rollback(True)
        return Asked(method=method, address=address, response=response, untouched=untouched, noted=noted)

    def everywhere(
        self, *, thorough: bool = True, besides: tuple[str, ...] = (), methods: Collection[str] = ALL
    ) -> Iterator[Asked]:
        """Every address with every method, each once; the API with bodies of the described shape.

        A method that a route refuses by itself (405) is asked of one of its addresses, by one person. Only a thorough
        walk asks for fragments too, of pages that answer anything but 404 or 403 (of these once), and for lists as
        they begin: whatever these show, the whole page and the widest view show too.
        """
        bodies = {(one.method, one.path): one.body(self.canaries.ids()) for one in operations()}
        seen: set[tuple[str, str]] = set()
        for route in all_routes():
            if route.text.startswith((*besides, *SAME_FOR_ALL)):
                continue
            path = "/" + PARAMETER.sub(lambda found: f"{{{found['name']}}}", route.text)
            for number, address in enumerate(route.addresses(self.canaries.ids())):
                for method in (one for one in route.methods if one in methods):
                    if (method, address) not in seen:
                        seen.add((method, address))
                        body = bodies.get((method, path), API_BODY)
                        yield from self._of(route, method, address, body, first=number == 0, thorough=thorough)

    def _of(
        self, route: Route, method: str, address: str, body: str, *, first: bool, thorough: bool
    ) -> Iterator[Asked]:
        """One address with one method: with the words of lists, and as a fragment."""
        is_list = method == "GET" and "<" not in route.text
        queries = (QUERIES if thorough else (WIDEST, SOUGHT)) if is_list else QUERIES[:1]
        for query in queries:
            if (route.text, method) in _refused:
                return
            asked = self.ask(method, address + query, body=body)
            yield asked
            if asked.status == HTTPStatus.METHOD_NOT_ALLOWED:
                _refused.add((route.text, method))
            elif (
                thorough and not query and method == "GET" and not route.is_api and (first or asked.status not in EMPTY)
            ):
                yield self.ask(method, address + query, htmx=True)
