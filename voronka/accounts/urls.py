"""Addresses: first-run set-up, sign-in (allauth's, only those that we use), settings."""

from django.urls import URLPattern, URLResolver, include, path

from voronka.accounts.views import calendar, departments, index, people, profile, roles, security, setup, tokens, units

app_name = "accounts"

_people = [
    path("", people.people, name="people"),
    path("new/", people.invite, name="person_new"),
    path("<int:pk>/", people.edit, name="person"),
    path("<int:pk>/off/", people.switch_off, name="person_off"),
    path("<int:pk>/on/", people.switch_on, name="person_on"),
    path("<int:pk>/link/", people.password_link, name="person_link"),
    path("<int:pk>/second-factor/reset/", people.reset_second_factor, name="person_second_factor"),
]
_departments = [
    path("", departments.tree, name="departments"),
    path("new/", departments.create, name="department_new"),
    path("<int:pk>/", departments.edit, name="department"),
    path("<int:pk>/off/", departments.switch, {"on": False}, name="department_off"),
    path("<int:pk>/on/", departments.switch, {"on": True}, name="department_on"),
]
_units = [
    path("", units.listed, name="units"),
    path("new/", units.create, name="unit_new"),
    path("<int:pk>/", units.edit, name="unit"),
    path("<int:pk>/off/", units.switch, {"on": False}, name="unit_off"),
    path("<int:pk>/on/", units.switch, {"on": True}, name="unit_on"),
]
_roles = [
    path("", roles.listed, name="roles"),
    path("new/", roles.create, name="role_new"),
    path("<int:pk>/", roles.listed, name="role"),
    path("<int:pk>/name/", roles.rename, name="role_name"),
    path("<int:pk>/grant/", roles.grant, name="role_grant"),
    path("<int:pk>/off/", roles.switch, {"on": False}, name="role_off"),
    path("<int:pk>/on/", roles.switch, {"on": True}, name="role_on"),
]
_calendar = [
    path("", calendar.shown, name="calendar"),
    path("week/", calendar.week, name="calendar_week"),
    path("holidays/", calendar.holidays, name="calendar_holidays"),
    path("absences/new/", calendar.absence, name="absence_new"),
    path("absences/<int:pk>/back/", calendar.back, name="absence_back"),
    path("<str:on>/", calendar.day, name="calendar_day"),
]
_settings: list[URLPattern | URLResolver] = [
    path("", index.index, name="settings"),
    path("profile/", profile.profile, name="profile"),
    path("profile/look/", profile.look, name="look"),
    path("security/", security.security, name="security"),
    path("security/sessions/end/", security.end_other_sessions, name="sessions_end"),
    path("security/sessions/<int:pk>/end/", security.end_session, name="session_end"),
    path("tokens/", tokens.listed, name="tokens"),
    path("tokens/new/", tokens.issue, name="token_new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("users/", include(_people)),
    path("departments/", include(_departments)),
    path("units/", include(_units)),
    path("roles/", include(_roles)),
    path("calendar/", include(_calendar)),
]
urlpatterns = [
    path("accounts/setup/<str:secret>/", setup.welcome, name="setup"),
    path("settings/", include(_settings)),
]
