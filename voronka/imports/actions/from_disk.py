"""A file that lies on the disk of the server is imported at once, without a job; it can be undone like any other."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from voronka.accounts.models import User
from voronka.imports.actions.watched import Watched
from voronka.imports.engine.carry_out import Order, carry_out
from voronka.imports.engine.report import Report
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.plan import look, sheet_named
from voronka.imports.remembered import digest_of
from voronka.imports.targets.base import Target
from voronka.imports.terms import RowTerms
from voronka.imports.terms_check import proved


def bring(
    *,
    path: Path,
    target: Target,
    by: User,
    at: datetime,
    mapping: Mapping[str, str] | None = None,
    region: str = "",
    is_dry: bool = False,
    adds_values: bool = True,
    sheet: str = "",
    preset: str = "",
    terms: RowTerms | None = None,
    more: Mapping[str, Any] | None = None,
) -> tuple[ImportRun | None, Report]:
    """Look at the file, fill in what was not said, and import it; a dry run, or one that fails, leaves no run.

    Its columns mean what the `preset` says, where one is named; `more` are other columns of the run.

    Raises Unreadable for a bad file, Refused for terms that cannot be, Forbidden without the right to create the kind.
    """
    target = target.asked_by(by)
    plan = look(path, target, sheet_named(path, sheet) if sheet else None, preset=preset)
    terms = proved(terms or RowTerms(), target, by, region=region or plan.region, adds_values=adds_values)
    said: dict[str, Any] = {
        "mapping": plan.mapping if mapping is None else dict(mapping),
        "region": region or plan.region,
        "is_dry": is_dry,
        "adds_values": adds_values,
    }
    order: dict[str, Any] = {
        "layout": plan.layout,
        "path": path,
        "target": target,
        "by": by,
        "at": at,
        **said,
        "terms": terms,
    }
    if is_dry:
        return None, carry_out(Order(**order))
    moments = {"created_at": at, "started_at": at, "finished_at": at}
    with transaction.atomic():  # a run that nobody works on is never seen
        run = ImportRun(kind=target.kind.plural, owner=by, file_name=path.name[:255], **moments, **said, **(more or {}))
        run.layout, run.headings, run.terms = plan.layout, digest_of(plan.header), terms.as_json()
        run.state = RunState.WORKING
        run.save()
        report = carry_out(Order(**order, run_id=run.pk, course=Watched(run, at)))
        run.refresh_from_db()
    return run, report
