"""List, get, create, change, delete and the history of changes, for any kind of the registry."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Header, Query, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound, Refused
from voronka.core.json_input import read_json
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access, actions
from voronka.records.actions.given import read, read_new
from voronka.records.asking import filter_context
from voronka.records.edits import Edit, edits
from voronka.records.field_rules import as_seen
from voronka.records.idempotency import once
from voronka.records.kinds import Kind
from voronka.records.listing import CAP, Question, ask
from voronka.records.merging.redirects import now_at
from voronka.records.schemas import (
    Asked,
    EditsOut,
    FieldOut,
    MovedOut,
    Shapes,
    described,
    shapes_of,
    shown_records,
    with_own,
)


def crud(kind: Kind) -> Router:
    """The router of a kind: seven operations, all of them by the rights of the token's owner."""
    router, shapes = Router(tags=[kind.plural]), shapes_of(kind)
    _describing(router, kind)
    _reading(router, kind, shapes)
    _writing(router, kind, shapes)
    return router


def _taking(body: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say what `body` is: the type is made at run time, so it cannot be written down."""

    def say(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__annotations__["body"] = body
        return function

    return say


def _describing(router: Router, kind: Kind) -> None:
    @router.get(
        "/fields",
        response={200: list[FieldOut], **REFUSALS},
        operation_id=f"{kind.name}_fields",
        summary=gettext_noop("The fields, one's own among them"),
    )
    def fields(request: HttpRequest) -> Any:
        access.require(asker(request), Action.VIEW, kind)
        return described(as_seen(kind, asker(request)))


def _reading(router: Router, kind: Kind, shapes: Shapes) -> None:
    @router.get(
        "",
        response={200: shapes.page, **REFUSALS},
        exclude_unset=True,
        operation_id=f"{kind.name}_list",
        summary=gettext_noop("List, filter, find"),
    )
    def listed(request: HttpRequest, asked: Query[Asked]) -> Any:
        context = filter_context(request)
        question = Question(
            filter=_tree(asked.filter), text=asked.q, sort=asked.sort, after=asked.after, size=asked.limit
        )
        answer = ask(kind, question, context, columns=tuple(as_seen(kind, context.by).by_name))
        return {
            "items": shown_records(kind, answer.page.rows, by=context.by, at=context.at),
            "next": answer.page.after,
            "count": min(answer.count, CAP),
            "count_capped": answer.count > CAP,
        }

    @router.get(
        "/{int:pk}",
        response={200: shapes.out, 301: MovedOut, **REFUSALS},
        exclude_unset=True,
        operation_id=f"{kind.name}_get",
        summary=gettext_noop("Get one"),
    )
    def one(request: HttpRequest, response: HttpResponse, pk: int) -> Any:
        by = asker(request)
        try:
            return _one(kind, access.load(kind, by, pk, related=True), by)
        except NotFound:
            if (now := now_at(kind, pk, by)) is None:
                raise
        response["Location"] = f"{request.path.rpartition('/')[0]}/{now}"
        response["Cache-Control"] = "no-store"
        return Status(301, {"id": now, "url": kind.url(now)})

    @router.get(
        "/{int:pk}/changes",
        response={200: EditsOut, **REFUSALS},
        operation_id=f"{kind.name}_changes",
        summary=gettext_noop("Who changed what and when"),
    )
    def changes(request: HttpRequest, pk: int, before: int | None = None) -> Any:
        by = asker(request)
        record = access.load(kind, by, pk)
        found, more = edits(kind, record.pk, by=by, before=before)
        return {"items": [_edit(edit) for edit in found], "next": more}


def _writing(router: Router, kind: Kind, shapes: Shapes) -> None:
    @router.post(
        "",
        response={201: shapes.out, **REFUSALS},
        exclude_unset=True,
        operation_id=f"{kind.name}_create",
        summary=gettext_noop("Create"),
    )
    @_taking(shapes.new)
    def create(
        request: HttpRequest,
        body: Any,
        idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
    ) -> Any:
        by, at = asker(request), timezone.now()
        access.require(by, Action.CREATE, kind)
        values = _queued(kind) | read_new(kind, with_own(body.dict(exclude_unset=True)), by=by)
        make = kind.create or (lambda **given: actions.create(kind=kind, **given))
        key = f"api:{idempotency_key}" if idempotency_key else ""
        record = once(kind=kind, key=key, by=by, at=at, make=lambda: make(values=values, by=by, at=at))
        return Status(201, _one(kind, _fresh(kind, record), by))

    @router.patch(
        "/{int:pk}",
        response={200: shapes.out, **CONFLICTS},
        exclude_unset=True,
        operation_id=f"{kind.name}_change",
        summary=gettext_noop("Change some fields"),
    )
    @_taking(shapes.patch)
    def change(request: HttpRequest, pk: int, body: Any) -> Any:
        by = asker(request)
        given = body.dict(exclude_unset=True)
        version = given.pop("version", None)
        record = access.load(kind, by, pk, action=Action.EDIT)
        changes = read(kind, with_own(given), by=by)
        saved = actions.update(record=record, changes=changes, by=by, at=timezone.now(), version=version)
        return _one(kind, _fresh(kind, saved), by)

    @router.delete(
        "/{int:pk}",
        response={204: None, **REFUSALS},
        operation_id=f"{kind.name}_delete",
        summary=gettext_noop("Delete"),
    )
    def delete(request: HttpRequest, pk: int) -> Any:
        by = asker(request)
        record = access.load(kind, by, pk, action=Action.DELETE)
        actions.delete(kind=kind, ids=[record.pk], by=by, at=timezone.now())
        return Status(204, None)


def _one(kind: Kind, record: Any, by: User) -> dict[str, Any]:
    return shown_records(kind, [record], by=by, at=timezone.now())[0]


def _fresh(kind: Kind, record: Any) -> Any:
    """The record as stored, with columns that the database computes and links that were given as ids."""
    return kind.model._default_manager.select_related(*kind.related).get(pk=record.pk)


def _tree(text: str) -> Any:
    try:
        return read_json(text) if text else {}
    except ValueError:
        raise Refused(_("The filter cannot be understood."), field="filter") from None


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "at": edit.at,
        "by": edit.by and {"id": edit.by.pk, "name": edit.by.full_name},
        "is_creation": edit.is_creation,
        "changes": [vars(change) for change in edit.changes],
    }


def _queued(kind: Kind) -> dict[str, Any]:
    """What comes from another program is nobody's where nobody's records wait for everybody: rules may give it away."""
    return {"owner": None} if kind.shared_when_unowned else {}
