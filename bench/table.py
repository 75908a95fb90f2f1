"""The timings as a table for people and as JSON for programs."""

import json
from dataclasses import asdict

from bench.measure import Timing

HEAD = ("page", "status", "p50 ms", "p95 ms", "cpu ms", "queries", "KB", "KB gzip", "floor ms", "× floor", "")


def table(timings: list[Timing]) -> str:
    """Aligned columns, one line a page; what is over the budget says so."""
    rows = [HEAD, *(_row(timing) for timing in timings)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def as_json(timings: list[Timing]) -> str:
    """The same for a program."""
    return json.dumps([asdict(timing) | {"ratio": round(timing.ratio, 1)} for timing in timings], ensure_ascii=False)


def _row(timing: Timing) -> tuple[str, ...]:
    return (
        timing.name,
        str(timing.status),
        f"{timing.p50:.1f}",
        f"{timing.p95:.1f}",
        f"{timing.cpu:.1f}",
        str(timing.queries),
        f"{timing.sent / 1024:.0f}",
        f"{timing.compressed / 1024:.1f}",
        f"{timing.floor:.1f}" if timing.floor else "",
        f"{timing.ratio:.1f}" if timing.floor else "",
        "" if timing.is_within else f"over {timing.budget.p50:g} / {timing.budget.p95:g}",
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (
        cell.ljust(width) if not column else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest]).rstrip()
