"""Records that are made, exported, and imported again."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from voronka.accounts.models import User
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.records import actions, kinds
from voronka.records.actions import exports
from voronka.records.actions.given import read
from voronka.records.exporting.record_id import whole
from voronka.records.exporting.wanted import Wanted
from voronka.records.field_rules import as_seen

NOW = datetime(2026, 3, 4, 12, 34, 56, 789_000, tzinfo=UTC)


def made(kind: str, by: User, **raw: Any) -> Any:
    known = kinds.get(kind)
    return actions.create(kind=known, values=read(known, raw, by=by), by=by, at=NOW)


def exported(kind: str, path: Path, by: User) -> Path:
    seen = as_seen(kinds.get(kind), by)
    wanted = Wanted(kind=seen, code=path.suffix[1:], filter={}, columns=whole(seen))
    exports.write_to(wanted=wanted, path=path, by=by, at=NOW, zone=timezone.get_current_timezone())
    return path


def brought(kind: str, path: Path, by: User, **options: Any) -> Report:
    return carry_out_file(path=path, target=TARGETS[kinds.get(kind).plural], by=by, at=NOW, **options)


def stands(kind: str) -> list[dict[str, Any]]:
    return list(kinds.get(kind).model.objects.order_by("pk").values())


def with_cells(path: Path, **changed: str) -> Path:
    """A .csv with other cells in its first row, by the names of the fields or the headings."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    kind = path.stem
    labels = {one.name: str(one.label) for one in kinds.get(kind).fields} | {"voronka_id": rows[0][0]}
    for name, cell in changed.items():
        rows[1][rows[0].index(labels.get(name, name))] = cell
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(rows)
    return path
