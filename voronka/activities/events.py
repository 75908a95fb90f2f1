"""What people did; higher apps listen."""

from dataclasses import dataclass
from datetime import datetime

from voronka.accounts.models import User
from voronka.activities.models import Interaction, Task


@dataclass(frozen=True, kw_only=True)
class InteractionLogged:
    """A contact with a client was written down."""

    interaction: Interaction
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TaskCompleted:
    """A task was done."""

    task: Task
    by: User
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TaskReopened:
    """A task that was done is to do again."""

    task: Task
    by: User
    at: datetime
