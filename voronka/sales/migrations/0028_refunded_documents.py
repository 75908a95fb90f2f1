from typing import Any

from django.db import migrations, models
from django.db.models import F, Q, Sum


def _tell_of_known(apps: Any, _editor: Any) -> None:
    """Payments that went back in full before anybody wrote it down."""
    payments = apps.get_model("sales", "Payment").objects
    gone = payments.filter(refund_of=None).annotate(gone=Sum("refunds__amount")).filter(gone=-F("amount"))
    payments.filter(pk__in=list(gone.values_list("pk", flat=True))).update(is_refunded=True)


class Migration(migrations.Migration):
    dependencies = [
        ('sales', '0027_refunds_once'),
    ]

    operations = [
        migrations.AddField(
            model_name='payment',
            name='is_refunded',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(_tell_of_known, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='payment',
            name='payment_once',
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=Q(('is_refunded', False), ('refund_of', None)), fields=('deal', 'origin', 'reference', 'paid_on', 'amount', 'currency'), name='payment_once'),
        ),
    ]
