"""A file imported at once, as the command line does it, for the tests of what comes of its rows."""

from typing import Any

from voronka.imports.actions.from_disk import bring
from voronka.imports.engine.report import Report


def carry_out_file(**given: Any) -> Report:
    """What came of the file."""
    return bring(**given)[1]
