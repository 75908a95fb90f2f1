"""Where the big base lies."""

from pathlib import Path

from voronka.commands.place import default_data_dir


def default_place() -> Path:
    """The folder of the big base, beside that of the installation."""
    return default_data_dir().with_name("voronka-bench-base")
