"""The table of short-lived counters, so that limits of signing in hold for all processes together.

Unlogged: it may be empty after a crash, and costs no write-ahead log.
"""

from django.db import migrations

TABLE = """
CREATE UNLOGGED TABLE cache_entry (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires);
"""


class Migration(migrations.Migration):
    replaces = [("accounts", "0003_cache"), ("accounts", "0004_arrangement")]
    dependencies = [("accounts", "0001_first")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE cache_entry")]
