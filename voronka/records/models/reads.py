"""The journal of reads: who looked at whose personal data, in tables that only take rows."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func
from django.utils.translation import pgettext_lazy


class Way(models.TextChoices):
    """How personal data were read."""

    CARD = "card", pgettext_lazy("read", "Card")
    PANEL = "panel", pgettext_lazy("read", "Part of a card")
    CHANGES = "changes", pgettext_lazy("read", "History of changes")
    LIST = "list", pgettext_lazy("read", "List")
    SEARCH = "search", pgettext_lazy("read", "Search")
    PICKER = "picker", pgettext_lazy("read", "Choice of a record")
    EXPORT = "export", pgettext_lazy("read", "Export")
    API = "api", pgettext_lazy("read", "API")
    PAGE = "page", pgettext_lazy("read", "Another page")


class ReadEntry(models.Model):
    """Records of one kind whose personal data one answer showed.

    `place` is the address that was asked, `question` the digest of what was looked for (`ReadQuestion`). The table is
    parted by months, its triggers refuse every change; see the migration. Users are never erased, so the key to them is
    not checked by the database: a check would lock the user's row on every page.
    """

    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    address = models.GenericIPAddressField(null=True)
    way = models.CharField(max_length=12, choices=Way)
    kind = models.CharField(max_length=40)
    ids = ArrayField(models.BigIntegerField())
    place = models.CharField(max_length=200)
    question = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("user", "-id"), name="read_entry_of_user"),
            GinIndex(fields=("ids",), name="read_entry_of_record"),
        )

    def __str__(self) -> str:
        return f"{self.way} {self.kind} {self.at:%d.%m.%Y %H:%M}"


class ReadQuestion(models.Model):
    """What was looked for: kept apart, because the words may be somebody's name and must be erasable.

    Both indexes are for an erasure, that asks for the names and phones of one human being.
    """

    digest = models.CharField(max_length=32, primary_key=True)
    text = models.TextField()
    digits = models.GeneratedField(
        expression=Func(F("text"), template="regexp_replace(%(expressions)s, '[^0-9]', '', 'g')"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        indexes = (
            GinIndex(OpClass(F("text"), "gin_trgm_ops"), name="read_question_text"),
            GinIndex(OpClass(F("digits"), "gin_trgm_ops"), name="read_question_digits"),
        )

    def __str__(self) -> str:
        return self.text
