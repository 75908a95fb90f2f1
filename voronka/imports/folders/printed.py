"""What came of a migration, for the terminal: a table for people, JSON for programs."""

import json
from collections.abc import Sequence

from voronka.imports.folders.results import NUMBERS, FileResult, totals_of

SHOWN = 5


def as_table(results: Sequence[FileResult], number: int | None) -> str:
    """Counts of every file and below them what was not taken, the first rows of each file."""
    heads = ["file", *NUMBERS, "became"]
    rows = [[one.file, *map(str, one.counts().values()), ", ".join(one.becomes)] for one in results]
    rows.append(["all", *map(str, totals_of(results).values()), ""])
    widths = [max(len(row[at]) for row in (heads, *rows)) for at in range(len(heads))]
    lines = [f"migration: {number}" if number else "dry run: nothing is stored"]
    for row in (heads, *rows):
        cells = [cell.ljust(widths[at]) if at in {0, len(heads) - 1} else cell.rjust(widths[at])
                 for at, cell in enumerate(row)]  # fmt: skip
        lines.append("  ".join(cells).rstrip())
    for one in results:
        lines += [f"{one.file}: {said}" for said in (one.error, one.why_kept) if said]
        lines += [f"{one.file}, row {row}: {why}" for row, why in one.problems[:SHOWN]]
        if len(one.problems) > SHOWN:
            lines.append(f"{one.file}: and {len(one.problems) - SHOWN} rows more")
        if one.unused:
            lines.append(f"{one.file}: columns without a place here: {', '.join(one.unused)}")
    return "\n".join(lines)


def as_json(results: Sequence[FileResult], number: int | None) -> str:
    """The same, with every row that was not taken."""
    files = [
        {
            "file": one.file,
            "became": one.becomes,
            "runs": one.runs if number else [],
            **one.counts(),
            "why_kept": one.why_kept,
            "error": one.error,
            "unused_columns": one.unused,
            "problems": [{"row": row, "reason": why} for row, why in one.problems],
        }
        for one in results
    ]
    return json.dumps({"migration": number, "totals": totals_of(results), "files": files}, ensure_ascii=False)
