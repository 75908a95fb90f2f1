"""Values that no honest person types, and a client that tells of every error within."""

import json
from datetime import UTC, datetime
from typing import Any

from django.test import Client

from voronka.accounts.actions import tokens
from voronka.accounts.models import User

NASTY: tuple[Any, ...] = (
    None, " ", "a\x00b", "x" * 21_000, "\u202e\ufeff'; DROP TABLE x;-- <script>", "http://[", True, -1, 0, 2**31, 2**64,
    1e308, "1e400", "NaN", "99999999999999999999", ["x", None, {}], {"a": [1]}, "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59Z", "9999-12-31", "deal:0", "person:99999999999999999999", "me",
)  # fmt: skip


class Guest:
    """One person with a session and a token."""

    def __init__(self, user: User) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        _token, plain = tokens.issue(user=user, name="hostile", at=datetime(2026, 3, 4, 12, tzinfo=UTC))
        self.key = {"Authorization": f"Bearer {plain}"}

    def api(self, method: str, path: str, body: Any = None) -> Any:
        """An answer of the API."""
        data = "" if body is None else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{path}", data, "application/json", headers=self.key)
