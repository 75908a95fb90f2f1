"""Filters and small functions of the templates: each says one kind of value as people read it."""

import itertools
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from voronka.core import money as core_money
from voronka.core import phones as core_phones
from voronka.core.company_names import bare_name
from voronka.core.numbers import grouped
from voronka.ui import moments

TINTS = 8
_numbers = itertools.count(1)


def money(amount: Decimal | int | None, currency: str = "RUB") -> str:
    """«1 234 567 ₽»."""
    return core_money.show(amount, currency)


def number(value: Decimal | float | None, digits: int = 0) -> str:
    """«1 234 567», with the decimal mark of the reader when `digits` are asked for."""
    return "" if value is None else grouped(value, digits)


def phone(value: str | None) -> str:
    """«+7 903 123-45-67»."""
    return core_phones.show(value) if value else ""


def email(value: str) -> Markup:
    """«ivan@romashka.ru» that breaks after the @ and before the dots of the domain when a narrow column needs it."""
    name, at, domain = value.rpartition("@")
    return escape(name) + (at and Markup("@<wbr>")) + Markup("<wbr>.").join(domain.split("."))


def when(value: datetime | date | None) -> str:
    """«сегодня 15:00» in a `<time>` with the exact moment on hover."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value)
    return _at(local, moments.when(local, timezone.localtime()))


def long_date(value: datetime | date) -> str:
    """«среда, 4 марта»."""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return str(date_format(on, _("l, j E")))


def clock(value: datetime) -> Markup:
    """«15:05» in a `<time>`: where the day stands above."""
    local = timezone.localtime(value)
    return _at(local, moments.clock(local))


def local_day(value: datetime) -> date:
    """The day of a moment where the reader is."""
    return timezone.localtime(value).date()


def ago(value: datetime | None) -> str:
    """«3 дня назад» in a `<time>`."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    return _at(local, moments.ago(local, timezone.localtime()))


def day(value: datetime | date | None, style: str = "long") -> str:
    """«завтра», «15 марта»; `style="short"` gives «15 мар.» for narrow places."""
    if value is None:
        return ""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    say = moments.short_day if style == "short" else moments.day
    return _time(on.isoformat(), moments.full_day(on), say(on, timezone.localdate()))


def duration(value: timedelta | int | None) -> str:
    """«3 дн.» of a timedelta; «37 ч 56 мин» of minutes that were worked."""
    if value is None:
        return ""
    return moments.span(value) if isinstance(value, timedelta) else moments.effort(value)


def initials(name: object) -> str:
    """Two letters of a name: «Иван Петров» → ИП, «ООО «Ромашка»» → Р."""
    words = (bare_name(str(name)) or str(name)).split()
    letters = [next(filter(str.isalnum, word), "") for word in words]
    return "".join(list(filter(None, letters))[:2]).upper()


def tint(value: object) -> int:
    """One of the eight hues, always the same for the same name."""
    return zlib.crc32(str(value).encode()) % TINTS + 1


def url(name: str, *positional: Any, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None) -> str:
    """The address of a view: `url("person:card", person.pk)`."""
    if kwargs:
        return reverse(name, args=[*positional, *args] or None, kwargs=dict(kwargs))
    return _reversed(name, (*positional, *args), get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=4096)
def _reversed(name: str, args: tuple[Any, ...], _prefix: str, urlconf: str) -> str:
    """A page reverses the same seventy addresses each time."""
    return reverse(name, urlconf=urlconf, args=args or None)


@lru_cache(maxsize=4096)
def icon(name: str, size: int = 16, label: str = "") -> Markup:
    """A picture of the sprite; `label` where it stands alone. A page draws a hundred of them."""
    said = Markup(' role="img" aria-label="{}"').format(label) if label else Markup(' aria-hidden="true"')
    return Markup(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24"{1}><use href="{2}#{3}"></use></svg>'
    ).format(size, said, static_file("vendor/icons.svg"), name)


@cache
def static_file(path: str) -> str:
    """Where a file is served from, with the hash of what it holds."""
    return static(path)


def uid(prefix: str = "id") -> str:
    """An id that no other element of the page has."""
    return f"{prefix}-{next(_numbers)}"


def attributes(attrs: Mapping[str, Any]) -> Markup:
    """HTML attributes: True stands alone, False and None are left out, `_` in a name becomes `-`."""
    return Markup("").join(_attribute(*each) for each in attrs.items() if each[1] is not None and each[1] is not False)


def _attribute(name: str, value: Any) -> Markup:
    plain = escape(name.replace("_", "-"))
    # What is safe as HTML, as the JSON of `tojson`, may still hold quotes.
    quoted = str(escape(value)).replace('"', "&#34;")
    shown = "" if value is True else f'="{quoted}"'
    return Markup(f" {plain}{shown}")  # noqa: S704  # escaped above; a page asks thousands of times


def _time(moment: str, exact: str, said: str) -> Markup:
    return Markup(f'<time datetime="{moment}" title="{escape(exact)}">{escape(said)}</time>')  # noqa: S704  # escaped above


def _at(local: datetime, said: str) -> Markup:
    return _time(local.isoformat(timespec="minutes"), moments.exact(local), said)
