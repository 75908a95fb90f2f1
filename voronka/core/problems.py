"""Refusals in the shape in which the API answers them: a code for programs, sentences for people."""

from typing import Any

from ninja import Schema


class Problem(Schema):
    """Why a request was not carried out: a code for programs, a sentence for people, sentences by field."""

    error: str
    message: str
    fields: dict[str, str] = {}


class ClashOut(Schema):
    """One field that somebody else changed meanwhile."""

    field: str
    label: str
    theirs: Any
    yours: Any


class Clashing(Problem):
    """A stale change: what stands now, what was to be saved, and the version to send next."""

    version: int
    clashes: list[ClashOut]


REFUSALS = dict.fromkeys((400, 401, 403, 404, 422), Problem)
CONFLICTS = {409: Clashing, **REFUSALS}
