"""The method of a stage through the API: norms, people, check-list, contacts, playbook."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Schema
from pydantic import Field, StringConstraints

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.numbers import LARGEST
from voronka.core.problems import REFUSALS
from voronka.sales.actions import stage_method
from voronka.sales.actions.stage_method import LONGEST, MOST, AdviceGiven, ItemGiven
from voronka.sales.api.deeds import pipelines
from voronka.sales.models import Stage
from voronka.sales.queries import pipelines as pipeline_queries

type Id = Annotated[int, Field(ge=1, le=LARGEST)]
type Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
type Whom = Annotated[str, StringConstraints(max_length=40)]


class CheckLine(Schema):
    """A line of the check-list: one that is there, by its `id`, or a new one."""

    id: Id | None = None
    text: Line
    is_required: bool = False


class ContactsAsked(Schema):
    """How many contacts of a `type` (an id) the stage asks for."""

    type: Id
    count: int = Field(ge=1, le=9)


class AdviceLine(Schema):
    """A line of the playbook: one that is there, by its `id`, or a new one; only a phrase needs no `title`."""

    id: Id | None = None
    sort: Literal["phrase", "objection", "template"]
    title: str = Field("", max_length=200)
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class MethodIn(Schema):
    """What is to be said anew; what is absent stays, null takes a number back, an empty word a word, lists are whole.

    `items` are the check-list, `advice` is the playbook; `performer` and `approver` are `user-5`, `role-3`, a performer
    also `department-2`. Only an open stage has a limit and a performer, one of loss has no approver: there they are
    passed over.
    """

    days_norm: int | None = Field(None, ge=1, le=999)
    minutes_norm: int | None = Field(None, ge=1, le=99_999)
    wip_limit: int | None = Field(None, ge=1, le=999)
    guide: str = Field("", max_length=LONGEST)
    performer: Whom = ""
    performer_task: str = Field("", max_length=200)
    approver: Whom = ""
    items: list[CheckLine] = Field([], max_length=MOST)
    contacts: list[ContactsAsked] = Field([], max_length=MOST)
    advice: list[AdviceLine] = Field([], max_length=MOST)


class MethodOut(Schema):
    """How the work is done at a stage."""

    stage_id: int
    stage: str
    pipeline_id: int
    days_norm: int | None
    minutes_norm: int | None
    wip_limit: int | None
    guide: str
    performer: str
    performer_task: str
    approver: str
    items: list[CheckLine]
    contacts: list[ContactsAsked]
    advice: list[AdviceLine]


@pipelines.get("/stages/{int:pk}/method", response={200: MethodOut, **REFUSALS}, operation_id="stage_method",
               summary=gettext_noop("How the work is done at a stage"))  # fmt: skip
def stage_method_shown(request: HttpRequest, pk: int) -> dict[str, Any]:
    """For administrators, whose setting it is."""
    return _told(_stage(pk, asker(request)))


@pipelines.patch("/stages/{int:pk}/method", response={200: MethodOut, **REFUSALS}, operation_id="stage_method_change",
                 summary=gettext_noop("Say anew how the work is done at a stage"))  # fmt: skip
def stage_method_changed(request: HttpRequest, pk: int, body: MethodIn) -> dict[str, Any]:
    """It holds for moves from now on; lines that are not named any more go."""
    by = asker(request)
    named = {name: getattr(body, name) for name in body.model_fields_set}
    given = {name: READERS[name](value) if name in READERS else value for name, value in named.items()}
    return _told(stage_method.amend(stage=_stage(pk, by), given=given, by=by))


def _stage(pk: int, by: User) -> Stage:
    require_administrator(by)
    return pipeline_queries.stage(pk)


def _items(lines: list[CheckLine]) -> list[ItemGiven]:
    return [ItemGiven(pk=one.id, text=one.text, is_required=one.is_required) for one in lines]


def _contacts(asked: list[ContactsAsked]) -> dict[int, int]:
    return {one.type: one.count for one in asked}


def _advice(lines: list[AdviceLine]) -> list[AdviceGiven]:
    return [AdviceGiven(pk=one.id, sort=one.sort, title=one.title.strip(), text=one.text) for one in lines]


def _whom(name: str) -> str:
    return name.replace("-", ":", 1)


READERS: dict[str, Callable[[Any], Any]] = {
    "items": _items, "contacts": _contacts, "advice": _advice, "performer": _whom, "approver": _whom,
}  # fmt: skip


def _told(stage: Stage) -> dict[str, Any]:
    stands = stage_method.standing(stage)
    people = {name: str(stands.columns[name]).replace(":", "-", 1) for name in stage_method.PEOPLE}
    return {
        "stage_id": stage.pk,
        "stage": stage.name,
        "pipeline_id": stage.pipeline_id,
        "days_norm": stage.days_norm,
        **stands.columns,
        **people,
        "items": [{"id": one.pk, "text": one.text, "is_required": one.is_required} for one in stands.items],
        "contacts": [{"type": kind, "count": count} for kind, count in stands.contacts.items()],
        "advice": [{"id": one.pk, "sort": one.sort, "title": one.title, "text": one.text} for one in stands.advice],
    }
