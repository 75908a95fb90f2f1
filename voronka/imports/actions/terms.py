"""The terms of a run: recalled from an import with the same headings, guessed anew, chosen row by row."""

from collections.abc import Mapping
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core import jobs
from voronka.core.errors import Conflict, NotFound, Refused
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.plan import Plan
from voronka.imports.queries import source_of
from voronka.imports.reading.sheet import read_sheet
from voronka.imports.remembered import digest_of, done_before
from voronka.imports.survey import Survey
from voronka.imports.targets.base import Target
from voronka.imports.targets.beside import offered
from voronka.imports.terms import MOST_ROWS, Ground, Rule, terms_of
from voronka.imports.terms_check import still_right


def begin(run: ImportRun, plan: Plan, target: Target, *, recalls: bool) -> None:
    """Set what is known of a file that was taken in: as in the last import with the same headings, else guessed."""
    run.layout, run.headings, run.survey = plan.layout, digest_of(plan.header), plan.survey
    run.mapping, run.region, run.terms, run.like = plan.mapping, plan.region, {}, None
    before = done_before(run) if recalls else None
    if before is None:
        return
    known = offered(target)
    mapping = {name: before.mapping[name] for name in plan.header if before.mapping.get(name) in known}
    if not mapping:
        return
    terms = still_right(terms_of(before.terms), target, run.owner)
    if before.owner_id != run.owner_id:  # by what right another one kept other people's data says nothing of these
        fixed = {name: text for name, text in terms.fixed.items() if not name.startswith("consent_")}
        terms = replace(terms, fixed=fixed, ground=Ground.UNSAID, ground_note="")
    run.mapping, run.region, run.adds_values = mapping, before.region or plan.region, before.adds_values
    run.terms, run.like = terms.as_json(), before


def count_later(run: ImportRun) -> None:
    """Have the values of a long file counted by a job."""
    from voronka.imports.tasks import survey_run  # noqa: PLC0415  # the job calls `count` of this module

    if not run.survey.get("is_whole", True):
        jobs.enqueue(survey_run, run_id=run.pk)


def count(*, run_id: int) -> None:
    """Count the values of the whole sheet; another sheet that was chosen meanwhile is counted by a job of its own."""
    run = ImportRun.objects.exclude(file="").filter(pk=run_id, survey__is_whole=False).first()
    if run is None:
        return
    sheet = read_sheet(source_of(run), run.layout)
    told = Survey(sheet.header).add(cells for _number, cells in sheet.rows).as_json(is_whole=True)
    same = ImportRun.objects.exclude(file="").filter(pk=run.pk, sheet=run.sheet, heading_row=run.heading_row)
    same.exclude(state=RunState.DONE).update(survey=told)


@transaction.atomic
def guess(*, run: ImportRun, plan: Plan, by: User) -> ImportRun:
    """Forget what was recalled: the columns as they are guessed, no terms."""
    current = _locked(run, by, RunState.UPLOADED)
    current.mapping, current.region, current.terms, current.like = plan.mapping, plan.region, {}, None
    current.save(update_fields=["mapping", "region", "terms", "like"])
    return current


@transaction.atomic
def decide(*, run: ImportRun, rows: Mapping[int, str], conflicts: str, by: User) -> ImportRun:
    """Choose who is right for single rows of a checked run, and for all; "" takes the choice of a row back.

    Raises Refused for what is no rule and for a row that differs in nothing.
    """
    current = _locked(run, by, RunState.CHECKED)
    terms = terms_of(current.terms)
    differing = {int(one["row"]) for one in current.conflicts}
    chosen = dict(terms.rows)
    for number, rule in rows.items():
        if number not in differing or rule not in {"", *Rule.values}:
            raise Refused(_("Row %(number)s has nothing to choose.") % {"number": number}, field="rows")
        chosen.pop(number, None)
        if rule:
            chosen[number] = Rule(rule)
    if conflicts not in Rule.values or len(chosen) > MOST_ROWS:
        raise Refused(_("Choose who is right."), field="conflicts")
    current.terms = replace(terms, rows=chosen, conflicts=Rule(conflicts)).as_json()
    current.save(update_fields=["terms"])
    return current


def _locked(run: ImportRun, by: User, state: RunState) -> ImportRun:
    current = ImportRun.objects.select_for_update().filter(pk=run.pk, owner=by).first()
    if current is None:
        raise NotFound(_("There is no such import."))
    if current.state != state:
        raise Conflict(_("This import is under way or done already."), version=0)
    return current
