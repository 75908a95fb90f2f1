"""The mark of how the company has arranged Voronka: fields, classifiers; whoever remembers them compares it."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Arrangement(models.Model):
    """One row; its mark is another one after every change, in every process and after a rollback too.

    `without` names the kinds of records that the company does without.
    """

    mark = models.UUIDField(default=uuid4)
    without = ArrayField(models.CharField(max_length=60), default=list, blank=True)
