"""Prints the one-time link for the first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voronka.accounts.actions import setup


class Command(BaseCommand):
    help = "Print a one-time link, good for 24 hours, by which the first administrator comes in."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not setup.is_needed():
            raise CommandError("There is an administrator already; ask him for an invitation.")
        self.stdout.write(setup.issue_link(at=timezone.now()))
