"""The machine room gets its answers, and logs say who asked what and how long it took."""

import io
import json
import logging
import logging.config
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from voronka.accounts.models import User
from voronka.config.logging import hide_secrets, logging_settings


def test_alive_for_any_host_name(client: Client) -> None:
    assert client.get("/healthz", HTTP_HOST="anything.example.com").json() == {"status": "ok"}


@pytest.mark.django_db(transaction=True)
def test_ready_when_the_tables_are_there(client: Client) -> None:
    applied = MigrationRecorder(connection)
    names = [name for app, name in applied.applied_migrations() if app == "imports"]
    for name in names:
        applied.record_unapplied("imports", name)
    assert client.get("/readyz").status_code == 503
    for name in names:
        applied.record_applied("imports", name)
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    with monkeypatch.context() as lost:
        lost.setitem(connection.settings_dict, "OPTIONS", {})  # no pool, so that it has to connect
        lost.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "database" in answer.json()["status"]


@pytest.mark.django_db(transaction=True)
def test_metrics_count_requests_by_route(client: Client) -> None:
    client.get("/accounts/login/")
    text = client.get("/metrics").content.decode()
    assert 'voronka_requests_total{method="GET",route="account_login",status="200"}' in text
    assert 'voronka_request_seconds_bucket{le="0.04",route="account_login"}' in text


@pytest.mark.django_db(transaction=True)
def test_metrics_are_for_this_machine_or_a_token(client: Client, settings: Any) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 403
    assert client.get("/metrics", HTTP_X_FORWARDED_FOR="10.0.0.9").status_code == 403
    settings.METRICS_TOKEN = "word"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer word", REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.django_db
def test_a_request_has_an_id_and_a_line_in_the_log(client: Client, admin: User, caplog: Any) -> None:
    client.force_login(admin)
    with caplog.at_level(logging.INFO, logger="voronka.request"):
        answer = client.get("/accounts/login/", HTTP_X_REQUEST_ID="proxy-12345")
    assert answer["X-Request-ID"] == "proxy-12345"
    assert "app;dur=" in answer["Server-Timing"]
    [record] = [record for record in caplog.records if record.name == "voronka.request"]
    assert record.msg["route"] == "account_login"
    assert record.msg["user"] == admin.pk
    assert record.msg["request_id"] == "proxy-12345"
    assert record.msg["ms"] > 0
    assert client.get("/accounts/login/", HTTP_X_REQUEST_ID="bad\nid")["X-Request-ID"] != "bad\nid"


def test_logs_are_json_without_secrets() -> None:
    found = logging_settings("INFO", pretty=False)
    formatter = found["formatters"]["structured"]
    made = formatter["()"](**{name: value for name, value in formatter.items() if name != "()"})
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(made)
    logger = logging.Logger("some.library")
    logger.addHandler(handler)
    logger.warning("Пришёл %s", "файл", extra={"token": "abc"})
    line = json.loads(handler.stream.getvalue())
    assert line["event"] == "Пришёл файл"
    assert line["level"] == "warning"
    assert line["logger"] == "some.library"
    assert line["token"] == "…"
    assert hide_secrets(None, "info", {"Password": "x", "kind": "deal"}) == {"Password": "…", "kind": "deal"}
