"""The system account that the server runs under, because PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PREFERRED = ("voronka", "postgres")
CREATORS = (
    ("useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "voronka"),
    ("adduser", "-S", "-D", "-H", "voronka"),
)


@dataclass(frozen=True)
class Account:
    """An unprivileged account; `None` in its place means «whoever runs this process»."""

    name: str
    uid: int
    gid: int


def server_account(data: Path) -> Account | None:
    """The account for the server with these data: none for an ordinary user; for root the owner of the data.

    Where there are no data yet it is a system account, made if absent.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat().st_uid) != 0:
        entry = pwd.getpwuid(owner)
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in PREFERRED:
        if account := _existing(name):
            return account
    for command in CREATORS:
        if shutil.which(command[0]) and subprocess.run(command, capture_output=True, check=False).returncode == 0:  # noqa: S603  # a list of our own, no shell
            return _existing("voronka") or _nobody()
    return _nobody()


def identity(account: Account | None) -> dict[str, Any]:
    """Arguments of `subprocess` that run a program as this account, in a folder that it can enter."""
    if account is None:
        return {"cwd": "/", "umask": 0o077}
    return {"cwd": "/", "umask": 0o077, "user": account.uid, "group": account.gid, "extra_groups": []}


def can_enter(account: Account | None, folder: Path) -> bool:
    """Whether the account can reach the folder through all its parents."""
    test = ["/bin/sh", "-c", 'cd "$0"', str(folder)]
    return subprocess.run(test, capture_output=True, check=False, **identity(account)).returncode == 0  # noqa: S603  # a list of our own, no shell


def give(account: Account | None, path: Path) -> None:
    """Make the account the owner of the path; nothing to do for an ordinary user."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def _existing(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _nobody() -> Account:
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
