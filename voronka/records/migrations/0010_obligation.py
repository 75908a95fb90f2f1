"""What the company demands of a field stands in one table; own fields that were required of all are its first rows."""

import django.db.models.deletion
from django.db import migrations, models


def _demand(apps, _schema_editor):
    """The same demand as before, in its new place."""
    own_field, obligation = apps.get_model("records", "CustomField"), apps.get_model("records", "Obligation")
    required = own_field.objects.filter(is_required=True).exclude(type="flag")
    obligation.objects.bulk_create(
        obligation(kind=one.kind, field=f"c_{one.key}", moment="create") for one in required
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_cache"),
        ("records", "0009_card_layouts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Obligation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=60)),
                ("moment", models.CharField(max_length=40)),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.role",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "field", "moment", "role"), name="obligation_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.RunPython(_demand, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="customfield", name="is_required"),
    ]
