"""Keeps the processes of Voronka running until it is told to stop."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 30.0
PR_SET_PDEATHSIG = 1

# A forked child has everything imported already and shares its memory; macOS cannot fork safely.
_processes = multiprocessing.get_context("fork") if sys.platform == "linux" else multiprocessing.get_context("spawn")


@dataclass
class Child:
    """One supervised process; restarted after a pause that doubles while it keeps falling at once."""

    name: str
    target: Callable[..., None]
    arguments: tuple[object, ...] = ()
    process: BaseProcess | None = None
    started: float = 0.0
    pause: float = 1.0
    due: float = field(default=0.0)

    def start(self) -> None:
        """Start the process."""
        self.process = _processes.Process(target=_become, args=(self.target, self.arguments), name=self.name)
        self.process.start()
        self.started = time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.is_alive()

    def tend(self) -> None:
        """Notice that the process ended; start it again when its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            if self.process.is_alive():
                return
            status = self.process.exitcode
            self.sweep()
            self.pause = 1.0 if now - self.started > STEADY_SECONDS else min(self.pause * 2, LONGEST_PAUSE)
            self.due = now + self.pause
            self.process = None
            print(f"voronka: {self.name} ended with {status}, starting it again", file=sys.stderr, flush=True)
        elif now >= self.due:
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM; requests and jobs under way are finished."""
        if self.process is not None and self.process.is_alive():
            self.process.terminate()

    def wait(self, deadline: float) -> None:
        """Wait for the end until the deadline (of the monotonic clock), then take it by force."""
        if self.process is None:
            return
        self.process.join(timeout=max(0.0, deadline - time.monotonic()))
        if self.process.is_alive():
            print(f"voronka: {self.name} did not stop in time", file=sys.stderr, flush=True)
        self.sweep()
        self.process.join()

    def sweep(self) -> None:
        """Kill what is left of the process and of its own children."""
        if self.process is not None and self.process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _become(target: Callable[..., None], arguments: tuple[object, ...]) -> None:
    """The first steps of a child: out of reach of the terminal's Ctrl+C, and gone when the supervisor is gone."""
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    end_with_parent(signal.SIGTERM)
    target(*arguments)


def end_with_parent(number: signal.Signals) -> None:
    """Let this process get the signal when its parent dies, however it dies; Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


@contextmanager
def stop_signal() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set."""
    stop = threading.Event()

    def note(_number: int, _frame: object) -> None:
        stop.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def supervise(children: list[Child], stop: threading.Event) -> None:
    """Tend the children until the event is set, then stop them all."""
    try:
        while not stop.wait(0.25):
            for child in children:
                child.tend()
    finally:
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.wait(deadline)
