"""The form of the work at a stage: its check-list, contacts, people and playbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from voronka.accounts.choices import name_of
from voronka.activities.models import InteractionType
from voronka.core.numbers import whole
from voronka.sales.actions.stage_method import (
    MODELS,
    PEOPLE,
    AdviceGiven,
    ItemGiven,
    MethodGiven,
    column_of,
    columns_of,
)
from voronka.sales.models import AdviceSort, Outcome, Stage

BLANK = "new"
GROUPS = {"user": _("Employee"), "role": _("One of the role"), "department": _("One of the department")}


def people(stage: Stage, what: str) -> list[Any]:
    """Whom one may choose, in groups: «user:5», «role:3», «department:2»; the one that stands there can be kept."""
    found: list[Any] = [("", "—")]
    for sort in PEOPLE[what]:
        kept = Q(pk=getattr(stage, f"{column_of(what, sort)}_id"))
        rows = MODELS[sort].objects.filter(Q(is_active=True) | kept)
        named = [(f"{sort}:{one.pk}", name_of(one, one.full_name if sort == "user" else one.name)) for one in rows]
        found.append((str(GROUPS[sort]), named))
    return found


class WorkForm(forms.Form):
    """Norms and people of a stage; an end has less of them."""

    minutes_norm = forms.IntegerField(
        label=_("Norm of effort, minutes"), min_value=1, max_value=99_999, required=False,
        help_text=_("Minutes of contacts with the client that this stage should take."),
    )  # fmt: skip
    wip_limit = forms.IntegerField(
        label=_("Deals of one salesperson at most"), min_value=1, max_value=999, required=False,
        help_text=_("Who has as many here must finish one first. A head may let one more in."),
    )  # fmt: skip
    guide = forms.CharField(
        label=_("What to do here"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    performer = forms.ChoiceField(
        label=_("Who does the work here"), required=False, help_text=_("Gets a task and the deal when it comes.")
    )
    performer_task = forms.CharField(label=_("The task in words"), required=False, max_length=200)
    approver = forms.ChoiceField(
        label=_("Who must agree before a deal comes here"), required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, stage: Stage, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in PEOPLE:
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared above
            choice.choices = people(stage, name)
        if stage.outcome != Outcome.OPEN:
            for name in ("minutes_norm", "wip_limit", "performer", "performer_task"):
                del self.fields[name]
        if stage.outcome == Outcome.LOST:
            del self.fields["approver"]

    @classmethod
    def begun(cls, stage: Stage) -> dict[str, Any]:
        """What stands there now."""
        return columns_of(stage)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the form: what its inputs are named by, and what stands in them."""

    key: str
    text: str = ""
    title: str = ""
    sort: str = ""
    is_required: bool = False


def item_rows(stage: Stage, sent: QueryDict | None) -> list[Row]:
    """The check-list as it was sent, else as it stands, with an empty line to go on."""
    if sent is not None and "item" in sent:
        return [
            Row(key=key, text=sent.get(f"item-{key}-text", ""), is_required=f"item-{key}-required" in sent)
            for key in _keys(sent, "item")
        ]
    known = [
        Row(key=str(one.pk), text=one.text, is_required=one.is_required)
        for one in stage.check_items.filter(is_active=True)
    ]
    return [*known, Row(key=f"{BLANK}0")]


def advice_rows(stage: Stage, sent: QueryDict | None) -> list[Row]:
    """The playbook as it was sent, else as it stands, with an empty line to go on."""
    if sent is not None and "advice" in sent:
        return [
            Row(
                key=key,
                text=sent.get(f"advice-{key}-text", ""),
                title=sent.get(f"advice-{key}-title", ""),
                sort=sent.get(f"advice-{key}-sort", ""),
            )
            for key in _keys(sent, "advice")
        ]
    known = [
        Row(key=str(one.pk), text=one.text, title=one.title, sort=one.sort)
        for one in stage.advice.filter(is_active=True)
    ]
    return [*known, Row(key=f"{BLANK}0", sort=AdviceSort.PHRASE)]


def contact_rows(stage: Stage, sent: QueryDict | None) -> list[tuple[InteractionType, str]]:
    """Every type of contact in use with how many of them the stage asks for."""
    asked = dict(stage.required_activities.values_list("type", "count"))
    types = InteractionType.objects.filter(is_active=True)
    return [(one, sent.get(f"contact-{one.pk}", "") if sent else str(asked.get(one.pk, ""))) for one in types]


def method_of(form: WorkForm, stage: Stage, sent: QueryDict) -> MethodGiven | None:
    """What was sent of the method, None where the form did not show it; lines without words are left out."""
    if "method" not in sent:
        return None
    items = [
        ItemGiven(pk=whole(row.key), text=row.text.strip(), is_required=row.is_required)
        for row in item_rows(stage, sent)
        if row.text.strip()
    ]
    advice = [
        AdviceGiven(pk=whole(row.key), sort=row.sort, title=row.title.strip(), text=row.text.strip())
        for row in advice_rows(stage, sent)
        if row.text.strip() or row.title.strip()
    ]
    contacts = {one.pk: count for one, typed in contact_rows(stage, sent) if (count := whole(typed))}
    return MethodGiven(columns=form.cleaned_data, items=items, contacts=contacts, advice=advice)


def _keys(sent: QueryDict, name: str) -> Iterator[str]:
    """The keys of the lines in their order, each once; what is no key is left out."""
    for key in dict.fromkeys(sent.getlist(name)):
        if whole(key) is not None or (key.startswith(BLANK) and key.removeprefix(BLANK).isdecimal()):
            yield key
