"""How much of a file is taken in, and how much a reader may cost."""

import resource


class BadFile(Exception):
    """The file cannot be read; the argument is a code that `sheet` puts into words."""


FILE_BYTES = 50 * 1024 * 1024
UNPACKED_BYTES = 600 * 1024 * 1024
PACK_RATIO = 200
ROWS = 500_000
COLUMNS = 200
CELL_CHARACTERS = 32_767
MEMORY_BYTES = 2 * 1024 * 1024 * 1024
CPU_SECONDS = 180


def apply() -> None:
    """Bound this process: a hostile file kills its reader, nothing else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
