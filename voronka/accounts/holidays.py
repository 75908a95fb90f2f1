"""Public holidays of countries, with the days that governments move each year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import holidays as public

# The countries that are offered; the library knows some two hundred.
COUNTRIES = ("RU", "BY", "KZ", "AM", "AZ", "GE", "KG", "MD", "UZ", "RS", "DE", "PL", "TR", "GB", "US")


@dataclass(frozen=True, kw_only=True)
class Year:
    """The holidays of a year by day, with their names, and the days of week-ends that are worked instead."""

    off: Mapping[date, str]
    worked: frozenset[date]


def year_of(country: str, year: int, language: str) -> Year:
    """What the law of a country (ISO 3166-1, one of `COUNTRIES`) says of a year.

    Names are in `language` where the library has them, else in the country's own. Source: the package `holidays`, which
    follows the laws and the yearly decrees about days that are moved. Raises ValueError for another country.
    """
    if country not in COUNTRIES:
        raise ValueError(country)
    known = public.country_holidays(country)
    spoken = language if language in known.supported_languages else None
    found = public.country_holidays(country, years=year, language=spoken, expand=False)
    of_year = {day: name for day, name in found.items() if day.year == year}
    worked = frozenset(day for day in getattr(found, "weekend_workdays", ()) if day.year == year)
    return Year(off=of_year, worked=worked)
