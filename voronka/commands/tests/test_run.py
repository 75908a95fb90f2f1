"""`voronka run`: one command brings everything up, keeps it up, and takes it down."""

import os
import signal
import stat
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from voronka.commands.tests.conftest import Running, processes, start, until, voronka
from voronka.core.postgres.folder import Folder

pytestmark = pytest.mark.installation

PREPARE = """
from django.contrib.auth import get_user_model
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from voronka.accounts.sign_ins import SessionStore
user = get_user_model().objects.create_superuser("olga@example.com", "x", first_name="Ольга")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "voronka.accounts.sign_ins.Accounts"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
from voronka.config.schedule import forget_old_sessions
from voronka.core import jobs
jobs.enqueue(forget_old_sessions, timestamp=0)
print("key:", session.session_key)
"""


def get(url: str, data: bytes | None = None, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def metrics(url: str) -> str:
    with urllib.request.urlopen(f"{url}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def sign_in(data_dir: Path) -> str:
    answer = voronka("manage", "shell", "-v0", "-c", PREPARE, "--data-dir", str(data_dir))
    assert "key:" in answer.stdout, answer.stderr
    return answer.stdout.split()[-1]


def answers(url: str) -> bool:
    try:
        return get(f"{url}/healthz") == 200
    except OSError:
        return False


def test_the_whole_life(data_dir: Path) -> None:
    first = start(data_dir)
    assert first.url in first.said
    assert get(f"{first.url}/healthz") == 200
    assert get(f"{first.url}/readyz") == 200
    assert get(f"{first.url}/healthz", Host="unknown.example.com") == 200
    assert get(f"{first.url}/live/") == 401
    # A body is read: what is wrong with it is the missing token.
    assert get(f"{first.url}/accounts/login/", b"login=olga" * 100_000, Accept="text/html") == 403
    assert stat.S_IMODE((data_dir / "secret.key").stat().st_mode) == 0o600
    key = (data_dir / "secret.key").read_text()

    # Another command works beside it and leaves the database alone; an open live connection does not hold up the end.
    cookie = sign_in(data_dir)
    stream = urllib.request.urlopen(
        urllib.request.Request(f"{first.url}/live/", headers={"Cookie": f"sessionid={cookie}"}), timeout=10
    )
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    assert stream.readline() == b"retry: 3000\n"
    until(lambda: 'voronka_jobs{queue="upkeep",status="succeeded"}' in metrics(first.url))
    assert first.stop() < 10
    assert Folder(data_dir).pid is None
    assert not processes(first.port)

    # The second start keeps the key and the people.
    second = start(data_dir)
    assert (data_dir / "secret.key").read_text() == key
    assert get(f"{second.url}/live/", Cookie="sessionid=unknown") == 401
    second.stop()


def test_what_falls_is_started_again(running: Running) -> None:
    taken = voronka("run", "--data-dir", f"{running.data_dir}-2", "--port", str(running.port))
    assert taken.returncode == 1
    assert "taken" in taken.stderr
    assert "--port" in taken.stderr

    supervisor, web, *_ = processes(running.port)
    os.kill(web, signal.SIGKILL)
    until(lambda: web not in processes(running.port))
    until(lambda: answers(running.url))
    assert processes(running.port)[0] == supervisor

    running.process.kill()
    running.process.wait()
    until(lambda: not processes(running.port))
    pid = Folder(running.data_dir).pid
    assert pid is not None
    again = start(running.data_dir)
    assert Folder(running.data_dir).pid == pid
    again.stop()
    assert Folder(running.data_dir).pid is None


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["token", "--help"]])
def test_help(data_dir: Path, words: list[str]) -> None:
    answer = voronka(*words, "--data-dir", str(data_dir))
    assert answer.returncode == 0
    assert "usage" in answer.stdout
