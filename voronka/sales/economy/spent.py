"""The SQL of what went into deals: minutes × the rate of their day, approved expenses; it judges what is kept."""

from datetime import tzinfo

from django.db import connection
from django.utils import timezone

# A rate holds for a person until some rate begins anew, and that is seldom: it is looked up once for each such time,
# not for each contact.
RATES = """
rates AS MATERIALIZED (
    SELECT people.id AS person, since, until, sales_rate_on(people.id, since) AS rate
    FROM (SELECT id FROM accounts_user UNION SELECT 0) people CROSS JOIN (
        SELECT valid_from AS since, coalesce(lead(valid_from) OVER (ORDER BY valid_from), 'infinity') AS until
        FROM (SELECT DISTINCT valid_from FROM sales_rate) begun
    ) times
)"""
# Of interactions `i`; the zone is given twice. An entry costs by the rate of the day on which it happened there.
RATED = """
LEFT JOIN rates r ON r.person = coalesce(i.owner_id, 0) AND (i.happened_at AT TIME ZONE %s)::date >= r.since
    AND (i.happened_at AT TIME ZONE %s)::date < r.until"""
# Of all deals of a table `{asked}` with their `id`: a common table `spent (id, minutes, sixtieths, expenses)`.
SPENT = f"""{RATES}, labour AS (
    SELECT i.subject_id AS id, sum(i.minutes) AS minutes, sum(i.minutes * rate) AS sixtieths
    FROM {{asked}} a JOIN activities_interaction i ON i.subject_kind = 'deal' AND i.subject_id = a.id {RATED}
    WHERE i.minutes > 0 GROUP BY 1
), money AS (
    SELECT e.deal_id AS id, sum(e.amount) AS expenses
    FROM {{asked}} a JOIN sales_expense e ON e.deal_id = a.id AND e.is_approved GROUP BY 1
), spent AS (
    SELECT a.id, coalesce(minutes, 0) AS minutes, coalesce(sixtieths, 0) AS sixtieths, coalesce(expenses, 0) AS expenses
    FROM {{asked}} a LEFT JOIN labour USING (id) LEFT JOIN money USING (id)
)"""  # noqa: S608  # our own words
KEEP = f"""
WITH asked AS (SELECT unnest(%s::bigint[]) AS id), {SPENT.format(asked="asked")}
UPDATE sales_deal d SET labour_minutes = s.minutes, labour_sixtieths = s.sixtieths, expenses_sum = s.expenses
FROM spent s
WHERE s.id = d.id AND (d.labour_minutes, d.labour_sixtieths, d.expenses_sum)
    IS DISTINCT FROM (s.minutes, s.sixtieths, s.expenses)"""  # noqa: S608  # as above

DRIFTED = f"""
WITH asked AS (SELECT unnest(%s::bigint[]) AS id), {SPENT.format(asked="asked")}
SELECT s.id FROM spent s JOIN sales_deal d USING (id)
WHERE (d.labour_minutes, d.labour_sixtieths, d.expenses_sum) IS DISTINCT FROM (s.minutes, s.sixtieths, s.expenses)
    AND NOT EXISTS (SELECT FROM sales_stalecost m WHERE m.deal = s.id)"""  # noqa: S608  # as above


def company_zone() -> tzinfo:
    """The zone by whose calendar work is paid."""
    return timezone.get_default_timezone()


def keep(ids: list[int]) -> int:
    """Let these deals, which the caller has locked, remember what they took; how many remembered something else."""
    zone = str(company_zone())
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [ids, zone, zone])
        return int(cursor.rowcount)


def drifted(ids: list[int]) -> list[int]:
    """Those of these deals that remember something else than they took, though no mark says so."""
    zone = str(company_zone())
    with connection.cursor() as cursor:
        cursor.execute(DRIFTED, [ids, zone, zone])
        return [pk for (pk,) in cursor.fetchall()]
