"""What the mapping screen shows: columns with samples, values that lists lack, what holds for all rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.policies import may_manage_company
from voronka.core.errors import ActionError
from voronka.imports import choices
from voronka.imports.consent_columns import PREFIX, is_consent
from voronka.imports.models import ImportRun
from voronka.imports.plan import look
from voronka.imports.queries import source_of
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import sheets_ahead
from voronka.imports.remarks import remarks
from voronka.imports.survey import unknown
from voronka.imports.targets.base import Target
from voronka.imports.terms import Choice, Do, Ground, OwnerTo, RowTerms, Rule, folded, terms_of
from voronka.imports.terms_check import proved
from voronka.imports.value_lists import OWNER, ValueList, value_list, value_lists
from voronka.people.models import Channel, ConsentPurpose
from voronka.records.exporting.record_id import NAME

ROWS_SHOWN = 4
# Rows in which one may look for the headings, and how much of each is shown.
HEADING_ROWS, HEADING_SIGNS = 20, 70
# A form has a thousand inputs at most, and a page must not be made of options.
LINES_SHOWN, ALL_LINES_SHOWN, OPTIONS_SHOWN, OPTIONS_OF_MANY = 100, 400, 80, 25
# What is asked about all rows of a file without being looked for.
USUAL = ("source",)
# What is never the same for all rows.
OF_ONE_ROW = frozenset({NAME, "external_id", "phones", "emails"})
OF_OWNERS = (Do.SHARE, Do.REJECT)
type Options = list[tuple[str, Any]]


@dataclass(frozen=True, kw_only=True)
class State:
    """What is chosen on the screen: as it is kept, or as it was sent just now."""

    mapping: Mapping[str, str]
    terms: RowTerms
    fixed: Mapping[str, str]
    adds_values: bool
    error: str = ""
    field: str = ""


def kept(run: ImportRun) -> State:
    """What is chosen so far."""
    terms = terms_of(run.terms)
    fixed = {name: text for name, text in terms.fixed.items() if not name.startswith("consent_")}
    return State(mapping=run.mapping, terms=terms, fixed=fixed, adds_values=run.adds_values)


def whole(run: ImportRun, target: Target, state: State) -> dict[str, Any]:
    """The context of the whole screen; raises Refused where the file cannot be read any more."""
    path = source_of(run)
    plan = look(path, target, run.layout if run.heading_row else None)
    samples = {
        name: [row[place] for row in plan.sample if row[place]][:ROWS_SHOWN] for place, name in enumerate(plan.header)
    }
    sheets = sheets_ahead(path)
    return {
        "sheets": sheets,
        "heading_rows": _heading_rows(sheets[plan.layout.sheet].first, plan.layout),
        "headings_at": f"{plan.layout.top}:{plan.layout.deep}",
        "remarks": remarks({"above": plan.above, "looks_like": plan.looks_like}),
        "header": plan.header,
        "samples": samples,
        "columns": choices.columns(target, may_add=may_manage_company(run.owner)),
        "regions": choices.regions(run.region),
        "mapping": state.mapping,
        "error": "" if state.field.startswith(("fixed.", "among")) else state.error,
        **terms_part(run, target, state),
    }


def _heading_rows(first: Sequence[Sequence[str]], layout: Layout) -> Options:
    """The rows that may be the headings, with their beginnings; those that are, first of all where they are two."""
    told = [" · ".join(filter(None, cells)) for cells in first[: max(HEADING_ROWS, layout.top + layout.deep)]]
    rows = [(f"{at}:1", f"{at}: {cells[:HEADING_SIGNS]}") for at, cells in enumerate(told, start=1) if cells]
    if layout.deep == 1 or layout.top > len(told):
        return rows
    both = f"{layout.top}–{layout.top + 1}: {told[layout.top - 1][:HEADING_SIGNS]}"
    return [(f"{layout.top}:{layout.deep}", both), *rows]


def terms_part(run: ImportRun, target: Target, state: State) -> dict[str, Any]:
    """The context of the part below the columns."""
    may_add = may_manage_company(run.owner)
    by_name = target.by_name
    mapped = {name for name in state.mapping.values() if name in by_name}
    terms, is_whole = state.terms, run.survey.get("is_whole", True)
    return {
        "state": state,
        "may_add_values": may_add,
        "lacking": _lacking(run, target, state, may_add=may_add),
        "counted": None if is_whole else run.survey.get("rows", 0),
        "fixed": _fixed(run, target, state, mapped),
        "fields": _fields(target, state, mapped),
        "owners": _owners(target),
        "owner": terms.owner.value if terms.owner in {value for value, _label in _owners(target)} else "",
        "among": terms.among,
        "employees": value_list(target, by_name[OWNER]).options if OWNER in by_name else [],  # type: ignore[union-attr]  # there is one
        "names_owner": OWNER in mapped,
        "conflicts": [(rule.value, str(rule.label)) for rule in Rule],
        "ground": _ground(target, terms, mapped),
    }


def _lacking(run: ImportRun, target: Target, state: State, *, may_add: bool) -> list[dict[str, Any]]:
    headings = {name: heading for heading, name in state.mapping.items() if name}
    told = run.survey.get("columns", {})
    found: list[dict[str, Any]] = []
    shown = 0
    for name, values in value_lists(target, headings).items():
        texts, rest = unknown(told.get(headings[name], {}), values)
        if texts:
            chosen = {folded(text): one for text, one in state.terms.values.get(name, {}).items()}
            adds = may_add and state.adds_values and values.may_grow
            room = max(0, min(LINES_SHOWN, ALL_LINES_SHOWN - shown))
            most = OPTIONS_SHOWN if len(texts) <= OPTIONS_OF_MANY else OPTIONS_OF_MANY
            lines = [
                {"text": text, "count": count}
                | _line(values, text, chosen.get(folded(text)), may_add=may_add, adds=adds, most=most)
                for text, count in texts[:room]
            ]
            shown += len(lines)
            more = {"more": len(texts) - len(lines), "rest": rest, "is_owner": name == OWNER}
            found.append({"name": name, "label": values.column.label, "heading": headings[name], "lines": lines} | more)
    return found


def _line(
    values: ValueList, text: str, chosen: Choice | None, *, may_add: bool, adds: bool, most: int
) -> dict[str, Any]:
    """What can be done with a value, and what most likely should."""
    near = values.near(text)
    labels = dict(values.options)
    listed = [*near, *(value for value, _label in values.options if value not in near)][:most]
    if values.may_grow:
        usual = Do.CREATE.value if adds else Do.REJECT.value
        fates = [(Do.CREATE.value, str(Do.CREATE.label))] if may_add else []
        fates += [(Do.EMPTY.value, str(Do.EMPTY.label)), (Do.REJECT.value, str(Do.REJECT.label))]
    else:
        usual = Do.EMPTY.value
        fates = [(Do.EMPTY.value, _("As rows without an owner")), *((one.value, str(one.label)) for one in OF_OWNERS)]
    given = f"use:{near[0]}" if near else usual
    if chosen:
        if chosen.do == Do.USE and chosen.value not in listed:
            listed.append(chosen.value)
        given = f"use:{chosen.value}" if chosen.do == Do.USE else chosen.do.value
    offered: Options = [*fates, (_("Take from the list"), [(f"use:{one}", labels.get(one, one)) for one in listed])]
    line = {"options": offered, "chosen": given, "is_near": bool(near) and given.startswith("use:")}
    return line | {"among": chosen.among if chosen else ()}


def _fixed(run: ImportRun, target: Target, state: State, mapped: set[str]) -> list[dict[str, Any]]:
    by_name = target.by_name
    usual = {name: "" for name in USUAL if name in by_name}
    lines = []
    for name, text in (usual | dict(state.fixed)).items():
        if name not in by_name or name in mapped:
            continue
        error = _fault(run, target, state, name, text)
        values = value_list(target, by_name[name])
        picked = values.options if values and not values.is_many and len(values.options) <= OPTIONS_SHOWN else []
        labels = {folded(value): value for value, _label in picked}
        lines.append(
            {
                "name": name,
                "label": str(by_name[name].label),
                "text": labels.get(folded(text), text),
                "options": [("", "—"), *picked] if picked and (not text or folded(text) in labels) else [],
                "hints": [label for _value, label in values.options[:OPTIONS_SHOWN]] if values else [],
                "error": error,
                "is_usual": name in USUAL,
            }
        )
    return lines


def _fault(run: ImportRun, target: Target, state: State, name: str, text: str) -> str:
    if state.field == f"fixed.{name}":
        return state.error
    if not text.strip():
        return ""
    try:
        proved(RowTerms(fixed={name: text}), target, run.owner, region=run.region, adds_values=state.adds_values)
    except ActionError as error:
        return error.message
    return ""


def _fields(target: Target, state: State, mapped: set[str]) -> Options:
    """Fields that can get a fixed value yet."""
    taken = mapped | set(state.fixed) | set(USUAL)
    known = [one for one in target.known if one.name not in taken and not one.name.startswith("consent_")]
    return [(one.name, str(one.label)) for one in known if one.name not in OF_ONE_ROW]


def _owners(target: Target) -> Options:
    if OWNER not in target.by_name:
        return []
    usual = OwnerTo.QUEUE if target.to_queue else OwnerTo.ME
    offered = [usual, OwnerTo.ME if target.to_queue else None, OwnerTo.SHARE]
    return [("" if one == usual else one.value, str(one.label)) for one in offered if one]


def _ground(target: Target, terms: RowTerms, mapped: set[str]) -> dict[str, Any] | None:
    """The question by what right the data of people are kept; None where the file answers it, or tells of no people."""
    consents = [name for name, one in target.by_name.items() if name.startswith(PREFIX) and is_consent(one)]
    if not consents or mapped.intersection(consents):
        return None
    purposes = list(ConsentPurpose.objects.filter(is_active=True, texts__isnull=False).distinct())
    said = [one.code for one in purposes if f"{PREFIX}{one.code}" in terms.fixed] or [one.code for one in purposes[:1]]
    return {
        "value": terms.ground.value,
        "options": [(one.value, str(one.label)) for one in Ground],
        "note": terms.ground_note,
        "purposes": [(one.code, one.name, one.code in said) for one in purposes],
        "channels": [(value, str(label)) for value, label in Channel.choices],
        "channel": terms.fixed.get("consent_channel", Channel.FILE.value),
        "at": terms.fixed.get("consent_at", ""),
        "proof": terms.fixed.get("consent_proof", ""),
    }
