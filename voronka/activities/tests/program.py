"""A program that calls the API with somebody's token."""

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User


class Program:
    """Speaks JSON to /api/v1."""

    def __init__(self, user: User) -> None:
        _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
        self.client = Client(headers={"Authorization": f"Bearer {plain}"})

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, body: Any, **headers: str) -> Any:
        address = f"/api/v1{path}"
        return self.client.post(address, json.dumps(body), content_type="application/json", headers=headers)
