"""What is known of a file before it is imported: headings, a sample, the guessed mapping and country."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings

from voronka.accounts.models import User
from voronka.imports.engine.carry_out import Order, Report, carry_out
from voronka.imports.guessing import guess_mapping, guess_region
from voronka.imports.reading.sheet import read_sheet
from voronka.imports.targets.base import Target

SAMPLE = 200


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A first look at a file."""

    header: list[str]
    sample: list[list[str]]
    mapping: dict[str, str]
    region: str


def look(path: Path, target: Target) -> Plan:
    """Headings, the first rows, and what they most likely mean; raises Unreadable."""
    sheet = read_sheet(path)
    sample = [cells for _number, cells in islice(sheet.rows, SAMPLE)]
    mapping = guess_mapping(target, sheet.header, sample)
    return Plan(header=sheet.header, sample=sample, mapping=mapping, region=_region(sheet.header, sample, mapping))


def _region(header: list[str], sample: list[list[str]], mapping: dict[str, str]) -> str:
    places = [place for place, heading in enumerate(header) if mapping.get(heading) == "phones"]
    numbers = [row[place] for row in sample for place in places if row[place]]
    return guess_region(numbers, settings.PHONE_REGION)


def carry_out_file(
    *,
    path: Path,
    target: Target,
    by: User,
    at: datetime,
    mapping: dict[str, str] | None = None,
    region: str = "",
    is_dry: bool = False,
    adds_values: bool = True,
) -> Report:
    """Look at the file, fill in what was not said, and import it."""
    target = target.asked_by(by)
    plan = look(path, target)
    order = Order(
        path=path,
        target=target,
        mapping=plan.mapping if mapping is None else mapping,
        by=by,
        at=at,
        region=region or plan.region,
        is_dry=is_dry,
        adds_values=adds_values,
    )
    return carry_out(order)
