"""Registration of the app with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "voronka.accounts"
    label = "accounts"
