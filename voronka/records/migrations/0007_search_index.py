import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.db import migrations, models


# Free text by the stems of Russian and English words, ё as е.
CONFIGURATION = """
    CREATE TEXT SEARCH CONFIGURATION ru (COPY = russian);
    ALTER TEXT SEARCH CONFIGURATION ru
        ALTER MAPPING FOR hword, hword_part, word WITH unaccent, russian_stem;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_arrangement'),
        ('records', '0006_erasures'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION ru"),
        migrations.CreateModel(
            name='SearchPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('stems', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.TextField(primary_key=True, serialize=False)),
                ('sound', models.TextField()),
                ('cuts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.AddField(
            model_name='searchentry',
            name='lexemes',
            field=models.GeneratedField(db_persist=True, expression=models.Func(models.F('words'), template="array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(left(%(expressions)s, 20000), '[[:alnum:]]{80,}', ' ', 'g'), '[^[:alnum:]]+'), ''))"), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['lexemes'], name='search_entry_lexemes'),
        ),
        migrations.AddIndex(
            model_name='searchpassage',
            index=django.contrib.postgres.indexes.GinIndex(fields=['stems'], name='search_passage_stems'),
        ),
        migrations.AddIndex(
            model_name='searchpassage',
            index=models.Index(fields=['-at', '-id'], name='search_passage_latest'),
        ),
        migrations.AddConstraint(
            model_name='searchpassage',
            constraint=models.UniqueConstraint(fields=('kind', 'record_id'), name='search_passage_once'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('word'), 'gin_trgm_ops'), name='search_word_trgm'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=django.contrib.postgres.indexes.GinIndex(fields=['cuts'], name='search_word_cuts'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(django.contrib.postgres.indexes.OpClass(models.F('word'), 'text_pattern_ops'), name='search_word_begins'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(django.contrib.postgres.indexes.OpClass(models.F('sound'), 'text_pattern_ops'), name='search_word_sounds'),
        ),
    ]
