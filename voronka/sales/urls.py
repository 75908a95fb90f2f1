"""Addresses of leads, deals and pipelines."""

from django.urls import include, path

from voronka.records.urls import screens

urlpatterns = [
    path("leads/", include(screens("lead"))),
    path("deals/", include(screens("deal"))),
]
