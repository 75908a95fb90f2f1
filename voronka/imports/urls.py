"""Addresses of imports."""

from django.urls import path

from voronka.imports.views import conflicts, halting, mapping, migrations, runs, undoing

app_name = "imports"
urlpatterns = [
    path("", runs.imports, name="imports"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/sheet/", runs.sheet, name="sheet"),
    path("<int:pk>/headings/", runs.headings, name="headings"),
    path("<int:pk>/terms/", runs.terms, name="terms"),
    path("<int:pk>/guess/", mapping.guess, name="guess"),
    path("<int:pk>/field/", mapping.field, name="field"),
    path("<int:pk>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("<int:pk>/check/", runs.check, name="check"),
    path("<int:pk>/go/", runs.go, name="go"),
    path("<int:pk>/pause/", halting.pause, name="pause"),
    path("<int:pk>/resume/", halting.resume, name="resume"),
    path("<int:pk>/cancel/", halting.cancel, name="cancel"),
    path("<int:pk>/columns/", runs.rethink, name="rethink"),
    path("<int:pk>/undo/", undoing.undo, name="undo"),
    path("<int:pk>/stayed.xlsx", undoing.stayed, name="stayed"),
    path("<int:pk>/problems.xlsx", runs.problems, name="problems"),
    path("migrations/<int:pk>/", migrations.migration, name="migration"),
    path("migrations/<int:pk>/undo/", migrations.undo, name="migration_undo"),
    path("migrations/<int:pk>/not-taken.xlsx", migrations.not_taken, name="not_taken"),
    path("migrations/<int:pk>/kept/<int:run>/", migrations.kept, name="kept"),
]
