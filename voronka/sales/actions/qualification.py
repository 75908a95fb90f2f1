"""A lead is looked into: answers to the short list, verdicts on what came with it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import live
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.sales.kinds import LEAD
from voronka.sales.models import Fact, Lead, LeadVerdict, QualificationAnswer, QualificationQuestion, Verdict


@transaction.atomic
def answer(*, lead: Lead, question_id: int, is_yes: bool | None, by: User, at: datetime) -> None:
    """What the lead answers to a question of the short list; None takes the answer back."""
    current = _locked(lead, by)
    question = QualificationQuestion.objects.filter(pk=question_id, is_active=True).first()
    if question is None:
        raise NotFound(_("There is no such question."))
    if is_yes is None:
        QualificationAnswer.objects.filter(lead=current, question=question).delete()
    else:
        given = {"is_yes": is_yes, "by": by, "at": at}
        QualificationAnswer.objects.update_or_create(lead=current, question=question, defaults=given)
    live.publish(kind=LEAD.name, id=current.pk, verb="updated")


@transaction.atomic
def judge(*, lead: Lead, fact: str, verdict: str, by: User, at: datetime) -> None:
    """Say of a fact of the lead (one of Fact) that it was right, wrong or missing (Verdict); "" takes it back.

    A converted or disqualified lead is judged too: often one knows only then.
    """
    current = _locked(lead, by)
    if fact not in Fact.values or verdict not in {*Verdict.values, ""}:
        raise Refused(_("There is no such verdict."))
    if verdict:
        given = {"verdict": verdict, "by": by, "at": at}
        LeadVerdict.objects.update_or_create(lead=current, fact=fact, defaults=given)
    else:
        LeadVerdict.objects.filter(lead=current, fact=fact).delete()
    live.publish(kind=LEAD.name, id=current.pk, verb="updated")


def unanswered(lead: Lead) -> list[QualificationQuestion]:
    """The questions that must be answered before the lead is converted and are not."""
    known = lead.qualification.values("question")
    return list(QualificationQuestion.objects.filter(is_active=True, is_required=True).exclude(pk__in=known))


def _locked(lead: Lead, by: User) -> Lead:
    current: Lead = access.load(LEAD, by, lead.pk, action=Action.EDIT, lock=True)
    return current
