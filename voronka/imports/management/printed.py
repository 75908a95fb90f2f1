"""What came of an import or an undoing as one JSON object, for programs that call the command line."""

import json

from voronka.imports.engine.report import Report
from voronka.imports.models import ImportRun


def report_as_json(report: Report, run: ImportRun | None) -> str:
    """The counts, and by which number the import is undone; a dry run has none."""
    told = {
        "id": run.pk if run else None,
        **report.counts(),
        "problems": [{"row": number, "reason": reason} for number, reason in report.problems],
        "new_values": report.values,
    }
    return json.dumps(told, ensure_ascii=False)


def undone_as_json(run: ImportRun) -> str:
    """What went, what was restored, what stayed and why: kind, id, a code, what it is about."""
    told = {name: run.undone[name] for name in ("deleted", "restored", "kept", "values")}
    stayed = [{"kind": kind, "id": pk, "why": why, "what": what} for kind, pk, why, what in run.undone["refused"]]
    return json.dumps({"id": run.pk, **told, "stayed": stayed}, ensure_ascii=False)
