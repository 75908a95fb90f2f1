"""A data folder and a running Voronka for the tests of commands."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.template import PREFIX, template
from voronka.core.postgres.folder import Folder
from voronka.core.postgres.testing import folder_for

OURS = {"DATABASE_URL", "SECRET_KEY", "STATIC_ROOT", "MEDIA_ROOT"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OURS}
# Collected once for all folders: the slowest part of a first start.
ENVIRONMENT["STATIC_ROOT"] = str(folder_for(Path(__file__).parents[3]) / "collected")


def voronka(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    command = [sys.executable, "-m", "voronka", *words]
    return subprocess.run(
        command, capture_output=True, text=True, env=ENVIRONMENT | environment, check=False, timeout=120
    )


@dataclass
class Running:
    """A started `voronka run`."""

    process: "subprocess.Popen[str]"
    data_dir: Path
    port: int
    said: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> float:
        """Send SIGTERM; seconds until it was gone."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=45) == 0
        return time.monotonic() - started


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(data_dir: Path, *words: str) -> Running:
    """Start Voronka and wait until it says that it is up."""
    port = free_port()
    command = [sys.executable, "-m", "voronka", "run", "--data-dir", str(data_dir), "--port", str(port), *words]
    log = (data_dir.parent / f"run-{port}.log").open("w+")
    process = subprocess.Popen(command, stdout=log, stderr=log, text=True, env=ENVIRONMENT)
    deadline = time.monotonic() + 240
    said = ""
    while "Ctrl+C" not in said:
        said = Path(log.name).read_text()
        assert process.poll() is None, said
        assert time.monotonic() < deadline, said
        time.sleep(0.1)
    return Running(process, data_dir, port, said)


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder that every system user can reach; its server is stopped afterwards."""
    base = Path(tempfile.mkdtemp(prefix="vk-"))
    base.chmod(0o755)
    yield base / "data"
    for left in processes(str(base / "data")):
        os.kill(left, signal.SIGKILL)
    until(lambda: not processes(str(base / "data")))
    pid = Folder(base / "data").pid
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        until(lambda: not Path(f"/proc/{pid}").exists())
    shutil.rmtree(base)


@pytest.fixture(scope="session")
def migrated() -> Path:
    """A data folder with all tables, made once for every state of the migrations and only copied by tests."""
    root = Path(__file__).parents[3]
    kept = folder_for(root) / template()
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / "migrated.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not (kept / "done").exists():
            for old in kept.parent.glob(f"{PREFIX}*"):
                shutil.rmtree(old)
            made = voronka("manage", "migrate", "-v0", "--data-dir", str(kept))
            assert made.returncode == 0, made.stderr
            (kept / "done").touch()
    return kept


@pytest.fixture
def prepared_dir(data_dir: Path, migrated: Path) -> Path:
    """A data folder of its own with all tables in it."""
    subprocess.run(["cp", "-a", str(migrated), str(data_dir)], check=True)
    return data_dir


@pytest.fixture
def running(prepared_dir: Path) -> Iterator[Running]:
    """Voronka on a data folder of its own."""
    found = start(prepared_dir)
    yield found
    if found.process.poll() is None:
        found.process.kill()
        found.process.wait()
        until(lambda: not processes(found.port))


def processes(word: int | str) -> list[int]:
    """Processes of the Voronka with this port or data folder among its arguments, the supervisor first."""
    wanted = re.compile(rf"voronka\x00run\x00.*\x00{re.escape(str(word))}\x00")
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if wanted.search(path.read_text()):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return sorted(found)


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.05)
