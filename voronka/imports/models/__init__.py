"""What is kept of imports: the runs, and what source rows became."""

from voronka.imports.models.rows import ImportedRow
from voronka.imports.models.runs import ImportRun

__all__ = ["ImportRun", "ImportedRow"]
