"""The screens of a kind: one set of addresses for every kind of record."""

from django.urls import URLPattern, path

from voronka.records import kinds
from voronka.records.views import card, list_page


def screens(kind_name: str) -> tuple[list[URLPattern], str]:
    """The addresses of a kind, for `path("persons/", include(screens("person")))`; the namespace is the kind's name."""
    given = {"kind": kinds.get(kind_name)}
    patterns = [
        path("", list_page.page, given, name="list"),
        path("rows/", list_page.rows, given, name="rows"),
        path("new/", card.new, given, name="new"),
        path("<int:pk>/", card.card, given, name="card"),
        path("<int:pk>/fields/<name>/", card.field, given, name="field"),
        path("<int:pk>/panels/<name>/", card.panel, given, name="panel"),
        path("<int:pk>/changes/", card.history, given, name="history"),
        path("<int:pk>/delete/", card.delete, given, name="delete"),
    ]
    return patterns, kind_name
