import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # What stood here before the first release, one by one.
    replaces = [('activities', '0001_initial'), ('activities', '0002_task_by_day'), ('activities', '0003_texts_for_search')]

    initial = True

    dependencies = [
        ('accounts', '0001_first'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='InteractionType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('icon', models.CharField(default='message-square', max_length=40, verbose_name='icon')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('has_direction', models.BooleanField(default=False, verbose_name='to us or from us')),
                ('default_minutes', models.PositiveIntegerField(default=0, verbose_name='usual length, minutes')),
            ],
            options={
                'ordering': ('position', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='interaction_type_has_name'), models.UniqueConstraint(fields=('name',), name='interaction_type_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Interaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(blank=True, default='', max_length=120, verbose_name='outside id')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('updated_at', models.DateTimeField(verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1)),
                ('custom', models.JSONField(blank=True, default=dict)),
                ('subject_kind', models.CharField(blank=True, default='', max_length=40, verbose_name='kind of the subject')),
                ('subject_id', models.BigIntegerField(blank=True, null=True, verbose_name='subject')),
                ('text', models.TextField(blank=True, default='', verbose_name='result')),
                ('direction', models.CharField(blank=True, choices=[('out', 'From us'), ('in', 'To us')], default='', max_length=3, verbose_name='direction')),
                ('minutes', models.PositiveIntegerField(default=0, verbose_name='minutes spent')),
                ('happened_at', models.DateTimeField(verbose_name='when')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.interactiontype', verbose_name='type')),
            ],
            options={
                'verbose_name': 'interaction',
                'indexes': [models.Index(fields=['subject_kind', 'subject_id', '-happened_at'], name='interaction_of_subject'), models.Index(fields=['owner', '-happened_at'], name='interaction_of_owner'), models.Index(fields=['-happened_at', '-id'], name='interaction_by_moment'), models.Index(fields=['-created_at', '-id'], name='interaction_by_creation')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('subject_kind', ''), _negated=True), ('subject_id__isnull', False)), name='interaction_has_subject'), models.CheckConstraint(condition=models.Q(('minutes__lte', 1440)), name='interaction_within_a_day'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='interaction_external_id_once')],
            },
        ),
        migrations.CreateModel(
            name='InteractionEvent',
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
                ('subject_kind', models.CharField(blank=True, default='', max_length=40, verbose_name='kind of the subject')),
                ('subject_id', models.BigIntegerField(blank=True, null=True, verbose_name='subject')),
                ('text', models.TextField(blank=True, default='', verbose_name='result')),
                ('direction', models.CharField(blank=True, choices=[('out', 'From us'), ('in', 'To us')], default='', max_length=3, verbose_name='direction')),
                ('minutes', models.PositiveIntegerField(default=0, verbose_name='minutes spent')),
                ('happened_at', models.DateTimeField(verbose_name='when')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='department')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='activities.interaction')),
                ('type', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='activities.interactiontype', verbose_name='type')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(blank=True, default='', max_length=120, verbose_name='outside id')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('updated_at', models.DateTimeField(verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1)),
                ('custom', models.JSONField(blank=True, default=dict)),
                ('subject_kind', models.CharField(blank=True, default='', max_length=40, verbose_name='kind of the subject')),
                ('subject_id', models.BigIntegerField(blank=True, null=True, verbose_name='subject')),
                ('title', models.CharField(max_length=255, verbose_name='what to do')),
                ('note', models.TextField(blank=True, default='', verbose_name='description')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('has_time', models.BooleanField(default=False)),
                ('priority', models.CharField(choices=[('high', 'High'), ('normal', 'Normal'), ('low', 'Low')], default='normal', max_length=6, verbose_name='priority')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('result', models.TextField(blank=True, default='', verbose_name='result')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.department', verbose_name='department')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
            ],
            options={
                'verbose_name': 'task',
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['owner', 'due_at'], name='task_open_of_owner'), models.Index(condition=models.Q(('done_at__isnull', True), ('subject_id__isnull', False)), fields=['subject_kind', 'subject_id', 'due_at'], name='task_open_of_subject'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['created_by', 'due_at'], name='task_open_of_author'), models.Index(condition=models.Q(('done_at__isnull', True)), fields=['department', 'due_at'], name='task_open_of_place'), models.Index(condition=models.Q(('done_at__isnull', False)), fields=['owner', '-done_at'], name='task_done_of_owner'), models.Index(fields=['-created_at', '-id'], name='task_by_creation'), models.Index(fields=['due_at', 'id'], name='task_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='task_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('subject_id__isnull', True), ('subject_kind', '')), models.Q(models.Q(('subject_kind', ''), _negated=True), ('subject_id__isnull', False)), _connector='OR'), name='task_subject_whole'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('done_by__isnull', False), _connector='OR'), name='task_done_by_somebody'), models.CheckConstraint(condition=models.Q(('has_time', False), ('due_at__isnull', False), _connector='OR'), name='task_time_needs_day'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='task_external_id_once')],
            },
        ),
        migrations.CreateModel(
            name='HistoryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_kind', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('type', models.CharField(max_length=40, verbose_name='type')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interaction', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entry', to='activities.interaction')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='activities.task')),
            ],
            options={
                'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='history_of_subject')],
            },
        ),
        migrations.CreateModel(
            name='TaskEvent',
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
                ('subject_kind', models.CharField(blank=True, default='', max_length=40, verbose_name='kind of the subject')),
                ('subject_id', models.BigIntegerField(blank=True, null=True, verbose_name='subject')),
                ('title', models.CharField(max_length=255, verbose_name='what to do')),
                ('note', models.TextField(blank=True, default='', verbose_name='description')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                ('has_time', models.BooleanField(default=False)),
                ('priority', models.CharField(choices=[('high', 'High'), ('normal', 'Normal'), ('low', 'Low')], default='normal', max_length=6, verbose_name='priority')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('result', models.TextField(blank=True, default='', verbose_name='result')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.department', verbose_name='department')),
                ('done_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='done by')),
                ('owner', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='activities.task')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoryLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('record_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='activities.historyentry')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'record_id', '-at', '-entry'], name='history_of_card')],
                'constraints': [models.UniqueConstraint(fields=('entry', 'kind', 'record_id'), name='history_link_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interaction',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "activities_interactionevent" ("created_at", "created_by_id", "custom", "department_id", "direction", "external_id", "happened_at", "id", "minutes", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_id", "subject_kind", "text", "type_id", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."custom", NEW."department_id", NEW."direction", NEW."external_id", NEW."happened_at", NEW."id", NEW."minutes", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."subject_id", NEW."subject_kind", NEW."text", NEW."type_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='11fedd286f13ba44d10fd3a3aaa322d52aaad0b1', operation='INSERT', pgid='pgtrigger_insert_insert_db7f7', table='activities_interaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interaction',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "activities_interactionevent" ("created_at", "created_by_id", "custom", "department_id", "direction", "external_id", "happened_at", "id", "minutes", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "subject_id", "subject_kind", "text", "type_id", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."custom", NEW."department_id", NEW."direction", NEW."external_id", NEW."happened_at", NEW."id", NEW."minutes", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."subject_id", NEW."subject_kind", NEW."text", NEW."type_id", NEW."updated_at", NEW."version"); RETURN NULL;', hash='2271ffaa3608832b1bd168ce1a2dad7244b37d06', operation='UPDATE', pgid='pgtrigger_update_update_cfaf4', table='activities_interaction', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='task',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "activities_taskevent" ("created_at", "created_by_id", "custom", "department_id", "done_at", "done_by_id", "due_at", "external_id", "has_time", "id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "result", "subject_id", "subject_kind", "title", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."custom", NEW."department_id", NEW."done_at", NEW."done_by_id", NEW."due_at", NEW."external_id", NEW."has_time", NEW."id", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priority", NEW."result", NEW."subject_id", NEW."subject_kind", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='b57e3a48a6a7f9f6ee024dc58473e7f255ffd48b', operation='INSERT', pgid='pgtrigger_insert_insert_bfd35', table='activities_task', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='task',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "activities_taskevent" ("created_at", "created_by_id", "custom", "department_id", "done_at", "done_by_id", "due_at", "external_id", "has_time", "id", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "result", "subject_id", "subject_kind", "title", "updated_at", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."custom", NEW."department_id", NEW."done_at", NEW."done_by_id", NEW."due_at", NEW."external_id", NEW."has_time", NEW."id", NEW."note", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priority", NEW."result", NEW."subject_id", NEW."subject_kind", NEW."title", NEW."updated_at", NEW."version"); RETURN NULL;', hash='e11d619ea543184fec887f29c294af6c31976345', operation='UPDATE', pgid='pgtrigger_update_update_519d2', table='activities_task', when='AFTER')),
        ),
    ]
