"""Every address of Voronka, top level."""

from django.urls import URLPattern, URLResolver, include, path

from voronka.config.api import api_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("voronka.people.urls")),
    path("api/v1/", api_urls()),
]
