"""The journal of reads refuses TRUNCATE too, of all of it and of one month; whole months that are over still go."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION records_readentry_keep_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal of reads is only written to' USING ERRCODE = 'insufficient_privilege';
END $$;
"""

# A partition has statement triggers of its own: every month gets one when it is made.
REFUSE = """
CREATE TRIGGER keep_whole BEFORE TRUNCATE ON records_readentry
    FOR EACH STATEMENT EXECUTE FUNCTION records_readentry_keep_whole();
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'records_readentry'::regclass
    LOOP
        EXECUTE format('CREATE TRIGGER keep_whole BEFORE TRUNCATE ON %s'
            ' FOR EACH STATEMENT EXECUTE FUNCTION records_readentry_keep_whole()', part);
    END LOOP;
END $$;
"""

MONTH = """
CREATE OR REPLACE FUNCTION records_readentry_month(day date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    first timestamp := date_trunc('month', day::timestamp);
    part text := 'records_readentry_' || to_char(first, 'YYYYMM');
BEGIN
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('records_readentry_month'));
    IF to_regclass(part) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format(
        'CREATE TABLE %I PARTITION OF records_readentry FOR VALUES FROM (%L) TO (%L)',
        part, first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC'
    );
    EXECUTE format('CREATE TRIGGER keep_whole BEFORE TRUNCATE ON %I'
        ' FOR EACH STATEMENT EXECUTE FUNCTION records_readentry_keep_whole()', part);
END $$;
"""

BACK = """
DROP FUNCTION records_readentry_keep_whole CASCADE;
CREATE OR REPLACE FUNCTION records_readentry_month(day date) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    first timestamp := date_trunc('month', day::timestamp);
    part text := 'records_readentry_' || to_char(first, 'YYYYMM');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('records_readentry_month'));
    EXECUTE format(
        'CREATE TABLE IF NOT EXISTS %I PARTITION OF records_readentry FOR VALUES FROM (%L) TO (%L)',
        part, first AT TIME ZONE 'UTC', (first + interval '1 month') AT TIME ZONE 'UTC'
    );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0010_obligation")]

    operations = [migrations.RunSQL(GUARD + REFUSE + MONTH, BACK)]
