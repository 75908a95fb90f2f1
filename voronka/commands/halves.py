"""The two halves of a running Voronka, each the whole life of one process."""

import multiprocessing
import os
import signal
from functools import partial

import django
from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from voronka.commands.supervisor import end_with_parent

KILL_SECONDS = 2  # open live connections would never end by themselves


def serve(host: str, port: int, workers: int) -> None:
    """Answer requests until SIGTERM."""
    multiprocessing.set_start_method("fork", force=True)
    # Granian's own children would go on without it, deaf to everybody.
    os.register_at_fork(after_in_child=partial(end_with_parent, signal.SIGKILL))
    Granian(
        "voronka.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig=settings.LOGGING,
    ).serve()


def carry_out_jobs() -> None:
    """Carry out jobs until SIGTERM."""
    django.setup()
    call_command("worker")
