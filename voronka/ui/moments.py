"""How people say when something was or will be: pure functions of the moment, of now and of the language."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from voronka.core.numbers import NBSP


def clock(moment: datetime) -> str:
    """«15:05»."""
    return f"{moment:%H:%M}"


def named_day(on: date, today: date) -> str:
    """«сегодня», «вчера», «завтра», or an empty text for any other day."""
    return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get((on - today).days, "")


def day(on: date, today: date) -> str:
    """«завтра», «15 марта», «15 марта 2024»."""
    if name := named_day(on, today):
        return name
    return _written(on, _("j E") if on.year == today.year else _("j E Y"), get_language())


def short_day(on: date, today: date) -> str:
    """«завтра», «15 мар.», «15.03.2024»: where there is little room."""
    if name := named_day(on, today):
        return name
    return _written(on, _("j M") if on.year == today.year else _("d.m.Y"), get_language())


def when(moment: datetime, now: datetime) -> str:
    """«сегодня 15:00», «15 марта 15:00», «15 марта 2024»; both moments stand in the reader's time zone."""
    text = day(moment.date(), now.date())
    return text if moment.year != now.year else f"{text} {clock(moment)}"


def full_day(on: date) -> str:
    """«пятница, 15 марта 2024»."""
    return _written(on, _("l, j E Y"), get_language())


@lru_cache(maxsize=4096)
def _written(on: date, form: str, _language: str | None) -> str:
    """A list says the same few days again and again."""
    return str(date_format(on, form))


def exact(moment: datetime) -> str:
    """«пятница, 15 марта 2024 15:00», for the tooltip."""
    return f"{full_day(moment.date())} {clock(moment)}"


def ago(moment: datetime, now: datetime) -> str:
    """«только что», «5 минут назад», «3 дня назад», «2 года назад»; the future is said as a day."""
    passed = now - moment
    if passed < timedelta(0):
        return when(moment, now)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    days = (now.date() - moment.date()).days
    if days == 0 or minutes < 6 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    return days_ago(days)


def days_ago(days: int) -> str:
    """«вчера», «3 дня назад», «2 месяца назад», «год назад»."""
    if days == 1:
        return _("yesterday")
    if days < 31:
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if days < 365:
        months = max(days // 30, 1)
        return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)s year ago", "%(n)s years ago", years) % {"n": years}


def span(length: timedelta) -> str:
    """«45 мин», «1 ч 25 мин», «3 дн.»: the two largest units, days alone."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 24 * 60:
        return (_("%(n)s d") % {"n": minutes // (24 * 60)}).replace(" ", NBSP)
    return effort(minutes)


def effort(minutes: int) -> str:
    """«45 мин», «37 ч 56 мин», «1 240 ч»: time that was worked, whose days nobody could tell the length of."""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(n)s h") % {"n": f"{hours:,}".replace(",", NBSP)}] if hours else []
    if (rest and hours < 100) or not hours:  # of a hundred hours nobody wants the minutes
        parts.append(_("%(n)s min") % {"n": rest})
    return " ".join(parts).replace(" ", NBSP)
