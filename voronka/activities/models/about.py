"""What an interaction or a task is about: a record of any kind, named by its kind and id."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from voronka.core.numbers import whole


@dataclass(frozen=True, order=True)
class Ref:
    """A record of any kind by name and id; deals and leads stand in higher apps, so there is no foreign key."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: str) -> "Ref | None":
        """The reference that `deal:15` writes; None for anything else."""
        kind, _colon, pk = text.partition(":")
        number = whole(pk)
        return None if number is None else cls(kind, number)


class AboutRecord(models.Model):
    """The two columns of a subject, read and written as one value."""

    subject_kind = models.CharField(_("kind of the subject"), max_length=40, blank=True, default="")
    subject_id = models.BigIntegerField(_("subject"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def subject(self) -> Ref | None:
        """What this is about, or None."""
        return Ref(self.subject_kind, self.subject_id) if self.subject_id else None

    @subject.setter
    def subject(self, value: Any) -> None:
        self.subject_kind, self.subject_id = (value.kind, value.id) if value else ("", None)
