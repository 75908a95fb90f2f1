"""What went into a deal is read out of the index alone: its hours, whose they were and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0003_history_by_statements")]

    operations = [
        migrations.RemoveIndex(model_name="interaction", name="interaction_of_subject"),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(
                fields=["subject_kind", "subject_id", "-happened_at"],
                include=("owner", "minutes"),
                name="interaction_of_subject",
            ),
        ),
    ]
