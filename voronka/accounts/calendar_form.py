"""What people send to the page of working time: hours of a week, of one day, an absence."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import SpecialDay, User
from voronka.core.working_time import Hours

USUAL, OFF, HOURS = "usual", "off", "hours"


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def hours_of(begin: time | None, end: time | None) -> Hours:
    """The hours between two times; raises ValidationError when one is missing or the end is not later."""
    if begin is None or end is None:
        raise forms.ValidationError(_("Say from when to when."))
    try:
        return Hours(begin, end)
    except ValueError as error:
        raise forms.ValidationError(_("The end must be later than the beginning.")) from error


class WeekdayForm(forms.Form):
    """One weekday: worked or not, from when to when."""

    works = forms.BooleanField(required=False)
    begin = _clock(pgettext_lazy("hours", "from"))
    end = _clock(pgettext_lazy("hours", "to"))

    def clean(self) -> dict[str, Any]:
        """`hours` of the day, None for a day off."""
        given = self.cleaned_data
        given["hours"] = hours_of(given.get("begin"), given.get("end")) if given.get("works") else None
        return given


class DayForm(forms.Form):
    """What one day is: as usual, a day off, or other hours."""

    what = forms.ChoiceField(
        label=_("This day is"),
        choices=[(USUAL, _("As usual")), (OFF, _("Day off")), (HOURS, _("Worked at other hours"))],
        widget=forms.RadioSelect,
    )
    begin = _clock(pgettext_lazy("hours", "from"))
    end = _clock(pgettext_lazy("hours", "to"))
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean(self) -> dict[str, Any]:
        """`hours` of the day, None for a day off."""
        given = self.cleaned_data
        is_worked = given.get("what") == HOURS
        given["hours"] = hours_of(given.get("begin"), given.get("end")) if is_worked else None
        return given


def day_given(day: SpecialDay | None, hours: Hours | None) -> dict[str, Any]:
    """What the form of a day shows at first; `hours` are those of its weekday."""
    shown = {"begin": hours.begin, "end": hours.end} if hours else {}
    if day is None:
        return {"what": USUAL, **shown}
    if day.begins_at is None:
        return {"what": OFF, "name": day.name, **shown}
    return {"what": HOURS, "name": day.name, "begin": day.begins_at, "end": day.ends_at}


class AbsenceForm(forms.Form):
    """Who is not here from when to when."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.filter(is_active=True))
    since = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
