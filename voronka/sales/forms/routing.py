"""The screen of a routing rule: what was sent, and what it shows of that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from voronka.accounts.choices import DepartmentChoice, RoleChoice, name_of
from voronka.accounts.models import User
from voronka.records import access, filter_form, filter_lines
from voronka.records.field_rules import as_seen
from voronka.records.fields import FilterContext
from voronka.records.filter_form import Builder
from voronka.records.listing import CAP, Question, counted, matching
from voronka.sales.actions.routing_rules import Terms
from voronka.sales.kinds import LEAD
from voronka.sales.models import Method, RoutingRule
from voronka.sales.models.routing import WEEK_OF_MINUTES
from voronka.sales.queries.routing_rules import offered_people

SINCE = timedelta(days=90)  # the leads that a rule is tried on


class RuleForm(forms.Form):
    """A rule, but for its conditions."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    method = forms.ChoiceField(
        label=_("To whom"), choices=Method.choices, initial=Method.TURNS, widget=forms.RadioSelect
    )
    people = forms.ModelMultipleChoiceField(label=_("People"), queryset=User.objects.none(), required=False)
    department = DepartmentChoice(label=_("Everybody of the department"))
    role = RoleChoice(label=_("Everybody with the role"))
    only_at_work = forms.BooleanField(
        label=_("Only in working time"),
        required=False,
        help_text=_("A lead that comes at night goes to somebody in the morning."),
    )
    answer_within = forms.IntegerField(
        label=_("First answer within, min"), min_value=1, max_value=WEEK_OF_MINUTES, initial=30
    )
    take_within = forms.IntegerField(
        label=_("To somebody else after, min"),
        min_value=1,
        max_value=WEEK_OF_MINUTES,
        required=False,
        help_text=_("Empty: it stays with the one who got it."),
    )
    task = forms.CharField(
        label=_("Task"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The one who gets the lead has it to do until the answer is due. Empty: no task."),
    )

    def __init__(self, *args: Any, rule: RoutingRule | None, **options: Any) -> None:
        """What `rule` names can be kept though it is switched off."""
        super().__init__(*args, **options)
        named: dict[str, Any] = self.fields
        named["people"].queryset = offered_people(rule)
        if rule:
            named["department"].keep(rule.department_id)
            named["role"].keep(rule.role_id)


@dataclass(frozen=True, kw_only=True)
class RuleScreen:
    """The form and the builder of conditions, as sent or as kept."""

    form: RuleForm
    builder: Builder
    command: str
    rule: RoutingRule | None

    def terms(self) -> Terms:
        """What to save; only of a valid form."""
        given = self.form.cleaned_data
        people = [user.pk for user in given.pop("people")]
        return Terms(filter=self.builder.tree, people=people, **given)


def read(rule: RoutingRule | None, sent: QueryDict, by: User) -> RuleScreen:
    """The screen of a kept rule, of a new one, or as it was sent."""
    kind = as_seen(LEAD, by)
    if not sent:
        builder = filter_form.of_tree(kind, rule.filter if rule else {})
        return RuleScreen(form=RuleForm(initial=_kept(rule), rule=rule), builder=builder, command="", rule=rule)
    command = sent.get("do", "")
    builder = filter_form.carried_out(kind, filter_form.read(kind, sent), command)
    form = RuleForm(sent, rule=rule) if command == "apply" else RuleForm(initial=_typed(sent), rule=rule)
    return RuleScreen(form=form, builder=builder, command=command, rule=rule)


def shown(screen: RuleScreen, *, by: User, at: datetime) -> dict[str, Any]:
    """What the screen shows beside the form: the lines of conditions, how many leads of late would have met them."""
    drawn = filter_lines.drawn(as_seen(LEAD, by), screen.builder, by)
    late = {"field": "created_at", "op": "from", "value": (at - SINCE).date().isoformat()}
    tree = {"all": [late, screen.builder.tree]} if screen.builder.tree else late
    context = FilterContext(by=by, at=at, zone=at.tzinfo)  # type: ignore[arg-type]  # a local moment has a zone
    met = counted(matching(LEAD, Question(filter=tree), context)) if access.may(by, "view", LEAD) else 0
    people = [(str(one.pk), name_of(one, one.full_name)) for one in offered_people(screen.rule)]
    return {"form": screen.form, "people": people, "met": met, "cap": CAP, **drawn}


def _kept(rule: RoutingRule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    names = ("name", "method", "only_at_work", "answer_within", "take_within", "task")
    kept = {name: getattr(rule, name) for name in names}
    people = list(rule.people.values_list("pk", flat=True))
    return {**kept, "people": people, "department": rule.department_id, "role": rule.role_id}


def _typed(sent: QueryDict) -> dict[str, Any]:
    """What was typed so far, to be shown again unchecked while the conditions change."""
    typed: dict[str, Any] = {name: sent.get(name, "") for name in RuleForm.base_fields if name != "people"}
    return {**typed, "people": sent.getlist("people"), "only_at_work": "only_at_work" in sent}
