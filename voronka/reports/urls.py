"""Addresses of the reports."""

from django.urls import path

from voronka.reports.views import common, funnel, index

app_name = "reports"
urlpatterns = [
    path("", index.index, name="index"),
    path("common/", common.common, name="common"),
    path("common/export/", common.export, name="common_export"),
    path("funnel/", funnel.funnel, name="funnel"),
    path("funnel/export/", funnel.export, name="funnel_export"),
]
