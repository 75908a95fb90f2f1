"""A migrated base kept beside the tests' bases: a run copies it in the twinkling of an eye instead of migrating."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from psycopg import sql

PREFIX = "migrated_"
LOCK = 20_261_122  # any number of our own: processes of one run wait for each other


@pytest.fixture(scope="session")
def migrated() -> Iterator[psycopg.Connection]:
    """A session that holds the lock: the first process of a run migrates, the others wait and copy."""
    about = connection.settings_dict
    with psycopg.connect(
        dbname="postgres",
        user=about["USER"],
        password=about["PASSWORD"],
        host=about["HOST"],
        port=about["PORT"] or None,
        autocommit=True,
    ) as session:
        session.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield session


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, migrated: psycopg.Connection) -> None:
    """Let Django make the base of the tests from the kept one; it still migrates whatever that one lacks."""
    if template() in _kept(migrated):
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


# Tests that commit are cleaned up by TRUNCATE of all tables, the journal of reads among them, which refuses it.
LET_FLUSH = """
CREATE OR REPLACE FUNCTION records_readentry_keep_whole() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, migrated: psycopg.Connection, django_db_blocker: Any) -> None:
    """Keep a copy of the freshly migrated base, then let the other processes go on."""
    kept = _kept(migrated)
    if template() not in kept:
        connection.close()
        connection.close_pool()
        for old in kept:
            migrated.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
        names = map(sql.Identifier, (template(), connection.settings_dict["NAME"]))
        migrated.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(LET_FLUSH)
    migrated.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def template() -> str:
    """The name of the base that these very migrations make."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(file.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def _kept(session: psycopg.Connection) -> list[str]:
    found = session.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    return [name for (name,) in found]
