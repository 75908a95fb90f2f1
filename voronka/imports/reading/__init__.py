"""Files of rows, read in a child process with limits."""

from voronka.imports.reading.sheet import Sheet, Unreadable, read_sheet

__all__ = ["Sheet", "Unreadable", "read_sheet"]
