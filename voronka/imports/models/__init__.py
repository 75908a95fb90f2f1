"""What is kept of imports: the runs, what they have written, and what source rows became."""

from voronka.imports.models.folders import Migration, Part
from voronka.imports.models.portions import ImportPortion
from voronka.imports.models.rows import ImportedRow
from voronka.imports.models.runs import ImportRun

__all__ = ["ImportPortion", "ImportRun", "ImportedRow", "Migration", "Part"]
