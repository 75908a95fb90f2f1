"""The REST API that every kind of record has."""

from voronka.records.api.crud import crud
from voronka.records.api.docs import Docs
from voronka.records.api.duplicates import router as duplicates
from voronka.records.api.exports import router as exports
from voronka.records.api.problems import tell_problems

__all__ = ["Docs", "crud", "duplicates", "exports", "tell_problems"]
