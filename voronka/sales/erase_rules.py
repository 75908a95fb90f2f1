"""What becomes of leads and deals when somebody is erased: sums, stages and dates stay."""

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Own, Rule
from voronka.records.erasing.writing import take_out
from voronka.sales.actions import proofs
from voronka.sales.models import (
    Approval,
    Deal,
    Decision,
    Expense,
    Lead,
    LeadAssignment,
    LeadConversion,
    LeadVerdict,
    Payment,
    QualificationAnswer,
    Registration,
    RegistrationDeed,
)


def declare() -> None:
    """Say it to the registry; a deal of an organization is not of its contact person alone."""
    rules.declare(
        Own(
            kind="lead",
            put={"last_name": _("Erased lead")},
            also=("company", "website", "inn"),
            is_human=True,
        ),
        Own(kind="deal", put={"name": _("Erased deal")}),
        *(
            Rule(model=model, column="lead", how=How.KEEP, reason="what was found of the lead, without words")
            for model in (QualificationAnswer, LeadVerdict, LeadConversion)
        ),
        Rule(model=LeadAssignment, column="lead", how=How.KEEP, reason="to whom a lead was given"),
        Rule(model=Lead, column="person", how=How.WHOLE),
        Rule(model=Deal, column="person", how=How.WHOLE, alone=Q(organization=None)),
        Rule(model=Deal, column="lead", how=How.WHOLE, alone=Q(organization=None, person=None)),
        Rule(model=Deal, column="organization", how=How.WORDS),
        Eraser(models=(Approval,), erase=_approvals),
        Eraser(models=(Expense,), erase=_expenses),
        Eraser(models=(Decision,), erase=_decisions),
        Rule(model=Registration, column="person", how=How.KEEP, reason="who registered the client, and when"),
        Eraser(models=(Payment,), erase=_payments),
        Eraser(models=(Registration, RegistrationDeed), erase=_registrations),
    )


def _approvals(erasing: Erasing) -> None:
    """What was written about deals of this one alone goes; a refusal keeps that it had a reason."""
    alone = Approval.objects.filter(deal__in=erasing.whole.get("deal", set()))
    alone.exclude(note="").update(note="")
    alone.exclude(reason="").update(reason=gettext("Erased"))
    take_out(Approval, erasing.words)


def _expenses(erasing: Erasing) -> None:
    """Sums and days stay, the words about a deal of this one alone go, and the files with them."""
    alone = Expense.objects.filter(deal__in=erasing.whole.get("deal", set()))
    proofs.drop(alone.exclude(proof="").values_list("proof", flat=True))
    alone.exclude(proof="").update(proof="", proof_name="")
    alone.exclude(note="").update(note="")
    alone.exclude(reason="").update(reason=gettext("Erased"))
    take_out(Expense, erasing.words)


def _decisions(erasing: Erasing) -> None:
    """What was decided stays; a reason keeps that there was one."""
    alone = Decision.objects.filter(deal__in=erasing.whole.get("deal", set()))
    alone.exclude(reason="").update(reason=gettext("Erased"))
    take_out(Decision, erasing.words)


def _registrations(erasing: Erasing) -> None:
    """Who registered, when and until when stays; words about this one alone go, and the files with them."""
    alone = Q(person__in=erasing.ids if erasing.kind.name == "person" else ())
    alone |= Q(deal__in=erasing.whole.get("deal", set()))
    rows = Registration.objects.filter(alone)
    deeds = RegistrationDeed.objects.filter(registration__in=rows.values("pk"))
    proofs.drop(rows.exclude(proof="").values_list("proof", flat=True))
    rows.exclude(proof="").update(proof="", proof_name="")
    rows.exclude(evidence="").update(evidence="")
    deeds.exclude(reason="").update(reason=gettext("Erased"))
    take_out(Registration, erasing.words)
    take_out(RegistrationDeed, erasing.words)


def _payments(erasing: Erasing) -> None:
    """Sums and days stay: papers that the law makes one keep; words about deals of this one alone go."""
    alone = Payment.objects.filter(deal__in=erasing.whole.get("deal", set()))
    alone.exclude(reason="").update(reason=gettext("Erased"))
    take_out(Payment, erasing.words)
