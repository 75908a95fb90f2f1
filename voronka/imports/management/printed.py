"""What came of an import or an undoing as one JSON object, for programs that call the command line."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

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
    return json.dumps({"id": run.pk, **_undone(run)}, ensure_ascii=False)


def undone_as_text(run: ImportRun) -> str:
    """The same for people, the first twenty records that stayed."""
    lines = [f"{word}: {_listed(run.undone[word])}" for word in ("deleted", "restored")]
    lines.append(f"stayed: {run.undone['kept']}")
    refused = run.undone["refused"][:20]
    return "\n".join([*lines, *(f"{kind} {record}: {why} {what}".rstrip() for kind, record, why, what in refused)])


def undone_files_as_json(migration_id: int, runs: Sequence[ImportRun]) -> str:
    """What came of the undoing of a migration, file by file; `error` where one could not be undone."""
    files = [
        {"id": run.pk, "file": run.file_name, "error": run.error, **(_undone(run) if run.undone else {})}
        for run in runs
    ]
    stayed = sum(run.undone.get("kept", 0) for run in runs)
    return json.dumps({"migration": migration_id, "kept": stayed, "files": files}, ensure_ascii=False)


def undone_files_as_text(runs: Sequence[ImportRun]) -> str:
    """The same for people, a line for each file."""
    return "\n".join(f"{run.file_name}: {_in_short(run)}" for run in runs)


def _in_short(run: ImportRun) -> str:
    if not run.undone:
        return run.error
    told = (f"{word} {_listed(run.undone[word])}" for word in ("deleted", "restored"))
    return ", ".join([*told, f"stayed {run.undone['kept']}"])


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items()) or "0"


def _undone(run: ImportRun) -> dict[str, Any]:
    told = {name: run.undone[name] for name in ("deleted", "restored", "kept", "values")}
    stayed = [{"kind": kind, "id": pk, "why": why, "what": what} for kind, pk, why, what in run.undone["refused"]]
    return {**told, "stayed": stayed}
