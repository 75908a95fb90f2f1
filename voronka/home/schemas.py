"""Shapes of what the API takes and gives: search, the day, quick entry, hand-overs."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt


class PartOut(Schema):
    """A part of a text that is shown; `is_marked` where it answers the question."""

    text: str
    is_marked: bool


class HitOut(Schema):
    """A record that was found, or a place in the text of a history.

    `why` shows what matched when the title does not: a phone, a letter box, a word. Of a history `snippet` is the text
    around the marked words, `at` and `by` say when and by whom, `title` whose history it is.
    """

    kind: str
    id: int
    title: str
    subtitle: str
    why: str
    url: str
    marks: list[PartOut]
    snippet: list[PartOut]
    at: datetime | None
    by: str


class AskedToday(Schema):
    """What a task asks to agree to: `id` is that of the approval or of the expense. Such a task is not ticked off."""

    what: Literal["approval", "expense"]
    id: int
    text: str
    may_answer: bool


class TaskToday(Schema):
    """A task to do today or overdue; `subject` is `deal:15` with its name beside, empty when there is none."""

    id: int
    title: str
    due_at: datetime | None
    is_overdue: bool
    subject: str
    subject_name: str
    asks: AskedToday | None


class LeadToday(Schema):
    """A lead that waits."""

    id: int
    name: str
    created_at: datetime
    is_taken: bool


class DealToday(Schema):
    """A deal that stands still."""

    id: int
    name: str
    stage: str
    days: int
    is_late: bool
    has_next_step: bool


class DayOut(Schema):
    """What asks to be done today, in order."""

    tasks: list[TaskToday]
    leads: list[LeadToday]
    deals: list[DealToday]


class QuickChoices(Schema):
    """What to do with each part: an id attaches to that record, `new` makes one, `none` leaves it out."""

    model_config = ConfigDict(extra="forbid")

    person: StrictInt | Literal["new", "none"] | None = None
    organization: StrictInt | Literal["new", "none"] | None = None
    legal_entity: StrictBool = True
    deal: StrictBool = True
    task: StrictBool = True


class QuickIn(Schema):
    """A text as a human being would type or paste it; with `commit` it is made, without it only understood.

    `about` (`person:15`) is the record that stands open: tasks and deals without a client of their own are about it.
    """

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=500_000)
    about: str = Field("", max_length=60)
    commit: StrictBool = False
    choices: QuickChoices = QuickChoices()


class QuickMatch(Schema):
    """A record that a part may be already; an exact one has the same phone, e-mail or ИНН."""

    kind: str
    id: int
    name: str
    reasons: list[str]
    is_exact: bool


class QuickMade(Schema):
    """A record that was made."""

    kind: str
    id: int
    name: str
    url: str


class QuickOut(Schema):
    """What was understood: texts by kind and field; `choice` is an id, `new` or `none`.

    `sort` is what it was taken for: line, card, vcard or requisites; of `count` vCards the first is read.
    `tied` names the kinds that belong to the record that the text is `about`.
    `left_out` names kinds that this person may not make; `errors` what is wrong, by `kind-field`. `id` is that of the
    entry, by which it is undone, and `made` its records: both are empty before it is made.
    """

    sort: str
    about: str
    tied: list[str]
    count: int
    parts: dict[str, dict[str, str]]
    choice: dict[str, str]
    note: str
    matches: list[QuickMatch]
    left_out: list[str]
    errors: dict[str, str]
    id: int | None
    made: list[QuickMade]


class UndoneOut(Schema):
    """The entry that was taken back."""

    id: int


class HandOverPart(Schema):
    """Records in hand of a kind that fit a filter tree (as in lists), and what hangs on them go to one or evenly."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["organization", "legal_entity", "person", "lead", "deal", "task"]
    filter: dict[str, Any]
    to: StrictInt | Annotated[list[StrictInt], Field(max_length=200)]


class HandOverIn(Schema):
    """Whose work goes to whom: `parts` first, the rest evenly `to` these people; with none of them the rest stays.

    With `of` null only the parts go, of whoever's work. With `commit` it is done, without it only shown; `switch_off`
    closes the account.
    """

    model_config = ConfigDict(extra="forbid")

    of: StrictInt | None
    to: list[StrictInt] = Field([], max_length=200)
    parts: list[HandOverPart] = Field([], max_length=20)
    switch_off: StrictBool = False
    commit: StrictBool = False


class ShareOut(Schema):
    """How many records of a kind one person gets."""

    kind: str
    to: int
    count: int


class HandOverOut(Schema):
    """Who gets what; `id` is null as long as it is only shown, `of` where the records had several owners."""

    id: int | None
    of: int | None
    is_switched_off: bool
    is_undone: bool
    shares: list[ShareOut]
    left: dict[str, int]


class HandOverLine(Schema):
    """A hand-over so far: `undo_until` is null for who may not take it back, `stayed` counts what did not go back."""

    id: int
    of: int | None
    by: int
    at: datetime
    is_switched_off: bool
    undone_at: datetime | None
    undo_until: datetime | None
    shares: list[ShareOut]
    stayed: int


class TakenBackOut(Schema):
    """How many records are as they were, and how many stay: handed on or closed since."""

    id: int
    count: int
    left: int
