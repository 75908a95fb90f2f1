"""Addresses of the reports."""

from django.urls import path

from voronka.reports.views import funnel

app_name = "reports"
urlpatterns = [
    path("funnel/", funnel.funnel, name="funnel"),
    path("funnel/export/", funnel.export, name="funnel_export"),
]
