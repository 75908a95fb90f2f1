"""Places of work that stand already are found by their organizations."""

from django.db import migrations

# As `records.search.index` writes it: the texts folded, without the words of the dictionary, which are known already.
FILL = """
    INSERT INTO records_searchentry (kind, record_id, owner_id, department_id, title, subtitle, words, digits, updated_at)
    SELECT 'position', p.id, p.owner_id, p.department_id, r.name, o.name,
           translate(lower(concat_ws(' ', r.name, o.name, p.title)), 'ё', 'е'), '', now()
    FROM people_position p JOIN people_person r ON r.id = p.person_id JOIN people_organization o ON o.id = p.organization_id
    ON CONFLICT (kind, record_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_alter_consent_channel"),
        ("records", "0012_own_links"),
    ]

    operations = [
        migrations.RunSQL(FILL, "DELETE FROM records_searchentry WHERE kind = 'position'"),
    ]
