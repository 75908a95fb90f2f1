# A deal's pipeline and outcome are those of its stage: a composite foreign key, which Django's models cannot say.

from django.db import migrations


class Migration(migrations.Migration):

    replaces = [('sales', '0002_deal_follows_stage'), ('sales', '0003_sums_and_orders_of_deals')]

    dependencies = [
        ('sales', '0001_first'),
    ]

    operations = [
        migrations.RunSQL(
            'ALTER TABLE sales_deal ADD CONSTRAINT deal_follows_stage FOREIGN KEY (pipeline_id, stage_id, outcome)'
            ' REFERENCES sales_stage (pipeline_id, id, outcome)',
            'ALTER TABLE sales_deal DROP CONSTRAINT deal_follows_stage',
        ),
    ]
