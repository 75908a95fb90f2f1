"""Addresses of leads, deals and pipelines."""

from django.urls import include, path

from voronka.records.urls import screens
from voronka.sales.views import (
    board,
    conversion,
    leads,
    macro_stages,
    pipelines,
    qualification,
    routing,
    stage,
)

special = [
    path("deals/board/", board.board, name="board"),
    path("deals/board/<int:stage_id>/", board.column, name="column"),
    path("deals/<int:pk>/stage/", stage.stage, name="stage"),
    path("deals/<int:pk>/stage/undo/<int:version>/", stage.undo, name="undo-stage"),
    path("deals/<int:pk>/reopen/", stage.reopen, name="reopen"),
    path("leads/<int:pk>/take/", leads.take, name="take"),
    path("leads/<int:pk>/disqualify/", leads.disqualify, name="disqualify"),
    path("leads/<int:pk>/reopen/", leads.reopen, name="reopen-lead"),
    path("leads/<int:pk>/answers/<int:question_id>/", qualification.answer, name="answer"),
    path("leads/<int:pk>/verdicts/<str:fact>/", qualification.judge, name="verdict"),
    path("leads/<int:pk>/unconvert/", qualification.unconvert, name="unconvert"),
    path("leads/<int:pk>/convert/", conversion.convert, name="convert"),
    path("settings/pipelines/", pipelines.listed, name="pipelines"),
    path("settings/pipelines/new/", pipelines.create, name="pipeline-new"),
    path("settings/pipelines/<int:pk>/", pipelines.edit, name="pipeline-edit"),
    path("settings/pipelines/<int:pk>/off/", pipelines.switch, {"on": False}, name="pipeline-off"),
    path("settings/pipelines/<int:pk>/on/", pipelines.switch, {"on": True}, name="pipeline-on"),
    path("settings/pipelines/<int:pk>/order/", pipelines.order, name="stage-order"),
    path("settings/pipelines/<int:pk>/stages/new/", pipelines.stage_new, name="stage-new"),
    path("settings/stages/<int:pk>/", pipelines.stage_edit, name="stage-edit"),
    path("settings/stages/<int:pk>/off/", pipelines.stage_off, name="stage-off"),
    path("settings/stages/<int:pk>/on/", pipelines.stage_on, name="stage-on"),
    path("settings/qualification/", qualification.listed, name="questions"),
    path("settings/qualification/new/", qualification.edit, name="question-new"),
    path("settings/qualification/order/", qualification.order, name="question-order"),
    path("settings/qualification/<int:pk>/", qualification.edit, name="question"),
    path("settings/qualification/<int:pk>/off/", qualification.switch, {"on": False}, name="question-off"),
    path("settings/qualification/<int:pk>/on/", qualification.switch, {"on": True}, name="question-on"),
    path("settings/routing/", routing.listed, name="routing"),
    path("settings/routing/new/", routing.edit, name="routing-new"),
    path("settings/routing/order/", routing.order, name="routing-order"),
    path("settings/routing/<int:pk>/", routing.edit, name="routing-rule"),
    path("settings/routing/<int:pk>/off/", routing.switch, {"on": False}, name="routing-off"),
    path("settings/routing/<int:pk>/on/", routing.switch, {"on": True}, name="routing-on"),
    path("settings/stages/<int:pk>/place/", macro_stages.place, name="stage-place"),
    path("settings/common-funnel/", macro_stages.listed, name="common-funnel"),
    path("settings/common-funnel/new/", macro_stages.create, name="macro-stage-new"),
    path("settings/common-funnel/order/", macro_stages.order, name="macro-stage-order"),
    path("settings/common-funnel/<int:pk>/", macro_stages.edit, name="macro-stage-edit"),
    path("settings/common-funnel/<int:pk>/off/", macro_stages.switch, {"on": False}, name="macro-stage-off"),
    path("settings/common-funnel/<int:pk>/on/", macro_stages.switch, {"on": True}, name="macro-stage-on"),
]

urlpatterns = [
    path("", include((special, "sales"))),
    path("leads/", include(screens("lead"))),
    path("deals/", include(screens("deal"))),
]
