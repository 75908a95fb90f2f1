"""What was read is written to the journal, months of it are made ahead and dropped when their time is over."""

import json
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

from voronka.accounts.models import User
from voronka.records.models import Way
from voronka.records.reads import Shown

KEEP = "SELECT records_keep_reads(%s, %s, %s::inet, %s, %s, %s, %s, %s)"
AT_ONCE = 1_000  # ids in one row: an export is many rows
LONGEST_PLACE, LONGEST_QUESTION = 200, 2_000
MONTHS_AHEAD = 3


def keep(*, shown: Shown, way: Way, place: str, question: str, address: str | None, by: User, at: datetime) -> None:
    """Write what one answer showed: one statement, whatever it showed. An error comes through: nothing is unseen."""
    rows = [{"kind": kind, "ids": part} for kind, ids in shown.items() for part in batched(ids, AT_ONCE, strict=False)]
    if not rows:
        return
    asked = question[:LONGEST_QUESTION]
    digest = question_digest(asked) if asked else ""
    with connection.cursor() as cursor:
        given: list[Any] = [at, by.pk, address, way.value, place[:LONGEST_PLACE], digest, asked, json.dumps(rows)]
        cursor.execute(KEEP, given)


def question_digest(text: str) -> str:
    """By what the journal knows a question: nobody without the key of the installation can guess it back."""
    return salted_hmac("records.reads", text, algorithm="sha256").hexdigest()[:32]


def make_months(*, at: datetime) -> None:
    """The tables of this month and of those that come: nothing has to be made while somebody waits for a page."""
    with connection.cursor() as cursor:
        for month in range(at.month - 1, at.month + MONTHS_AHEAD):
            cursor.execute("SELECT records_readentry_month(%s)", [date(at.year + month // 12, month % 12 + 1, 1)])


def drop_months(*, before: date) -> int:
    """Drop the whole months that ended before this day; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_readentry_drop(%s)", [before])
        return int(cursor.fetchone()[0])
