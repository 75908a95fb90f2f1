"""Every address of Voronka, top level."""

from django.urls import URLPattern, URLResolver, include, path

from voronka.config.api import api_urls
from voronka.core.live.views import live

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("voronka.accounts.sign_in_urls")),
    path("", include("voronka.accounts.urls")),
    path("", include("voronka.records.urls")),
    path("", include("voronka.people.urls")),
    path("", include("voronka.marketing.urls")),
    path("", include("voronka.sales.urls")),
    path("", include("voronka.home.urls")),
    path("", include("voronka.activities.urls")),
    path("imports/", include("voronka.imports.urls")),
    path("reports/", include("voronka.reports.urls")),
    path("live/", live, name="live"),
    path("api/v1/", api_urls()),
    path("ui/", include("voronka.ui.urls")),
]

handler400 = "voronka.ui.errors.bad_request"
handler403 = "voronka.ui.errors.forbidden"
handler404 = "voronka.config.api.not_found"
handler500 = "voronka.ui.errors.server_error"
