"""Addresses of marketing."""

from django.urls import include, path

from voronka.records.urls import screens

urlpatterns = [
    path("campaigns/", include(screens("campaign"))),
]
