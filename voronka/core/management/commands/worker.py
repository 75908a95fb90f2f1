"""Runs the worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from voronka.core.jobs.worker import work


class Command(BaseCommand):
    help = "Carry out jobs until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="jobs at once, %(default)s by default")

    def handle(self, *_args: Any, **options: Any) -> None:
        work(concurrency=options["concurrency"])
