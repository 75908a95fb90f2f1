"""The sums of the board are read out of indexes alone, by owner too, and those of what was closed this month."""

from django.db import migrations, models

OPEN = models.Q(outcome="open")


class Migration(migrations.Migration):
    dependencies = [("sales", "0028_refunded_documents")]

    operations = [
        migrations.RemoveIndex(model_name="deal", name="deal_open_sums"),
        migrations.RemoveIndex(model_name="deal", name="deal_by_close"),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["pipeline", "stage", "currency"],
                include=("amount", "owner", "department", "id"),
                condition=OPEN,
                name="deal_open_sums",
            ),
        ),
        migrations.AddIndex(
            model_name="deal",
            index=models.Index(
                fields=["closed_at"],
                include=("pipeline", "stage", "currency", "amount", "owner", "department", "outcome", "id"),
                condition=~OPEN,
                name="deal_by_close",
            ),
        ),
    ]
