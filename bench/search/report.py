"""The share of labelled questions whose answer is among the first five, as a table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bench.search.base import fill
from bench.search.questions import Question, held_out, made
from voronka.accounts.models import User
from voronka.activities.models import Interaction
from voronka.records.search.query import Hit, find

FIRST = 5


@dataclass(frozen=True, kw_only=True)
class Recall:
    """How many questions of a set were answered among the first five hits of all kinds; `missed` are the others."""

    name: str
    asked: int
    missed: tuple[Question, ...]

    @property
    def value(self) -> float:
        """The share of answered questions, 0…1."""
        return 1 - len(self.missed) / self.asked if self.asked else 0.0


def recall(name: str, questions: Iterable[Question], user: User, *, reads: bool = True) -> Recall:
    """Ask every question as this person; `reads=False` switches the readings off."""
    asked = list(questions)
    missed = tuple(one for one in asked if not _is_found(one, find(one.text, user, most=FIRST, reads=reads)[:FIRST]))
    return Recall(name=name, asked=len(asked), missed=missed)


def measured(at: datetime) -> list[Recall]:
    """Both sets, asked over a base that is filled for it and taken back."""
    with transaction.atomic():
        user = User.objects.create_superuser("search@bench.example", "-", first_name="Search")
        fill(user, at=at)
        found = _measured(user)
        transaction.set_rollback(True)
    return found


def _measured(user: User) -> list[Recall]:
    """The made set and the held-out one, whole and by error, and both with the readings switched off."""
    sets = {"made by rules": list(made(user)), "held out": list(held_out())}
    found = []
    for name, questions in sets.items():
        found.append(recall(name, questions, user))
        found.append(recall(f"{name}, without readings", questions, user, reads=False))
        by_error = defaultdict(list)
        for one in questions:
            by_error[one.error].append(one)
        found += [recall(f"  {error}", own, user) for error, own in by_error.items()]
    return found


def table(found: Iterable[Recall]) -> str:
    """One line a set."""
    head = f"{'search over':44}{'asked':>7}{'recall@5':>10}"
    return "\n".join([head, *(f"{one.name:44}{one.asked:7}{one.value:10.3f}" for one in found)])


def _is_found(question: Question, hits: Iterable[Hit]) -> bool:
    if question.error != "history":
        return any(hit.title == question.title and not hit.is_passage for hit in hits)
    ids = [hit.record_id for hit in hits if hit.is_passage]
    if any(hit.title == question.title for hit in hits if hit.is_passage):
        return True
    return Interaction.objects.filter(pk__in=ids, text=question.title).exists()
