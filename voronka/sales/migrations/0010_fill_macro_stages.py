# The common list, the place of every stage in it, and what the history and the deals would have remembered of it.

from django.db import migrations

LIST = """
INSERT INTO sales_macrostage (name, kind, probability, position, is_active)
SELECT name, kind, probability, row_number() OVER () - 1, true FROM (VALUES
    ('Новые', 'open', 10), ('Квалификация', 'open', 20), ('Предложение', 'open', 40), ('Переговоры', 'open', 60),
    ('Договор', 'open', 80), ('Отложены', 'paused', 10), ('Выиграны', 'won', 100), ('Проиграны', 'lost', 0)
) AS usual (name, kind, probability)
WHERE NOT EXISTS (SELECT FROM sales_macrostage);
"""
PLACES = """
INSERT INTO sales_stagemapping (stage_id, macro_stage_id)
SELECT s.id, (
    SELECT m.id FROM sales_macrostage m WHERE m.kind = s.outcome
    ORDER BY abs(m.probability - s.probability), m.position LIMIT 1
)
FROM sales_stage s WHERE NOT EXISTS (SELECT FROM sales_stagemapping known WHERE known.stage_id = s.id);
"""
HISTORY = """
UPDATE sales_stagechange c SET macro_stage_id = m.macro_stage_id, unit_id = p.unit_id
FROM sales_stage s JOIN sales_pipeline p ON p.id = s.pipeline_id JOIN sales_stagemapping m ON m.stage_id = s.id
WHERE s.id = c.to_stage_id;
"""
DEALS = """
WITH way AS (
    SELECT c.deal_id, c.to_stage_id, c.macro_stage_id, b.macro_stage_id AS left_macro,
        (c.seconds_in_previous / 60)::int AS minutes,
        row_number() OVER (PARTITION BY c.deal_id ORDER BY c.at, c.id) AS number
    FROM sales_stagechange c LEFT JOIN sales_stagemapping b ON b.stage_id = c.from_stage_id
), stays AS (
    SELECT deal_id, macro, min(number) AS number, sum(minutes)::int AS minutes
    FROM (
        SELECT deal_id, macro_stage_id AS macro, number, NULL::int AS minutes FROM way
        UNION ALL
        SELECT deal_id, left_macro, number, minutes FROM way WHERE left_macro IS NOT NULL
    ) every_stay GROUP BY deal_id, macro
), macros AS (
    SELECT deal_id, array_agg(macro ORDER BY number) AS macros, array_agg(minutes ORDER BY number) AS minutes
    FROM stays GROUP BY deal_id
), been AS (
    SELECT deal_id, array_agg(stage ORDER BY number) AS stages FROM (
        SELECT deal_id, to_stage_id AS stage, min(number) AS number FROM way GROUP BY deal_id, to_stage_id
    ) each_stage GROUP BY deal_id
)
UPDATE sales_deal d SET passed_macros = m.macros, macro_minutes = m.minutes, macro_stage_id = p.macro_stage_id,
    unit_id = l.unit_id,
    passed = CASE WHEN d.stage_id = ANY (been.stages) THEN been.stages ELSE array_append(been.stages, d.stage_id) END
FROM macros m JOIN been USING (deal_id), sales_stagemapping p, sales_pipeline l
WHERE m.deal_id = d.id AND p.stage_id = d.stage_id AND l.id = d.pipeline_id;
"""
REST = """
UPDATE sales_deal d SET passed_macros = ARRAY[p.macro_stage_id], macro_minutes = ARRAY[NULL]::int[],
    macro_stage_id = p.macro_stage_id, unit_id = l.unit_id
FROM sales_stagemapping p, sales_pipeline l
WHERE d.macro_stage_id IS NULL AND p.stage_id = d.stage_id AND l.id = d.pipeline_id;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('sales', '0009_macro_stages'),
    ]

    operations = [migrations.RunSQL(one, migrations.RunSQL.noop) for one in (LIST, PLACES, HISTORY, DEALS, REST)]
