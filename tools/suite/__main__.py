"""`python -m tools.suite`, called by `make test`, `make e2e` and `make screenshots`."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping

from tools.suite.browser import find_or_install
from tools.suite.second_server import second_server

PARALLEL = ("-n", "2", "--dist", "worksteal")
# No journey is among these, and it takes seconds to collect them.
NO_JOURNEYS = tuple(
    f"--ignore=tests/{name}" for name in ("api", "architecture", "pages", "quality", "security", "tools")
)
# What asks no database, and what is marked `once`, says the same on both; tests of the installation start servers
# of their own, whatever DATABASE_URL says: once is enough.
SECOND = "not e2e and not screenshots and not installation and not once"
SAME_ANYWHERE = ("-p", "tests.second_base", "-m", SECOND, *NO_JOURNEYS)


def main() -> int:
    """Run what was asked for; the exit code is that of the first run that failed."""
    parser = argparse.ArgumentParser(prog="tools.suite", description=__doc__)
    parser.add_argument("--browser", action="store_true", help="only the journeys in the browser")
    parser.add_argument("--screenshots", action="store_true", help="only take pictures of the screens")
    options, passed_on = parser.parse_known_args()
    browser = find_or_install()
    environment = {**os.environ, "CHROMIUM": browser}
    given = environment.pop("DATABASE_URL", "")
    if options.screenshots:
        return _pytest(["-q", "-m", "screenshots", *passed_on], environment)
    if options.browser:
        return _pytest(["-q", "-m", "e2e", *passed_on], environment)
    print("== The suite on the embedded PostgreSQL", flush=True)
    failed = _pytest(["-q", *PARALLEL, "-m", "not screenshots and not e2e", *passed_on], environment)
    if failed:
        return failed
    print("== The journeys in a real browser", flush=True)
    failed = _pytest(["-q", *PARALLEL, "-m", "e2e and not screenshots", *NO_JOURNEYS, *passed_on], environment)
    if failed:
        return failed
    with second_server(given) as url:
        print("== The suite, less the browser, on a PostgreSQL given by DATABASE_URL", flush=True)
        environment["DATABASE_URL"] = url
        return _pytest(["-q", *PARALLEL, *SAME_ANYWHERE, *passed_on], environment)


def _pytest(arguments: list[str], environment: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, env=dict(environment), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
