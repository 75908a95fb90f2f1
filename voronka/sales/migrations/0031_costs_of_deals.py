# Deals remember the effort that they took; whatever changes it says so by marks, whoever writes (docs/adr/0037).

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Marks are only added here and never looked for: one that stands may be on its way out, with a count that began before.
INTERACTIONS = """
CREATE FUNCTION sales_interaction_costs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO sales_stalecost (deal)
        SELECT DISTINCT subject_id FROM stands WHERE subject_kind = 'deal' AND minutes > 0;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO sales_stalecost (deal)
        SELECT DISTINCT subject_id FROM stood WHERE subject_kind = 'deal' AND minutes > 0;
    ELSE
        INSERT INTO sales_stalecost (deal)
        SELECT side.deal FROM stood b JOIN stands a ON a.id = b.id CROSS JOIN LATERAL (VALUES
            (b.subject_kind, b.subject_id, b.minutes), (a.subject_kind, a.subject_id, a.minutes)
        ) side (kind, deal, minutes)
        WHERE (b.subject_kind, b.subject_id, b.minutes, b.owner_id, b.happened_at)
            IS DISTINCT FROM (a.subject_kind, a.subject_id, a.minutes, a.owner_id, a.happened_at)
            AND side.kind = 'deal' AND side.minutes > 0
        GROUP BY side.deal;
    END IF;
    RETURN NULL;
END $$;
"""
EXPENSES = """
CREATE FUNCTION sales_expense_costs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO sales_stalecost (deal) SELECT DISTINCT deal_id FROM stands WHERE is_approved;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO sales_stalecost (deal) SELECT DISTINCT deal_id FROM stood WHERE is_approved;
    ELSE
        INSERT INTO sales_stalecost (deal)
        SELECT side.deal FROM stood b JOIN stands a ON a.id = b.id CROSS JOIN LATERAL (VALUES
            (b.deal_id, b.is_approved), (a.deal_id, a.is_approved)
        ) side (deal, counts)
        WHERE (b.deal_id, b.amount, b.is_approved) IS DISTINCT FROM (a.deal_id, a.amount, a.is_approved) AND side.counts
        GROUP BY side.deal;
    END IF;
    RETURN NULL;
END $$;
"""
# What people did from a day on costs otherwise. Who counts sums waits until this is certain, and begins with what is
# written by then. The day is one too early, so that it serves every zone.
PRICES = """
CREATE FUNCTION sales_price_changed(person bigint, post bigint, day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('sales_stalecost'));
    INSERT INTO sales_stalecost (deal)
    SELECT DISTINCT subject_id FROM activities_interaction
    WHERE subject_kind = 'deal' AND minutes > 0 AND happened_at >= day - 1 AND CASE
        WHEN person IS NOT NULL THEN owner_id = person
        WHEN post IS NOT NULL THEN owner_id IN (SELECT user_id FROM accounts_user_roles WHERE role_id = post)
        ELSE true
    END;
END $$;
CREATE FUNCTION sales_rate_costs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        PERFORM sales_price_changed(user_id, role_id, valid_from) FROM stood;
    END IF;
    IF TG_OP IN ('UPDATE', 'INSERT') THEN
        PERFORM sales_price_changed(user_id, role_id, valid_from) FROM stands;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION sales_role_costs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        PERFORM sales_price_changed(h.user_id, NULL, min(r.valid_from))
        FROM stood h JOIN sales_rate r ON r.role_id = h.role_id GROUP BY h.user_id;
    END IF;
    IF TG_OP IN ('UPDATE', 'INSERT') THEN
        PERFORM sales_price_changed(h.user_id, NULL, min(r.valid_from))
        FROM stands h JOIN sales_rate r ON r.role_id = h.role_id GROUP BY h.user_id;
    END IF;
    RETURN NULL;
END $$;
"""
HEARD = {
    "activities_interaction": "sales_interaction_costs",
    "sales_expense": "sales_expense_costs",
    "sales_rate": "sales_rate_costs",
    "accounts_user_roles": "sales_role_costs",
}
SEEN = {
    "INSERT": "NEW TABLE AS stands",
    "UPDATE": "OLD TABLE AS stood NEW TABLE AS stands",
    "DELETE": "OLD TABLE AS stood",
}
TRIGGERS = "".join(
    f"CREATE TRIGGER {function}_{verb.lower()} AFTER {verb} ON {table}"
    f" REFERENCING {seen} FOR EACH STATEMENT EXECUTE FUNCTION {function}();\n"
    for table, function in HEARD.items()
    for verb, seen in SEEN.items()
)
NO_TRIGGERS = "".join(
    f"DROP TRIGGER {function}_{verb.lower()} ON {table};\n" for table, function in HEARD.items() for verb in SEEN
)
NO_FUNCTIONS = "".join(f"DROP FUNCTION {function}();\n" for function in HEARD.values())
# The deals of an existing base are counted by the worker, in portions; reports count them themselves until then.
MARKS = """
INSERT INTO sales_stalecost (deal)
SELECT subject_id FROM activities_interaction WHERE subject_kind = 'deal' AND minutes > 0
UNION SELECT deal_id FROM sales_expense WHERE is_approved;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_takes_part'),
        ('marketing', '0003_history_by_statements'),
        ('people', '0006_history_by_statements'),
        ('records', '0016_words_by_kind'),
        ('sales', '0030_proofs_of_registrations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StaleCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deal', models.BigIntegerField(db_index=True)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deal',
            name='passed_stages',
        ),
        migrations.AddField(
            model_name='deal',
            name='expenses_sum',
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, editable=False, max_digits=16),
        ),
        migrations.AddField(
            model_name='deal',
            name='labour_minutes',
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='deal',
            name='labour_sixtieths',
            field=models.DecimalField(db_default=0, decimal_places=2, default=0, editable=False, max_digits=20),
        ),
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('outcome', 'open'), _negated=True), fields=['closed_at'], include=('pipeline', 'stage', 'currency', 'amount', 'owner', 'department', 'outcome', 'id', 'unit', 'source', 'campaign', 'lost_reason', 'created_at', 'left_stages', 'left_minutes', 'labour_minutes', 'labour_sixtieths', 'expenses_sum'), name='deal_closed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deal',
            trigger=pgtrigger.compiler.Trigger(name='passed_stages', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' THEN\n        NEW.passed := OLD.passed;\n        NEW.left_stages := OLD.left_stages;\n        NEW.left_minutes := OLD.left_minutes;\n        NEW.passed_macros := OLD.passed_macros;\n        NEW.macro_minutes := OLD.macro_minutes;\n        NEW.macro_stage_id := OLD.macro_stage_id;\n        NEW.unit_id := OLD.unit_id;\n        NEW.labour_minutes := OLD.labour_minutes;\n        NEW.labour_sixtieths := OLD.labour_sixtieths;\n        NEW.expenses_sum := OLD.expenses_sum;\n    END IF;\n    IF NOT NEW.stage_id = ANY (NEW.passed) THEN\n        NEW.passed := array_append(NEW.passed, NEW.stage_id);\n    END IF;\n    IF TG_OP = 'UPDATE' AND OLD.stage_id = NEW.stage_id THEN\n        RETURN NEW;\n    END IF;\n    NEW.macro_stage_id := (\n        SELECT macro_stage_id FROM sales_stagemapping\n        WHERE stage_id = NEW.stage_id AND (valid_from IS NULL OR valid_from <= NEW.stage_since) ORDER BY id DESC LIMIT 1);\n    NEW.unit_id := (SELECT unit_id FROM sales_pipeline WHERE id = NEW.pipeline_id);\n    IF NOT NEW.macro_stage_id = ANY (NEW.passed_macros) THEN\n        NEW.passed_macros := array_append(NEW.passed_macros, NEW.macro_stage_id);\n        NEW.macro_minutes := array_append(NEW.macro_minutes, NULL);\n    END IF;\n    RETURN NEW;\n", hash='6013ae9cf0aaeb297c9422d902341d8d533da730', operation='INSERT OR UPDATE OF "stage_id"', pgid='pgtrigger_passed_stages_92f9d', table='sales_deal', when='BEFORE')),
        ),
        migrations.RemoveIndex(
            model_name='deal',
            name='deal_by_close',
        ),
        migrations.RunSQL(
            INTERACTIONS + EXPENSES + PRICES + TRIGGERS,
            NO_TRIGGERS + NO_FUNCTIONS + "DROP FUNCTION sales_price_changed(bigint, bigint, date)",
        ),
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
    ]
