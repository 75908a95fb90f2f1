"""Shapes of what the API gives of search and of the day."""

from datetime import datetime

from ninja import Schema


class HitOut(Schema):
    """A record that was found; `why` shows what matched when the title does not."""

    kind: str
    id: int
    title: str
    subtitle: str
    why: str
    url: str


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
