"""Addresses of the client base."""

from django.urls import include, path

from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.views import bank_accounts, clients, company_lookup, consents, legal_entities, positions
from voronka.records.urls import screens

people = [
    path("consents/<slug:kind>/<int:pk>/", consents.said, name="said"),
    path("settings/consents/", consents.purposes, name="consents"),
    path("settings/consents/new/", consents.new, name="consent_new"),
    path("settings/consents/<int:pk>/", consents.wording, name="consent_wording"),
    path("settings/consents/<int:pk>/off/", consents.switch, {"on": False}, name="consent_off"),
    path("settings/consents/<int:pk>/on/", consents.switch, {"on": True}, name="consent_on"),
    path("persons/<int:pk>/left/", positions.leave, name="leave"),
    path("positions/<int:pk>/left/", positions.end, name="position_end"),
    path("positions/<int:pk>/main/", positions.make_main, name="position_main"),
    path("settings/clients/", clients.settings, name="clients"),
    path("settings/company-lookup/", company_lookup.settings, name="company_lookup"),
    path("settings/company-lookup/try/", company_lookup.attempt, name="company_lookup_try"),
    path("legal-entities/read/", legal_entities.read, name="read"),
    path("legal-entities/look-up/", legal_entities.look_up, name="look_up"),
    path("legal-entities/<int:pk>/look-up/", legal_entities.look_up, name="look_up_again"),
    path("legal-entities/<int:pk>/requisites/", legal_entities.edit, name="requisites"),
    path("legal-entities/<int:pk>/default/", legal_entities.default, name="default"),
    path("legal-entities/<int:pk>/accounts/new/", bank_accounts.new, name="account_new"),
    path("legal-entities/<int:pk>/accounts/<int:account>/", bank_accounts.edit, name="account"),
    path("legal-entities/<int:pk>/accounts/<int:account>/default/", bank_accounts.default, name="account_default"),
    path("legal-entities/<int:pk>/accounts/<int:account>/remove/", bank_accounts.remove, name="account_remove"),
    path("legal-entities/<int:pk>/accounts/<int:account>/restore/", bank_accounts.restore, name="account_restore"),
]

urlpatterns = [
    path("", include((people, "people"))),
    path("legal-entities/new/", legal_entities.new, {"kind": LEGAL_ENTITY}),  # before the screen of every kind
    path("organizations/", include(screens("organization"))),
    path("persons/", include(screens("person"))),
    path("positions/", include(screens("position"))),
    path("legal-entities/", include(screens("legal_entity"))),
]
