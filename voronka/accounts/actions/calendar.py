"""The company's calendar is set: the usual week, single days, the holidays of a year, absences."""

from collections.abc import Sequence
from datetime import date
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.calendar import usual_week
from voronka.accounts.holidays import COUNTRIES, year_of
from voronka.accounts.models import Absence, SpecialDay, User, WorkingDay
from voronka.accounts.policies import require_administrator, require_self_or_administrator
from voronka.core import dates
from voronka.core.errors import NotFound, Refused
from voronka.core.working_time import Hours

LONGEST = 366  # days of one absence


@transaction.atomic
def set_week(*, week: Sequence[Hours | None], by: User) -> None:
    """The working hours of the seven weekdays from Monday on, None for a day off."""
    require_administrator(by)
    if not any(week):
        raise Refused(_("Choose at least one working day."))
    WorkingDay.objects.all().delete()
    WorkingDay.objects.bulk_create(
        WorkingDay(weekday=weekday, begins_at=hours.begin, ends_at=hours.end)
        for weekday, hours in enumerate(week)
        if hours
    )


def set_day(*, on: date, hours: Hours | None, name: str = "", by: User) -> SpecialDay:
    """Say of one day when people work on it, None for a day off; what was said of it before is replaced."""
    require_administrator(by)
    begin, end = (hours.begin, hours.end) if hours else (None, None)
    values = {"name": name.strip()[:120], "begins_at": begin, "ends_at": end}
    day, _is_new = SpecialDay.objects.update_or_create(on=_possible(on), defaults=values)
    return day


def forget_day(*, on: date, by: User) -> None:
    """The day is as usual again."""
    require_administrator(by)
    SpecialDay.objects.filter(on=on).delete()


@transaction.atomic
def add_holidays(*, country: str, year: int, by: User) -> int:
    """Take over the public holidays of a country and year, in the reader's language; how many days differ by them.

    What was said of a day by hand stays. Holidays on usual days off say their names only. A day of a week-end that is
    worked instead has the longest hours of the week.
    """
    require_administrator(by)
    if country not in COUNTRIES:
        raise Refused(_("Choose a country."), field="country")
    law = year_of(country, _possible(date(year, 1, 1)).year, by.language)
    usual = usual_week()
    fullest = max((hours for hours in usual if hours), key=lambda hours: hours.minutes)
    off = (SpecialDay(on=day, name=name[:120]) for day, name in law.off.items())
    worked = (SpecialDay(on=day, begins_at=fullest.begin, ends_at=fullest.end) for day in law.worked)
    before = SpecialDay.objects.count()
    SpecialDay.objects.bulk_create(chain(off, worked), ignore_conflicts=True)
    return SpecialDay.objects.count() - before


def be_away(*, user: User, since: date, until: date, by: User) -> Absence:
    """Somebody is not here from one day to another, both included; oneself or an administrator says so."""
    require_self_or_administrator(by, user)
    if until < since:
        raise Refused(_("The last day is before the first one."), field="until")
    if (_possible(until) - _possible(since)).days >= LONGEST:
        raise Refused(_("An absence is a year at most."), field="until")
    return Absence.objects.create(user=user, since=since, until=until)


def be_back(*, absence_id: int, by: User) -> None:
    """Take an absence back."""
    absence = Absence.objects.select_related("user").filter(pk=absence_id).first()
    if absence is None or (absence.user_id != by.pk and not by.is_superuser):
        raise NotFound
    absence.delete()


def _possible(day: date) -> date:
    try:
        return dates.bounded(day)
    except ValueError as error:
        raise Refused(_("There is no such day in the calendar."), field="on") from error
