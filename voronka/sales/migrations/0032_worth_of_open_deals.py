# What open deals are worth and when is read out of one index: for the board and for the forecast.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_takes_part'),
        ('marketing', '0003_history_by_statements'),
        ('people', '0006_history_by_statements'),
        ('records', '0016_words_by_kind'),
        ('sales', '0031_costs_of_deals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deal',
            index=models.Index(condition=models.Q(('outcome', 'open')), fields=['pipeline', 'stage', 'currency'], include=('amount', 'margin', 'owner', 'department', 'unit', 'product', 'expected_close_on', 'forecast', 'outcome', 'id'), name='deal_open_worth'),
        ),
        migrations.RemoveIndex(
            model_name='deal',
            name='deal_open_sums',
        ),
    ]
