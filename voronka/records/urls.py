"""The screens of a kind: one set of addresses for every kind of record."""

from django.urls import URLPattern, path

from voronka.records import kinds
from voronka.records.asking import as_asked
from voronka.records.views import (
    card,
    changes,
    classifiers,
    custom_fields,
    delete,
    duplicates,
    erasing,
    field_rules,
    fields,
    layouts,
    list_bulk,
    list_export,
    list_filter,
    list_page,
    list_views,
    lookup,
    merging,
    new,
    panels,
    reads,
    retention,
    similar,
    subject,
)

app_name = "records"
urlpatterns = [
    path("lookup/users/", lookup.users, name="users"),
    path("settings/fields/", custom_fields.listed, name="custom-fields"),
    path("settings/fields/<int:pk>/", custom_fields.edit, name="custom-field"),
    path("settings/fields/<int:pk>/place/", custom_fields.move, name="custom-field-move"),
    path("settings/fields/<int:pk>/off/", custom_fields.switch, {"on": False}, name="custom-field-off"),
    path("settings/fields/<int:pk>/on/", custom_fields.switch, {"on": True}, name="custom-field-on"),
    path("settings/fields/roles/", field_rules.listed, name="field-rules"),
    path("settings/fields/<slug:kind>/roles/", field_rules.listed, name="field-rules-of"),
    path("settings/fields/<slug:kind>/roles/cell/", field_rules.give, name="field-rule"),
    path("settings/fields/<slug:kind>/layout/", layouts.layout, name="layout"),
    path("settings/fields/<slug:kind>/layout/look/", layouts.look, name="layout-look"),
    path("settings/fields/<slug:kind>/roles/<slug:field>/", field_rules.demand, name="obligation"),
    path("settings/fields/<slug:kind>/", custom_fields.listed, name="custom-fields-of"),
    path("settings/fields/<slug:kind>/new/", custom_fields.add, name="custom-field-add"),
    path("exports/", list_export.listed, name="exports"),
    path("exports/<int:pk>/", list_export.shown, name="export"),
    path("exports/<int:pk>/stop/", list_export.stop, name="export-stop"),
    path("exports/<int:pk>/file/", list_export.file, name="export-file"),
    path("duplicates/", duplicates.queue, name="duplicates"),
    path("duplicates/undo/<int:pk>/", merging.undo, name="merge-undo"),
    path("duplicates/<slug:name>/", duplicates.queue, name="duplicates-of"),
    path("duplicates/<slug:name>/search/", duplicates.search, name="duplicates-search"),
    path("duplicates/<slug:name>/progress/", duplicates.progress, name="duplicates-progress"),
    path("duplicates/<slug:name>/different/", duplicates.different, name="duplicates-different"),
    path("duplicates/<slug:name>/again/", duplicates.again, name="duplicates-again"),
    path("duplicates/<slug:name>/merge/", merging.merge, name="merge"),
    path("settings/reads/", reads.listed, name="reads"),
    path("settings/retention/", retention.listed, name="retention"),
    path("settings/retention/<slug:code>/", retention.rule, name="retention-rule"),
    path("settings/retention/<slug:code>/run/", retention.run, name="retention-run"),
    path("settings/erasures/", retention.erasures, name="erasures"),
    path("settings/reads/export/", reads.export, name="reads-export"),
    path("settings/classifiers/", classifiers.listed, name="classifiers"),
    path("settings/classifiers/<int:pk>/", classifiers.edit, name="classifier-value"),
    path("settings/classifiers/<int:pk>/place/", classifiers.move, name="classifier-move"),
    path("settings/classifiers/<int:pk>/under/", classifiers.nest, name="classifier-nest"),
    path("settings/classifiers/<int:pk>/off/", classifiers.switch, {"on": False}, name="classifier-off"),
    path("settings/classifiers/<int:pk>/on/", classifiers.switch, {"on": True}, name="classifier-on"),
    path("settings/classifiers/<slug:name>/", classifiers.listed, name="classifier"),
    path("settings/classifiers/<slug:name>/new/", classifiers.add, name="classifier-add"),
]


def screens(kind_name: str) -> tuple[list[URLPattern], str]:
    """The addresses of a kind, for `path("persons/", include(screens("person")))`; the namespace is the kind's name."""
    given = {"kind": kinds.get(kind_name)}
    patterns = [
        path("", as_asked(list_page.page), given, name="list"),
        path("rows/", as_asked(list_page.rows), given, name="rows"),
        path("filter/", as_asked(list_filter.builder), given, name="filter"),
        path("views/", as_asked(list_views.views), given, name="views"),
        path("views/<int:view_pk>/", as_asked(list_views.view), given, name="view"),
        path("views/<int:view_pk>/delete/", as_asked(list_views.view_delete), given, name="view-delete"),
        path("bulk/<slug:verb>/", as_asked(list_bulk.bulk), given, name="bulk"),
        path("export/", as_asked(list_export.export), given, name="export"),
        path("lookup/", as_asked(lookup.records), given, name="lookup"),
        path("new/", as_asked(new.new), given, name="new"),
        path("new/similar/", as_asked(similar.similar), given, name="similar"),
        path("<int:pk>/", as_asked(card.card), given, name="card"),
        path("<int:pk>/fields/<name>/", as_asked(fields.field), given, name="field"),
        path("<int:pk>/panels/<name>/", as_asked(panels.panel), given, name="panel"),
        path("<int:pk>/similar/", as_asked(similar.similar), given, name="similar-to"),
        path("<int:pk>/changes/", as_asked(changes.history), given, name="history"),
        path("<int:pk>/looked/", as_asked(reads.looked), given, name="looked"),
        path("<int:pk>/everything/", subject.subject, given, name="subject"),
        path("<int:pk>/everything/file/", subject.file, given, name="subject-file"),
        path("<int:pk>/erase/", erasing.erase, given, name="erase"),  # of the whole kind, hidden fields too
        path("<int:pk>/delete/", as_asked(delete.delete), given, name="delete"),
    ]
    return patterns, kind_name
