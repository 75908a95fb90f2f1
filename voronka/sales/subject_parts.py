"""What a subject's export tells of the tables of sales that are no kinds: nothing that is not told elsewhere."""

from voronka.records.subject import parts
from voronka.records.subject.parts import Silent
from voronka.sales.models import Approval, Decision, Expense, Payment, Registration, RegistrationDeed, Signal


def declare() -> None:
    """Say it to the registry."""
    reason = "what was asked and answered stands in the history of the deal"
    parts.declare(Silent(models=(Approval,), reason=reason))
    parts.declare(Silent(models=(Expense,), reason="what the company spent stands in the history of the deal"))
    parts.declare(Silent(models=(Signal, Decision), reason="how the company weighs its own effort on a deal"))
    parts.declare(Silent(models=(Registration, RegistrationDeed), reason="claims stand in the history of the record"))
    parts.declare(Silent(models=(Payment,), reason="payments stand in the history of the deal"))
