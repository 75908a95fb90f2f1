"""Field types of activities: a subject of any kind, a type of interaction, a due moment, the state of a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from voronka.activities import subjects
from voronka.activities.models import InteractionType, Ref
from voronka.activities.models.tasks import LAST_SECOND
from voronka.activities.queries.titles import named
from voronka.core import dates
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.fields import Field, FilterContext, Moment, bad_value
from voronka.records.fields.choices import listed
from voronka.records.fields.computed import Computed, Told
from voronka.records.fields.links import ForeignLink
from voronka.records.models import SearchEntry

if TYPE_CHECKING:
    from voronka.accounts.models import User


def end_of(day: date) -> datetime:
    """The last second of a day in the company's time: when something due on that day is late."""
    return datetime.combine(day, time(23, 59, LAST_SECOND), tzinfo=timezone.get_current_timezone())


@dataclass(frozen=True, kw_only=True)
class SubjectTold(Told):
    """The name of a subject for people, and its `deal:15` for programs."""

    ref: Ref


def titles_of_subjects(records: Sequence[Any], by: "User", _at: datetime) -> dict[int, Any]:
    """What each of the records is about, by name: one query; nothing for a subject that is not for this person."""
    found = named([record.subject for record in records], by)
    titles = {record.pk: found.get(record.subject) for record in records if record.subject}
    return {
        pk: SubjectTold(text=one.title, title=str(one.kind.label), ref=one.ref) for pk, one in titles.items() if one
    }


@dataclass(frozen=True, kw_only=True)
class About(Computed):
    """The record that something is about: written as `deal:15`, only if the person may see it; shown by its name."""

    values: Any = titles_of_subjects
    editable: bool = True
    filterable: bool = True

    widget = "picker"
    operators = ("in", "empty", "filled")

    @property
    def lookup(self) -> str:
        """Where its picker asks for records."""
        return reverse("activities:subjects")

    def picked(self, raw: Any, *, by: "User") -> str:
        try:
            ref = raw if isinstance(raw, Ref) else self._ref(raw)
        except Refused:
            return ""
        found = named([ref], by).get(ref) if subjects.find(ref.kind) else None
        return found.title if found else ""

    def read(self, record: Any) -> Any:
        return record.subject

    def parse(self, raw: Any, *, by: "User") -> Ref:
        ref = raw if isinstance(raw, Ref) else self._ref(raw)
        if subjects.find(ref.kind) is None:
            raise bad_value(self, raw)
        if not access.visible(kinds.get(ref.kind), by).filter(pk=ref.id).exists():
            raise Refused(_("“%(field)s”: there is no such record.") % {"field": self.label}, field=self.name)
        return ref

    def _ref(self, raw: Any) -> Ref:
        if (ref := Ref.read(str(raw))) is None:
            raise bad_value(self, raw)
        return ref

    def show(self, value: Any) -> str:
        if not value:
            return ""
        if not isinstance(value, Ref):
            return str(value)
        found = SearchEntry.objects.filter(kind=value.kind, record_id=value.id).values_list("title", flat=True)
        return found.first() or str(kinds.get(value.kind).label)

    def export(self, value: Any) -> str:
        return str(value.ref if isinstance(value, SubjectTold) else value) if value else ""

    def emptiness(self) -> Q:
        return Q(subject_id__isnull=True)

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        refs = [self._ref(one) for one in listed(value)]
        return _any_of(refs) if refs else Q(pk__in=[])


def _any_of(refs: list[Ref]) -> Q:
    result = Q()
    for ref in refs:
        result |= Q(subject_kind=ref.kind, subject_id=ref.id)
    return result


@dataclass(frozen=True, kw_only=True)
class TypeLink(ForeignLink):
    """A type of interaction, by id, code or name."""

    widget = "select"
    api_type: ClassVar[Any] = int | str
    related: ClassVar[bool] = True

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the types in use."""
        rows = InteractionType.objects.filter(is_active=True)
        return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]

    def parse(self, raw: Any, *, by: "User") -> int:
        rows = InteractionType.objects.filter(is_active=True)
        text = str(raw).strip()
        pk = whole(text)
        wanted = Q(code=text) | Q(name__iexact=text) if pk is None else Q(pk=pk)
        found = rows.filter(wanted).values_list("pk", flat=True).first()
        if found is None:
            raise bad_value(self, raw)
        return found

    def export(self, value: Any) -> Any:
        return value and {"id": value.pk, "code": value.code, "name": value.name}


@dataclass(frozen=True, kw_only=True)
class Due(Moment):
    """A day or a moment by which something is to be done; a day without a time means its end."""

    def parse(self, raw: Any, *, by: "User") -> datetime:
        if isinstance(raw, datetime):
            return super().parse(raw, by=by)
        if isinstance(raw, date):
            return end_of(raw)
        text = str(raw).strip()
        moment = super().parse(text, by=by)
        is_day = "T" not in text and not dates.CLOCK.search(text)
        return end_of(moment.date()) if is_day else moment

    def is_day(self, value: datetime) -> bool:
        return value.second == LAST_SECOND

    def show(self, value: Any) -> str:
        if value is not None and self.is_day(value):
            return f"{value.astimezone(timezone.get_current_timezone()):%d.%m.%Y}"
        return super().show(value)


@dataclass(frozen=True, kw_only=True)
class Status(Field):
    """Whether a task is open, overdue or done: asked for in filters, written by actions."""

    editable: bool = False
    sortable: bool = False

    widget = "select"
    operators = ("in",)

    def options(self) -> list[tuple[str, str]]:
        """(value, label) of the states."""
        return [("open", _("To do")), ("overdue", _("Overdue")), ("done", _("Done"))]

    def read(self, record: Any) -> Any:
        return "done" if record.done_at else "open"

    def show(self, value: Any) -> str:
        return dict(self.options()).get(str(value), "")

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        still = Q(done_at__isnull=True)
        known = {"open": still, "overdue": still & Q(due_at__lt=context.at), "done": Q(done_at__isnull=False)}
        result = Q()
        for one in listed(value):
            if not isinstance(one, str) or one not in known:
                raise bad_value(self, one)
            result |= known[one]
        return result
