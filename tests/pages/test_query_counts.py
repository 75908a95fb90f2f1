"""No page asks the database more than a dozen times, with one record of each kind or with fifty."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.test_urls import PUBLIC
from tests.architecture.walk.canaries import Canaries
from tests.architecture.walk.routes import all_routes
from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.search.index import index

pytestmark = [pytest.mark.once, pytest.mark.django_db]

MOST = 12
# Pages of other packages, whose queries are not ours: start of the address -> why.
FOREIGN = {**PUBLIC, "accounts/": "allauth's own pages"}
# What may ask more: a part of the address -> why. However much is kept, these ask no more than a few per kind.
THOROUGH = {"/everything/": "all that is kept of one human being, of every kind, asked for once in years"}


def pages(canaries: Canaries) -> Iterator[str]:
    """Every page that answers to GET, with a record in its place; the API has tests of its own."""
    for route in all_routes():
        if any(part in route.text for part in THOROUGH):
            continue
        if not route.is_api and not route.text.startswith(tuple(FOREIGN)):
            yield from route.addresses(canaries.ids())


def counted(client: Client, address: str) -> tuple[int, list[str]]:
    """Status of a page and its queries, without the savepoints of the test itself."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
    return response.status_code, [one["sql"] for one in captured.captured_queries if "SAVEPOINT" not in one["sql"]]


@pytest.mark.parametrize(("role", "rows"), [("head", 1), ("head", 50), ("admin", 1)])
def test_pages_ask_little(role: str, rows: int, client: Client, request: pytest.FixtureRequest) -> None:
    user: User = request.getfixturevalue(role)
    request.getfixturevalue("seller")
    canaries = Canaries(user)
    for kind in kinds.all_kinds():
        ids = [canaries.another(kind.model).pk for _ in range(rows - 1)]
        index(kind, ids)
    client.force_login(user)
    tried = {address: counted(client, address) for address in pages(canaries)}
    greedy = {address: len(queries) for address, (_, queries) in tried.items() if len(queries) > MOST}
    assert greedy == {}
    assert sum(status == 200 for status, _ in tried.values()) >= len(list(kinds.all_kinds())) * 2
