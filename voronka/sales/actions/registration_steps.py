"""What every deed on a registration is made of: it begins to stand, ends, is written down and told."""

from datetime import date, datetime, timedelta

from voronka.accounts.models import User
from voronka.activities import history
from voronka.core import live
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.models import Registration, RegistrationDeed, RegistrationState
from voronka.sales.registration.standing import day_of, terms

LONGEST = 2_000
State = RegistrationState


def stand(registration: Registration, *, at: datetime) -> None:
    """Let it protect from today on, for as many days as the company has set."""
    today = day_of(at=at)
    registration.state, registration.stands = State.UPHELD, True
    registration.since, registration.until = today, today + timedelta(days=terms().protection_days - 1)
    registration.save()


def end(registration: Registration, state: State, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Let it protect no more; one whose days had passed ended with the last of them."""
    today = day_of(at=at)
    if registration.until and registration.until < today:
        state = State.EXPIRED
    registration.stands, registration.state = False, state
    registration.ended_on = min(today, registration.until or today)
    registration.save(update_fields=["stands", "state", "ended_on"])
    write_down(registration, state, by=by, at=at, reason=reason)


def end_past(record: Record, over: list[Registration], *, at: datetime) -> None:
    """What stands on the record itself and protects no more makes room."""
    for one in over:
        if is_of(one, record) and not one.protects(day_of(at=at)):
            end(one, State.RELEASED, by=None, at=at)


def is_of(registration: Registration, record: Record) -> bool:
    """Whether it stands on the record itself and not on the client of the deal."""
    return registration.target == kind_of(record).name


def write_down(registration: Registration, what: str, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Keep what was done, by whom and why."""
    until = registration.until if registration.stands else None
    RegistrationDeed.objects.create(registration=registration, what=what, until=until, by=by, at=at, reason=reason)


def tell(registration: Registration, said: str, *, by: User, at: datetime, **data: str) -> None:
    """An entry in the history of the record; open cards look anew."""
    data = {"who": registration.registrar.full_name, **data}
    history.add(subject=registration.record, type=said, by=by, at=at, data=data)
    live.publish(kind=registration.target, id=registration.record.pk, verb="registration")


def iso(day: date | None) -> str:
    """The day for the data of an entry."""
    return day.isoformat() if day else ""


def bounded(text: str) -> str:
    """Words of a person as they are kept."""
    return text.replace("\x00", "").strip()[:LONGEST]
