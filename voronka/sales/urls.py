"""Addresses of leads, deals and pipelines."""

from django.urls import include, path

from voronka.records.urls import screens
from voronka.sales.views import board, conversion, leads, stage

special = [
    path("deals/board/", board.board, name="board"),
    path("deals/board/<int:stage_id>/", board.column, name="column"),
    path("deals/<int:pk>/stage/", stage.stage, name="stage"),
    path("deals/<int:pk>/stage/undo/<int:version>/", stage.undo, name="undo-stage"),
    path("deals/<int:pk>/reopen/", stage.reopen, name="reopen"),
    path("leads/<int:pk>/take/", leads.take, name="take"),
    path("leads/<int:pk>/disqualify/", leads.disqualify, name="disqualify"),
    path("leads/<int:pk>/reopen/", leads.reopen, name="reopen-lead"),
    path("leads/<int:pk>/convert/", conversion.convert, name="convert"),
]

urlpatterns = [
    path("", include((special, "sales"))),
    path("leads/", include(screens("lead"))),
    path("deals/", include(screens("deal"))),
]
