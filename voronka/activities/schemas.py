"""Shapes of what the API takes and gives about contacts, tasks and the history."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from voronka.records.schemas import Named


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class StepIn(_Strict):
    """The next step: `due` is a moment, a day, or words («завтра в 15»); `fields` are further fields of the task."""

    title: str = Field("", max_length=255)
    due: str = Field("", max_length=60)
    owner: int | None = None
    fields: dict[str, Any] = Field(default_factory=dict, max_length=50)


class LogIn(_Strict):
    """A contact with a client; `type` is the code or the name of a type, `fields` are further fields of the contact."""

    type: str = Field(max_length=80)
    text: str = Field("", max_length=20_000)
    minutes: int | None = Field(None, ge=0, le=24 * 60)
    direction: Literal["", "in", "out"] = ""
    happened_at: datetime | None = None
    next_step: StepIn | None = None
    completes: list[int] = Field(default_factory=list, max_length=20)
    fields: dict[str, Any] = Field(default_factory=dict, max_length=50)


class LogOut(Schema):
    """Ids of what was made."""

    interaction: int
    task: int | None


class DoneIn(_Strict):
    """What came of a task; with `type` it is written into the history as a contact, with its further `fields`."""

    result: str = Field("", max_length=20_000)
    type: str = Field("", max_length=80)
    next_step: StepIn | None = None
    fields: dict[str, Any] = Field(default_factory=dict, max_length=50)


class DoneOut(Schema):
    """What finishing a task left behind."""

    task: int
    interaction: int | None
    next_task: int | None


class EntryOut(Schema):
    """One entry of a history; `home` is the record that it was made for, as `deal:15`."""

    id: int
    at: datetime
    type: str
    text: str
    by: Named | None
    home: str
    interaction: int | None
    task: int | None
    minutes: int | None


class HistoryOut(Schema):
    """A page of a history, newest first; `next` goes into `after` of the next request."""

    items: list[EntryOut]
    next: str
