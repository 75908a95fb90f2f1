"""`voronka manage demo`: fill the database with the demo company and say who can sign in."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from voronka.home.demo import company


class Command(BaseCommand):
    """Fill the demo company, once."""

    help = "Fill the database with the Russian demo company (does nothing where it stands already)"

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the company and print its logins."""
        company.found(at=timezone.now())
        for name, email, password in company.logins():
            self.stdout.write(f"{email}  {password}  {name}")
