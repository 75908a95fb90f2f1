"""The mark of how the company has arranged Voronka: fields, classifiers; whoever remembers them compares it."""

from uuid import uuid4

from django.db import models


class Arrangement(models.Model):
    """One row; its mark is another one after every change, in every process and after a rollback too."""

    mark = models.UUIDField(default=uuid4)
