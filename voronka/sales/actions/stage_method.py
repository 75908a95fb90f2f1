"""How the work is done at a stage is set up: its norms, people, check-list, contacts, playbook, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Department, Role, User
from voronka.accounts.policies import require_administrator
from voronka.activities.models import InteractionType
from voronka.core.errors import NotFound, Refused
from voronka.sales.actions import pipelines
from voronka.sales.actions.participants import candidates
from voronka.sales.models import Advice, AdviceSort, CheckItem, Outcome, RequiredActivity, Stage

MOST = 50
LONGEST = 20_000
PEOPLE = {"approver": ("user", "role"), "performer": ("user", "role", "department")}
MODELS: Mapping[str, Any] = {"user": User, "role": Role, "department": Department}


@dataclass(frozen=True, kw_only=True)
class ItemGiven:
    """A line of the check-list: one that is there (its id) or a new one."""

    text: str
    is_required: bool = False
    pk: int | None = None


@dataclass(frozen=True, kw_only=True)
class AdviceGiven:
    """A line of the playbook: one that is there (its id) or a new one."""

    sort: str
    text: str
    title: str = ""
    pk: int | None = None


@dataclass(frozen=True, kw_only=True)
class MethodGiven:
    """All that is said of the work at a stage; see `prescribe`."""

    columns: Mapping[str, Any]
    items: Sequence[ItemGiven] = ()
    contacts: Mapping[int, int] = field(default_factory=dict)
    advice: Sequence[AdviceGiven] = ()


@transaction.atomic
def change(*, stage: Stage, basics: Mapping[str, Any], method: MethodGiven | None, by: User) -> Stage:
    """Other words and numbers of a stage, and its method where it is said anew: both or neither."""
    changed = pipelines.change_stage(stage=stage, **basics, by=by)
    if method:
        return prescribe(
            stage=changed,
            columns=method.columns,
            items=method.items,
            contacts=method.contacts,
            advice=method.advice,
            by=by,
        )
    return changed


@transaction.atomic
def amend(*, stage: Stage, given: Mapping[str, Any], by: User) -> Stage:
    """Say anew only what is `given` of the method, and of `days_norm`; all else stays as it stands.

    Beside the columns of `prescribe` these are `items`, `contacts` and `advice`, each as a whole. Raises what it does.
    """
    require_administrator(by)
    current = pipelines.locked_stage(stage)
    stands = standing(current)
    words = {name: getattr(current, name) for name in ("name", "probability", "outcome")}
    method = MethodGiven(
        columns={**stands.columns, **{name: given[name] for name in stands.columns if name in given}},
        items=given.get("items", stands.items),
        contacts=given.get("contacts", stands.contacts),
        advice=given.get("advice", stands.advice),
    )
    basics = {**words, "days_norm": given.get("days_norm", current.days_norm)}
    return change(stage=current, basics=basics, method=method, by=by)


def standing(stage: Stage) -> MethodGiven:
    """The method as it stands, in the words of `prescribe`."""
    items, advice = stage.check_items.filter(is_active=True), stage.advice.filter(is_active=True)
    return MethodGiven(
        columns=columns_of(stage),
        items=[ItemGiven(pk=one.pk, text=one.text, is_required=one.is_required) for one in items],
        contacts=dict(stage.required_activities.values_list("type", "count")),
        advice=[AdviceGiven(pk=one.pk, sort=one.sort, title=one.title, text=one.text) for one in advice],
    )


def columns_of(stage: Stage) -> dict[str, Any]:
    """Its norms and people alone, in the words of `prescribe`."""
    plain = {name: getattr(stage, name) for name in ("minutes_norm", "wip_limit", "guide", "performer_task")}
    return {**plain, **{what: _named(stage, what) for what in PEOPLE}}


def _named(stage: Stage, what: str) -> str:
    """«user:5», «role:3», «department:2», or nobody."""
    chosen = ((one, getattr(stage, f"{column_of(what, one)}_id")) for one in PEOPLE[what])
    return next((f"{one}:{pk}" for one, pk in chosen if pk), "")


@transaction.atomic
def prescribe(
    *,
    stage: Stage,
    columns: Mapping[str, Any],
    items: Sequence[ItemGiven],
    contacts: Mapping[int, int],
    advice: Sequence[AdviceGiven],
    by: User,
) -> Stage:
    """Say anew how the work is done at a stage; it holds for moves from now on, deals in work stay where they are.

    `columns` are `minutes_norm`, `wip_limit`, `guide`, `performer_task`, and `approver` and `performer` as
    «user:5», «role:3», «department:2» or "". `contacts` are numbers by the id of the type. Lines that are not named
    any more go; those with ticks of deals are switched off. Raises Refused, NotFound for rows of other stages.
    """
    require_administrator(by)
    current = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    for name in ("minutes_norm", "wip_limit"):
        setattr(current, name, columns.get(name) or None)
    current.guide = _bounded(columns.get("guide", ""), "guide")
    current.performer_task = _line(columns.get("performer_task", ""))
    _people(current, "approver", columns.get("approver", ""))
    is_another = _people(current, "performer", columns.get("performer", ""))
    _fit(current)
    if is_another and current.has_performer and not candidates(current).exists():
        raise Refused(_("Nobody of these works here and may change deals: look at their roles."), field="performer")
    current.save()
    _put_items(current, items)
    _put_contacts(current, contacts)
    _put_advice(current, advice)
    return current


def column_of(what: str, sort: str) -> str:
    """The column of a stage for an approver or a performer of this sort."""
    return what if sort == "user" else f"{what}_{sort}"


def _people(stage: Stage, what: str, given: str) -> bool:
    """Set the one of the columns that was chosen, empty the others; whether that is another one than before.

    One that is switched off is kept where it stands, and cannot be chosen anew.
    """
    sort, _colon, pk = given.partition(":")
    if given and (sort not in PEOPLE[what] or not pk.isdecimal() or len(pk) > 18):
        raise Refused(_("Choose somebody of the list."), field=what)
    before = {one: getattr(stage, f"{column_of(what, one)}_id") for one in PEOPLE[what]}
    if given and before[sort] == int(pk):
        return False
    for one in PEOPLE[what]:
        chosen = MODELS[one].objects.filter(pk=int(pk), is_active=True).first() if one == sort else None
        if one == sort and chosen is None:
            raise Refused(_("Choose somebody of the list."), field=what)
        setattr(stage, column_of(what, one), chosen)
    return True


def _fit(stage: Stage) -> None:
    """An end has no work, a loss asks nobody."""
    if stage.outcome != Outcome.OPEN:
        stage.wip_limit = stage.performer = stage.performer_role = stage.performer_department = None
    if stage.outcome == Outcome.LOST:
        stage.approver = stage.approver_role = None


def _put_items(stage: Stage, given: Sequence[ItemGiven]) -> None:
    known = {one.pk: one for one in stage.check_items.filter(is_active=True)}
    for position, line in enumerate(_few(given, "items")):
        item = _row(known, line.pk) or CheckItem(stage=stage)
        item.text, item.is_required, item.position = _line(line.text), line.is_required, position
        if not item.text:
            raise Refused(_("Write what is to be checked."), field="items")
        item.save()
    gone = list(known)
    CheckItem.objects.filter(pk__in=gone, marks__isnull=False).update(is_active=False)
    CheckItem.objects.filter(pk__in=gone, is_active=True).delete()


def _put_contacts(stage: Stage, given: Mapping[int, int]) -> None:
    if InteractionType.objects.filter(pk__in=given).count() != len(given):
        raise NotFound(_("There is no such type of contact."))
    stage.required_activities.all().delete()
    RequiredActivity.objects.bulk_create(
        RequiredActivity(stage=stage, type_id=kind, count=min(max(count, 1), 9)) for kind, count in given.items()
    )


def _put_advice(stage: Stage, given: Sequence[AdviceGiven]) -> None:
    known = {one.pk: one for one in stage.advice.all()}
    for position, line in enumerate(_few(given, "advice")):
        if line.sort not in AdviceSort.values:
            raise Refused(_("Choose somebody of the list."), field="advice")
        title, text = _line(line.title), _bounded(line.text, "advice")
        if line.sort != AdviceSort.PHRASE and not title:
            raise Refused(_("An objection and a letter need a heading."), field="advice")
        if not text:
            raise Refused(_("Write the words to “%(title)s”.") % {"title": title}, field="advice")
        one = _row(known, line.pk) or Advice(stage=stage)
        one.sort, one.title, one.text, one.position = line.sort, title, text, position
        one.save()
    Advice.objects.filter(pk__in=list(known)).delete()


def _row(known: dict[int, Any], pk: int | None) -> Any:
    """The row that is meant, taken out of the known ones; None for a new line."""
    if pk is None:
        return None
    if pk not in known:
        raise NotFound(_("There is no such line: somebody has removed it meanwhile."))
    return known.pop(pk)


def _few[Given](given: Sequence[Given], field: str) -> Sequence[Given]:
    if len(given) > MOST:
        raise Refused(_("%(most)s lines at most.") % {"most": MOST}, field=field)
    return given


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:200]


def _bounded(text: str, field: str) -> str:
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(clean) > LONGEST:
        raise Refused(_("This text is too long."), field=field)
    return clean
