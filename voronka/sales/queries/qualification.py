"""What is known of a lead's worth: its short list, the verdicts, and what they say of a campaign."""

from dataclasses import dataclass

from django.db.models import Count

from voronka.sales.models import Fact, Lead, LeadVerdict, QualificationAnswer, QualificationQuestion, Verdict


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question with what the lead answers; None as long as nobody asked."""

    question: QualificationQuestion
    is_yes: bool | None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A fact of a lead with the verdict on it, "" where there is none."""

    fact: Fact
    verdict: str


@dataclass(frozen=True, kw_only=True)
class Quality:
    """What sellers said of a fact in the leads of a campaign."""

    fact: Fact
    right: int
    wrong: int
    missing: int

    @property
    def total(self) -> int:
        """How many leads were judged."""
        return self.right + self.wrong + self.missing

    @property
    def share(self) -> int:
        """Per cent of them where it was right."""
        return round(100 * self.right / self.total) if self.total else 0


def short_list(lead: Lead) -> list[Answered]:
    """The questions in use, in two queries."""
    given = dict(QualificationAnswer.objects.filter(lead=lead).values_list("question", "is_yes"))
    questions = QualificationQuestion.objects.filter(is_active=True)
    return [Answered(question=one, is_yes=given.get(one.pk)) for one in questions]


def verdicts(lead: Lead) -> list[Judged]:
    """The four facts, in one query."""
    given = dict(LeadVerdict.objects.filter(lead=lead).values_list("fact", "verdict"))
    return [Judged(fact=fact, verdict=given.get(fact.value, "")) for fact in Fact]


def quality_of(*, campaign_id: int) -> list[Quality]:
    """What was said of the leads of a campaign, facts without a verdict left out; figures without anybody's data."""
    rows = LeadVerdict.objects.filter(lead__campaign=campaign_id).values_list("fact", "verdict")
    counts = {(fact, verdict): count for fact, verdict, count in rows.annotate(count=Count("pk"))}
    found = [
        Quality(fact=fact, **{verdict.value: counts.get((fact.value, verdict.value), 0) for verdict in Verdict})
        for fact in Fact
    ]
    return [one for one in found if one.total]
