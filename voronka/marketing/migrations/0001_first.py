import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # What stood here before the first release, one by one.
    replaces = [('marketing', '0001_initial')]

    initial = True

    dependencies = [
        ('accounts', '0001_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(blank=True, default='', max_length=120, verbose_name='outside id')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('updated_at', models.DateTimeField(verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1)),
                ('custom', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='start')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='end')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'campaign',
                'indexes': [models.Index(models.Func(django.db.models.functions.text.Lower(models.F('name')), models.Value('ё'), models.Value('е'), function='translate', output_field=models.TextField()), models.F('id'), name='campaign_by_name'), models.Index(fields=['-created_at', '-id'], name='campaign_by_creation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='campaign_has_name'), models.CheckConstraint(condition=models.Q(('ended_on', None), ('started_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='campaign_ends_after_start', violation_error_code='order', violation_error_message='A campaign cannot end before it starts.'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='campaign_external_id_once'), models.UniqueConstraint(fields=('name',), name='campaign_name_once', violation_error_code='unique', violation_error_message='There is a campaign with this name already.')],
            },
        ),
        migrations.CreateModel(
            name='CampaignEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('external_id', models.CharField(blank=True, default='', max_length=120, verbose_name='outside id')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('updated_at', models.DateTimeField(verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1)),
                ('custom', models.JSONField(blank=True, default=dict)),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('started_on', models.DateField(blank=True, null=True, verbose_name='start')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='end')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='department')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='marketing.campaign')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "marketing_campaignevent" ("created_at", "created_by_id", "custom", "department_id", "ended_on", "external_id", "id", "is_active", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_on", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."custom", NEW."department_id", NEW."ended_on", NEW."external_id", NEW."id", NEW."is_active", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."started_on", NEW."updated_at", NEW."version"); RETURN NULL;', hash='21aadc477ed18e897c491562edba97037e8530ff', operation='INSERT', pgid='pgtrigger_insert_insert_fc1ea', table='marketing_campaign', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='campaign',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "marketing_campaignevent" ("created_at", "created_by_id", "custom", "department_id", "ended_on", "external_id", "id", "is_active", "name", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "started_on", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."custom", NEW."department_id", NEW."ended_on", NEW."external_id", NEW."id", NEW."is_active", NEW."name", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."started_on", NEW."updated_at", NEW."version"); RETURN NULL;', hash='99158133d66de2516218d8575ca32f498336f8b4', operation='UPDATE', pgid='pgtrigger_update_update_07635', table='marketing_campaign', when='AFTER')),
        ),
    ]
