"""Prints a new API token of a person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User


class Command(BaseCommand):
    help = "Make an API token for USER (an e-mail) and print it, once and alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="the e-mail of the person")
        parser.add_argument("--name", default="voronka token", help="what the token is for")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["user"].strip().lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody with the e-mail {options['user']} may sign in.")
        _token, plain = tokens.issue(user=user, name=options["name"], at=timezone.now())
        self.stdout.write(plain)
