"""Addresses of the client base."""

from django.urls import include, path

from voronka.records.urls import screens

urlpatterns = [
    path("organizations/", include(screens("organization"))),
    path("persons/", include(screens("person"))),
    path("legal-entities/", include(screens("legal_entity"))),
]
