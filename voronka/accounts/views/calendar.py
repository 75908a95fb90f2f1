"""Working time: the usual week, the days of a year, holidays, who is away."""

from datetime import date
from http import HTTPStatus
from typing import Any

from babel import Locale
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.dates import MONTHS, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts import calendar, year_view
from voronka.accounts.actions import calendar as actions
from voronka.accounts.asking import administrators, asker
from voronka.accounts.calendar_form import USUAL, AbsenceForm, DayForm, WeekdayForm, day_given
from voronka.accounts.holidays import COUNTRIES
from voronka.accounts.models import Absence
from voronka.accounts.views.dialogs import dialog, settled
from voronka.core.dates import FIRST, LAST
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import whole
from voronka.ui.render import done, is_htmx, page, redirect

_PAGE = "accounts:calendar"
_DAY = "accounts/calendar_day.html"
_CHANGED = ("calendar", 0)


@require_GET
@administrators
def shown(request: HttpRequest) -> HttpResponse:
    """The week, the year as it is worked, and who is away."""
    return page(request, "accounts/calendar.html", _context(request), block="list")


@require_POST
@administrators
def week(request: HttpRequest) -> HttpResponse:
    """Other usual hours; what is wrong is said beside its weekday."""
    forms = [WeekdayForm(request.POST, prefix=str(weekday)) for weekday in range(7)]
    error = ""
    if not any(form.errors for form in forms):
        try:
            actions.set_week(week=[form.cleaned_data["hours"] for form in forms], by=asker(request))
        except Refused as refusal:
            error = refusal.message
        else:
            return redirect(request, _PAGE, text=_("Saved."))
    context = _context(request) | {"week": list(zip(WEEKDAYS.values(), forms, strict=True)), "week_error": error}
    return page(request, "accounts/calendar.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "POST"])
@administrators
def day(request: HttpRequest, on: str) -> HttpResponse:
    """What one day is."""
    when = _day(on)
    known, usual = calendar.special_days(when.year).get(when), calendar.usual_week()[when.weekday()]
    form = DayForm(request.POST or None, initial=day_given(known, usual))

    def carry_out() -> tuple[str, int]:
        given = form.cleaned_data
        if given["what"] == USUAL:
            actions.forget_day(on=when, by=asker(request))
        else:
            actions.set_day(on=when, hours=given["hours"], name=given["name"], by=asker(request))
        return _CHANGED

    title = f"{when.day} {MONTHS_ALT[when.month]} {when.year}"
    return dialog(request, form, carry_out, title=title, submit=_("Save"), said=_("Saved."), back=_PAGE, template=_DAY)


@require_POST
@administrators
def holidays(request: HttpRequest) -> HttpResponse:
    """The public holidays of a country fill the year."""
    year = _year(request.POST.get("year", ""))
    added = actions.add_holidays(country=request.POST.get("country", ""), year=year, by=asker(request))
    text = ngettext("%(count)s day is added.", "%(count)s days are added.", added) % {"count": added}
    return settled(request, text, _CHANGED, back=_PAGE)


@require_POST
def absence(request: HttpRequest) -> HttpResponse:
    """Somebody is away for some days: oneself, or anybody by an administrator."""
    form = AbsenceForm(request.POST)
    if form.is_valid():
        actions.be_away(**form.cleaned_data, by=asker(request))
        return _back(request, _("Noted: nothing new is given meanwhile."))
    raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """An absence is taken back."""
    actions.be_back(absence_id=pk, by=asker(request))
    return _back(request, _("The absence is taken back."))


def _back(request: HttpRequest, text: str) -> HttpResponse:
    if is_htmx(request):
        return done(text, changed=_CHANGED)
    return redirect(request, _PAGE if asker(request).is_superuser else "accounts:profile", text=text)


def _context(request: HttpRequest) -> dict[str, Any]:
    today = timezone.localdate()
    year = _year(request.GET.get("year") or str(today.year))
    time = calendar.working_time()
    any_hours = next(hours for hours in time.week if hours)
    forms = [
        WeekdayForm(
            prefix=str(weekday),
            initial={"works": bool(hours), "begin": (hours or any_hours).begin, "end": (hours or any_hours).end},
        )
        for weekday, hours in enumerate(time.week)
    ]
    special = calendar.special_days(year)
    names = Locale.parse(translation.get_language() or "ru", sep="-").territories
    return {
        "year": year,
        "today": today,
        "week": list(zip(WEEKDAYS.values(), forms, strict=True)),
        "week_error": "",
        "weekdays": list(WEEKDAYS_ABBR.values()),
        "month_names": MONTHS,
        "months": year_view.months(year, time, special),
        "is_empty": not special,
        "countries": [(code, names[code]) for code in COUNTRIES],
        "absences": Absence.objects.filter(until__gte=today).select_related("user"),
        "absence_form": AbsenceForm(),
    }


def _year(text: str) -> int:
    year = whole(text) or 0
    if not FIRST.year <= year <= LAST.year:
        raise NotFound
    return year


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NotFound from error
