"""The short list of questions that qualify a lead is kept: added, changed, put in order, switched off."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused
from voronka.sales.models import QualificationQuestion

MOST = 10  # a longer list is nobody's short list


@transaction.atomic
def save(*, question: QualificationQuestion | None, text: str, is_required: bool, by: User) -> QualificationQuestion:
    """A new question, the last one, or other words for a known one."""
    require_administrator(by)
    clean = " ".join(text.split())
    if not clean:
        raise Refused(_("Write the question."), field="text")
    if QualificationQuestion.objects.filter(text__iexact=clean).exclude(pk=question.pk if question else 0).exists():
        raise Refused(_("There is such a question already."), field="text")
    if question is None:
        _require_room()
    saved = question or QualificationQuestion(position=QualificationQuestion.objects.count())
    saved.text, saved.is_required = clean[:160], is_required
    saved.save()
    return saved


@transaction.atomic
def switch(*, question: QualificationQuestion, on: bool, by: User) -> QualificationQuestion:
    """A question out of use or back; its answers stay."""
    require_administrator(by)
    if on:
        _require_room()
    question.is_active = on
    question.save(update_fields=["is_active"])
    return question


@transaction.atomic
def order(*, ids: Iterable[int], by: User) -> None:
    """Put the questions in this order."""
    require_administrator(by)
    wanted = {pk: place for place, pk in enumerate(ids)}
    questions = sorted(QualificationQuestion.objects.select_for_update(), key=lambda one: wanted.get(one.pk, 999))
    for place, question in enumerate(questions):
        question.position = place
    QualificationQuestion.objects.bulk_update(questions, ["position"])


def _require_room() -> None:
    if QualificationQuestion.objects.filter(is_active=True).count() >= MOST:
        raise Refused(_("Ten questions are enough: switch one off first."))
