"""Addresses of the reports."""

from django.urls import path

from voronka.reports.views import (
    answers,
    common_funnel,
    forecast,
    funnel,
    index,
    lead_answers,
    lead_worth,
    time_spent,
)

app_name = "reports"
urlpatterns = [
    path("", index.index, name="index"),
    path("forecast/", forecast.forecast, name="forecast"),
    path("forecast/history/", forecast.history, name="forecast_history"),
    path("forecast/export/", forecast.export, name="forecast_export"),
    path("common/", common_funnel.common_funnel, name="common"),
    path("common/export/", common_funnel.export, name="common_export"),
    path("speed/", answers.speed, name="speed"),
    path("speed/export/", answers.speed_export, name="speed_export"),
    path("cost/", answers.cost, name="cost"),
    path("cost/export/", answers.cost_export, name="cost_export"),
    path("money/", answers.money, name="money"),
    path("money/export/", answers.money_export, name="money_export"),
    path("answers/", lead_answers.lead_answers, name="answers"),
    path("answers/export/", lead_answers.export, name="answers_export"),
    path("leads/", lead_worth.lead_worth, name="worth"),
    path("leads/export/", lead_worth.export, name="worth_export"),
    path("time/", time_spent.time_spent, name="time"),
    path("time/export/", time_spent.export, name="time_export"),
    path("funnel/", funnel.funnel, name="funnel"),
    path("funnel/export/", funnel.export, name="funnel_export"),
]
