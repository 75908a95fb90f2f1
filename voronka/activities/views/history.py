"""The history of a card: found, filtered, page after page."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.activities.models import Ref
from voronka.activities.queries import composing
from voronka.activities.queries import history as queries
from voronka.activities.views.asking import subject
from voronka.core.numbers import whole
from voronka.ui.render import page

TOPICS = {"interactions", "tasks", "changes"}


@require_safe
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The entries that are asked for; with `after` only those that follow."""
    subject(request, kind, pk)
    question = asked(request)
    if sought := whole(request.GET.get("entry")):
        question = replace(question, after=queries.mark_of(Ref(kind, pk), sought))
    context = {
        "at": timezone.now(),
        "subject": Ref(kind, pk),
        "types": composing.active_types(),
        "question": question,
        "page": queries.of_card(Ref(kind, pk), asker(request), question),
        "last_day": request.GET.get("day", ""),
        "may_log": False,
        "is_inside": bool(sought and question.after),
    }
    is_next = question.after and not sought
    return page(request, "activities/history_page.html", context, block="rows" if is_next else "history")


def asked(request: HttpRequest) -> queries.Question:
    """The question of an address; what makes no sense is left out."""
    given = request.GET
    topic = given.get("topic", "")
    return queries.Question(
        topic=topic if topic in TOPICS else "",
        type_id=whole(given.get("type")),
        text=given.get("q", "")[:200],
        after=given.get("after", "")[:200],
    )
