"""What a deal remembers of the effort that it took, and which deals are to be counted anew."""

from django.db import models

# Working time in minutes, the same as Σ minutes × roubles per hour (sixtieths of roubles: nothing is rounded), and
# approved expenses in roubles. Only `actions.spent` writes them.
SPENT = ("labour_minutes", "labour_sixtieths", "expenses_sum")


class StaleCost(models.Model):
    """A deal whose remembered effort may be wrong since something that it comes of was written; a deal has many.

    Triggers add rows whoever writes interactions, expenses, rates or roles (docs/adr/0037). There is no foreign key and
    nothing unique: a writer must never wait for another one here.
    """

    deal = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.deal)
