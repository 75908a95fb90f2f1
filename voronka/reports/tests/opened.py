"""Follows the address of a figure to the rows that it opens."""

import json
from urllib.parse import parse_qs, urlsplit

from voronka.records.fields import FilterContext
from voronka.records.kinds import get
from voronka.records.listing import Question, matching


def opened_rows(address: str, context: FilterContext, kind: str = "deal") -> int:
    """How many records the list of the address shows."""
    tree = json.loads(parse_qs(urlsplit(address).query, keep_blank_values=True)["f"][0] or "{}")
    return matching(get(kind), Question(filter=tree), context).count()
