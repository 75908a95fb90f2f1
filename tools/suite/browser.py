"""The system's Chromium, which the journeys run in."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str:
    """Path of the browser, empty when there is none."""
    wanted = os.environ.get("CHROMIUM", "")
    return wanted or next((path for name in NAMES if (path := shutil.which(name))), "")


def find_or_install() -> str:
    """Path of the browser; root on Debian installs it, anybody else is told what to do and the run ends."""
    if path := find():
        return path
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests", flush=True)
        install("chromium")
        if path := find():
            return path
    sys.exit(
        "Chromium was not found, and the browser tests need it. Install it (Debian: apt-get install chromium),"
        " or give the path of a Chrome in the variable CHROMIUM."
    )


def install(package: str) -> bool:
    """Install a Debian package; False when it cannot be had."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode != 0:
            return False
    return True
