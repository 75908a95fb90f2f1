"""Shapes of what the API gives of search and of the day."""

from datetime import datetime

from ninja import Schema


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


class TaskToday(Schema):
    """A task to do today or overdue; `subject` is `deal:15` with its name beside, empty when there is none."""

    id: int
    title: str
    due_at: datetime | None
    is_overdue: bool
    subject: str
    subject_name: str


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
