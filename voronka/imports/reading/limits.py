"""How much of a file is taken in, and how much a reader may cost."""

import resource

FILE_BYTES = 200 * 1024 * 1024
UNPACKED_BYTES = 3 * 1024 * 1024 * 1024
SMALL_PART_BYTES = 20 * 1024 * 1024
PARTS = 10_000
PACK_RATIO = 200
ROWS = 1_048_576
COLUMNS = 200
SHEETS = 200
CELL_CHARACTERS = 32_767
MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 180
LOOK_SECONDS = 20
HEAD_ROWS = 40


class BadFile(Exception):
    """The file cannot be read; the argument is a code that `sheet` puts into words."""


def apply(seconds: int = CPU_SECONDS, written: int = 0) -> None:
    """Bound this process: a hostile file kills its reader, nothing else.

    No file that it writes has more than `written` bytes.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
