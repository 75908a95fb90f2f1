"""Tables that every kind of record shares."""

from voronka.records.models.bulk_changes import BulkChange
from voronka.records.models.classifiers import Classifier, ClassifierValue
from voronka.records.models.custom_fields import CustomField, FieldType
from voronka.records.models.duplicates import Decision, DuplicatePair, DuplicateSearch, UnseenMatches
from voronka.records.models.erasures import Erasure, Why
from voronka.records.models.exports import ExportEntry
from voronka.records.models.field_rules import FieldRight, FieldRule
from voronka.records.models.idempotency import CreationKey
from voronka.records.models.layouts import CardLayout
from voronka.records.models.merges import Merge, MergedRecord
from voronka.records.models.obligations import Obligation
from voronka.records.models.reads import ReadEntry, ReadQuestion, Way
from voronka.records.models.record import Record
from voronka.records.models.retention import RetentionRule
from voronka.records.models.saved_views import SavedView
from voronka.records.models.search_entry import SearchEntry, SearchPassage, SearchWord

__all__ = [
    "BulkChange",
    "CardLayout",
    "Classifier",
    "ClassifierValue",
    "CreationKey",
    "CustomField",
    "Decision",
    "DuplicatePair",
    "DuplicateSearch",
    "Erasure",
    "ExportEntry",
    "FieldRight",
    "FieldRule",
    "FieldType",
    "Merge",
    "MergedRecord",
    "Obligation",
    "ReadEntry",
    "ReadQuestion",
    "Record",
    "RetentionRule",
    "SavedView",
    "SearchEntry",
    "SearchPassage",
    "SearchWord",
    "UnseenMatches",
    "Way",
    "Why",
]
