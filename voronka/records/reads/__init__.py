"""The journal of reads of personal data: what an answer showed is collected and written in one statement."""

from voronka.records.reads.collecting import Shown, collecting, shown, shown_all, shown_name

__all__ = ["Shown", "collecting", "shown", "shown_all", "shown_name"]
