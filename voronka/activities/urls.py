"""Addresses of tasks, interactions and the history."""

from django.urls import include, path

from voronka.activities.views import contact, history, log, plan, plans, tasks, types
from voronka.records.urls import screens

activities = [
    path("history/<str:kind>/<int:pk>/", history.history, name="history"),
    path("history/<str:kind>/<int:pk>/log/", log.log, name="log"),
    path("history/<str:kind>/<int:pk>/plan/", plan.plan, name="plan"),
    path("interactions/new/", contact.new, name="new_interaction"),
    path("interactions/<int:pk>/edit/", log.edit, name="edit"),
    path("interactions/<int:pk>/erase/", log.erase, name="erase"),
    path("settings/contacts/", types.index, name="types"),
    path("settings/contacts/new/", types.new, name="type_new"),
    path("settings/contacts/order/", types.arrange, name="types_order"),
    path("settings/contacts/<int:pk>/", types.edit, name="type"),
    path("tasks/plan/", plans.index, name="plan_of_tasks"),
    path("tasks/new/", plans.new, name="new_task"),
    path("tasks/subjects/", plans.subjects, name="subjects"),
    path("tasks/understood/", tasks.understood, name="understood"),
    path("tasks/<int:pk>/row/", tasks.row, name="task_row"),
    path("tasks/<int:pk>/done/", tasks.complete, name="complete"),
    path("tasks/<int:pk>/reopen/", tasks.reopen, name="reopen"),
    path("tasks/<int:pk>/due/", tasks.postpone, name="postpone"),
    path("tasks/<int:pk>/owner/", tasks.reassign, name="reassign"),
    path("tasks/<int:pk>/erase/", tasks.erase, name="erase_task"),
]

urlpatterns = [
    path("", include((activities, "activities"))),
    path("tasks/", include(screens("task"))),
    path("interactions/", include(screens("interaction"))),
]
