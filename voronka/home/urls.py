"""Addresses of My day and of what is done from anywhere."""

from django.urls import path

from voronka.home.views import day

app_name = "home"

urlpatterns = [
    path("", day.day, name="day"),
    path("day/leads/<int:pk>/take/", day.take, name="take"),
]
