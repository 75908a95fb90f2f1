import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


# Free text by the stems of Russian and English words, ё as е.
CONFIGURATION = """
    CREATE TEXT SEARCH CONFIGURATION ru (COPY = russian);
    ALTER TEXT SEARCH CONFIGURATION ru
        ALTER MAPPING FOR hword, hword_part, word WITH unaccent, russian_stem;
"""


class Migration(migrations.Migration):

    # What stood here before the first release, one by one.
    replaces = [('records', '0001_initial'), ('records', '0002_bulk_and_exports'), ('records', '0003_custom_fields'), ('records', '0004_duplicates_and_merges'), ('records', '0006_erasures')]

    initial = True

    dependencies = [
        ('accounts', '0001_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION ru"),
        migrations.CreateModel(
            name='ReadQuestion',
            fields=[
                ('digest', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='BulkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('given', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('before', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('at', models.DateTimeField(db_index=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ClassifierValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('classifier', models.CharField(max_length=40, verbose_name='classifier')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ('classifier', 'position', 'name'),
                'constraints': [models.UniqueConstraint(fields=('classifier', 'name'), name='classifier_value_once')],
            },
        ),
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('key', models.SlugField(max_length=40, verbose_name='key')),
                ('label', models.CharField(max_length=80, verbose_name='name')),
                ('hint', models.CharField(blank=True, default='', max_length=200, verbose_name='hint')),
                ('type', models.CharField(choices=[('text', 'Text'), ('long_text', 'Long text'), ('number', 'Number'), ('money', 'Money'), ('date', 'Date'), ('moment', 'Date and time'), ('flag', 'Yes or no'), ('choice', 'Choice from a list'), ('choices', 'Several choices from a list'), ('url', 'Web address')], max_length=12, verbose_name='type')),
                ('classifier', models.CharField(blank=True, default='', max_length=40, verbose_name='list')),
                ('places', models.PositiveSmallIntegerField(default=0, verbose_name='decimals')),
                ('is_required', models.BooleanField(default=False, verbose_name='required')),
                ('is_personal', models.BooleanField(db_default=False, default=False, verbose_name='personal data')),
                ('is_in_form', models.BooleanField(default=False, verbose_name='in the short form')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
            ],
            options={
                'ordering': ('kind', 'position', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='custom_field_key_once'), models.UniqueConstraint(models.F('kind'), django.db.models.functions.text.Lower('label'), name='custom_field_label_once')],
            },
        ),
        migrations.CreateModel(
            name='ExportEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('format', models.CharField(max_length=10)),
                ('filter', models.JSONField(default=dict)),
                ('text', models.CharField(blank=True, default='', max_length=200)),
                ('columns', models.JSONField(default=list)),
                ('count', models.PositiveIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('into_id', models.BigIntegerField()),
                ('ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField())),
                ('names', models.JSONField(default=list)),
                ('at', models.DateTimeField(db_index=True)),
                ('before', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('after', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('moved', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'into_id'], name='merge_into')],
            },
        ),
        migrations.CreateModel(
            name='MergedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('old_id', models.BigIntegerField()),
                ('into_id', models.BigIntegerField()),
                ('merge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='redirects', to='records.merge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'old_id'), name='merged_record_once')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('is_shared', models.BooleanField(default=False, verbose_name='for everybody')),
                ('filter', models.JSONField(blank=True, default=dict)),
                ('sort', models.CharField(blank=True, default='', max_length=60)),
                ('columns', models.JSONField(blank=True, default=list)),
                ('position', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.UniqueConstraint(fields=('kind', 'owner', 'name'), name='saved_view_name_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('title', models.TextField()),
                ('subtitle', models.TextField(default='')),
                ('words', models.TextField(default='')),
                ('digits', models.TextField(default='')),
                ('updated_at', models.DateTimeField()),
                ('lexemes', models.GeneratedField(db_persist=True, expression=models.Func(models.F('words'), template="array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(left(%(expressions)s, 20000), '[[:alnum:]]{80,}', ' ', 'g'), '[^[:alnum:]]+'), ''))"), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.department')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('words'), 'gin_trgm_ops'), name='search_words_trgm'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('digits'), 'gin_trgm_ops'), name='search_digits_trgm'), django.contrib.postgres.indexes.GinIndex(fields=['lexemes'], name='search_entry_lexemes')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='search_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('stems', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['stems'], name='search_passage_stems'), models.Index(fields=['-at', '-id'], name='search_passage_latest')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='search_passage_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.TextField(primary_key=True, serialize=False)),
                ('sound', models.TextField()),
                ('cuts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.F('word'), 'gin_trgm_ops'), name='search_word_trgm'), django.contrib.postgres.indexes.GinIndex(fields=['cuts'], name='search_word_cuts'), models.Index(django.contrib.postgres.indexes.OpClass(models.F('word'), 'text_pattern_ops'), name='search_word_begins'), models.Index(django.contrib.postgres.indexes.OpClass(models.F('sound'), 'text_pattern_ops'), name='search_word_sounds')],
            },
        ),
        migrations.CreateModel(
            name='CreationKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField(db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='creation_key_once')],
            },
        ),
        migrations.CreateModel(
            name='DuplicatePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('low_id', models.BigIntegerField()),
                ('high_id', models.BigIntegerField()),
                ('score', models.FloatField()),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list)),
                ('found_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('', 'To decide'), ('different', 'Different')], default='', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('decision', '')), fields=['kind', '-score', 'id'], name='duplicate_pair_to_decide'), models.Index(fields=['kind', 'high_id'], name='duplicate_pair_by_high')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'low_id', 'high_id'), name='duplicate_pair_once'), models.CheckConstraint(condition=models.Q(('low_id__lt', models.F('high_id'))), name='duplicate_pair_in_order'), models.CheckConstraint(condition=models.Q(('score__gte', 0), ('score__lte', 1)), name='duplicate_pair_score'), models.CheckConstraint(condition=models.Q(('decision', ''), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='duplicate_pair_decided_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('total', models.PositiveIntegerField(default=0)),
                ('compared', models.PositiveIntegerField(default=0)),
                ('found', models.PositiveIntegerField(default=0)),
                ('failed', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', '-id'], name='duplicate_search_latest')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField(db_index=True)),
                ('why', models.CharField(choices=[('request', 'The person asked for it'), ('withdrawn', 'The consent was withdrawn'), ('purpose', 'The purpose is reached'), ('mistake', 'Kept by mistake')], max_length=12)),
                ('counts', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'record_id'), name='erasure_once')],
            },
        ),
    ]
