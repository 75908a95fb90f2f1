import django.db.models.deletion
import voronka.imports.models.runs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # What stood here before the first release, one by one.
    replaces = [('imports', '0001_initial')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('file_name', models.CharField(max_length=255)),
                ('file', models.FileField(blank=True, upload_to=voronka.imports.models.runs.random_name)),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('working', 'In progress'), ('checked', 'Checked'), ('done', 'Done'), ('failed', 'Failed')], default='uploaded', max_length=10)),
                ('mapping', models.JSONField(default=dict)),
                ('region', models.CharField(blank=True, default='', max_length=2)),
                ('is_dry', models.BooleanField(default=False)),
                ('rows_read', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('error', models.TextField(blank=True, default='')),
                ('created_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='import_runs', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('digest', models.CharField(max_length=64)),
                ('record_id', models.BigIntegerField()),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='imports.importrun')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'record_id'], name='imported_row_of_record')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'digest'), name='imported_row_once')],
            },
        ),
    ]
