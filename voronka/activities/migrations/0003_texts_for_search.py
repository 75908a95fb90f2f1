from django.db import migrations

# What is said moves from the table of names to the table of texts.
TEXTS = """
    INSERT INTO records_searchpassage (kind, record_id, at, stems)
        SELECT 'interaction', id, happened_at, to_tsvector('ru', left(text, 100000)) FROM activities_interaction
        ON CONFLICT (kind, record_id) DO NOTHING;
    INSERT INTO records_searchpassage (kind, record_id, at, stems)
        SELECT 'task', id, coalesce(done_at, created_at), to_tsvector('ru', left(note || E'\\n' || result, 100000))
        FROM activities_task ON CONFLICT (kind, record_id) DO NOTHING;
    DELETE FROM records_searchentry WHERE kind = 'interaction';
    UPDATE records_searchentry SET words = translate(lower(title), 'ё', 'е') WHERE kind = 'task';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_task_by_day'),
        ('records', '0007_search_index'),
    ]

    operations = [migrations.RunSQL(TEXTS, migrations.RunSQL.noop)]
