"""Addresses of tasks and interactions."""

from django.urls import include, path

from voronka.records.urls import screens

urlpatterns = [
    path("tasks/", include(screens("task"))),
    path("interactions/", include(screens("interaction"))),
]
