"""The writes that are the same for every kind of record."""

from voronka.records.actions.create import create
from voronka.records.actions.delete import delete
from voronka.records.actions.store import store
from voronka.records.actions.update import update

__all__ = ["create", "delete", "store", "update"]
