# The report of time reads a period out of an index alone.

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_takes_part'),
        ('activities', '0004_minutes_of_subject'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(fields=['-happened_at', '-id'], include=('owner', 'department', 'type', 'minutes', 'subject_kind', 'subject_id'), name='interaction_of_period'),
        ),
        migrations.RemoveIndex(
            model_name='interaction',
            name='interaction_by_moment',
        ),
    ]
