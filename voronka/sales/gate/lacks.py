"""What a verdict of the gate means in words and rows: for the form that asks, the API, and the refusal."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.accounts import queries
from voronka.accounts.models import Action, Scope, User
from voronka.activities.models import InteractionType
from voronka.core.errors import Refused
from voronka.records import access, kinds
from voronka.records.models import Record
from voronka.sales.gate import approvers
from voronka.sales.gate.facts import Known, standing
from voronka.sales.gate.rules import Order, Verdict
from voronka.sales.models import CheckItem, Deal, Stage

CHECK, ACTIVITY, WIP, APPROVAL = "check-", "activity-", "over_limit", "approval"
NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A contact that is missing, and how many of them."""

    type: InteractionType
    count: int


@dataclass(frozen=True, kw_only=True)
class Lacks:
    """What stands between a deal and a stage; `full` and `order` are sentences, `approver` the one to be asked."""

    items: list[CheckItem] = field(default_factory=list)
    contacts: list[Wanted] = field(default_factory=list)
    order: str = ""
    full: str = ""
    may_exceed: bool = False
    approver: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.items or self.contacts or self.order or self.full or self.approver)

    @property
    def only_approval(self) -> bool:
        """Whether all is done but that somebody must agree."""
        return bool(self.approver) and not (self.items or self.contacts or self.order or self.full)

    @property
    def told(self) -> dict[str, str]:
        """What is to be done, by the name of the input that takes it."""
        said = {f"{CHECK}{one.pk}": _("Tick “%(text)s”.") % {"text": one.text} for one in self.items}
        said |= {f"{ACTIVITY}{one.type.pk}": _say_contact(one) for one in self.contacts}
        if self.order:
            said["stage"] = self.order
        if self.full:
            said[WIP] = self.full
        if self.approver:
            said[APPROVAL] = _("“%(who)s” must agree first.") % {"who": self.approver}
        return said

    @property
    def refusal(self) -> Refused:
        """The refusal that names everything."""
        return Refused(" ".join(self.told.values()), fields=self.told)


def lacks_of(verdict: Verdict, deal: Deal, stage: Stage, known: Known, *, by: User) -> Lacks:
    """The verdict with the rows that it names; the base is asked only of what stands where no more should."""
    return Lacks(
        items=[known.items[pk] for pk in verdict.items],
        contacts=[Wanted(type=known.types[pk], count=count) for pk, count in verdict.activities.items()],
        order=_say_order(verdict, known),
        full=_say_full(deal, stage, by) if verdict.is_full else "",
        may_exceed=verdict.is_full and heads(by, deal),
        approver=approvers.named(stage) if verdict.needs_approval else "",
    )


def heads(by: User, record: Record) -> bool:
    """Whether this person is above the owner of a deal or client: his right to change such reaches beyond his own."""
    scope = access.scope(kinds.kind_of(record), by, Action.EDIT)
    if scope == Scope.DEPARTMENT:
        return record.department_id in queries.places_of(by)
    return scope == Scope.ALL


def _say_contact(one: Wanted) -> str:
    said = ngettext("Log %(count)s contact “%(type)s” first.", "Log %(count)s contacts “%(type)s” first.", one.count)
    return said % {"type": one.type.name, "count": one.count}


def _say_order(verdict: Verdict, known: Known) -> str:
    names = ", ".join(f"«{known.stages[pk].name}»" for pk in verdict.passed)
    match verdict.order:
        case Order.SKIPS:
            return _("Stages are not skipped here. Before it: %(stages)s.") % {"stages": names}
        case Order.PASSES_APPROVAL:
            return _("This stage is not skipped, somebody must agree there: %(stages)s.") % {"stages": names}
        case Order.GOES_BACK:
            return _("Deals do not go back in this pipeline.")
    return ""


def _say_full(deal: Deal, stage: Stage, by: User) -> str:
    """Which deals stand there; those that the reader does not see are counted without names."""
    there = standing(stage.pk, deal.owner_id)
    seen = list(there.filter(access.condition(kinds.get("deal"), by)).order_by("stage_since", "pk")[:NAMED])
    rest = there.count() - len(seen)
    names = [f"«{one.name}»" for one in seen]
    if rest:
        names.append(ngettext("%(count)s more", "%(count)s more", rest) % {"count": rest})
    said = _("No more than %(limit)s deals of one person stand at “%(stage)s”. There now: %(names)s.")
    return said % {"limit": stage.wip_limit, "stage": stage.name, "names": ", ".join(names)}
