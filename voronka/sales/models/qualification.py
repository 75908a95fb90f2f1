"""Is the lead worth it: a short list of questions, and the seller's verdict on each fact that came with the lead."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.sales.models.leads import Lead


class QualificationQuestion(models.Model):
    """A question that every lead answers by yes or no. Switched off, never deleted.

    Without an answer to a `is_required` one no lead is converted.
    """

    text = models.CharField(_("question"), max_length=160)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_required = models.BooleanField(_("must be answered before a lead is converted"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="qualification_question_has_text"),
            models.UniqueConstraint(fields=("text",), name="qualification_question_once"),
        )

    def __str__(self) -> str:
        return self.text


class QualificationAnswer(models.Model):
    """What a lead answers to a question."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="qualification")
    question = models.ForeignKey(QualificationQuestion, models.PROTECT, related_name="answers")
    is_yes = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lead", "question"), name="qualification_answer_once"),)

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.question_id} {self.is_yes}"


class Fact(models.TextChoices):
    """What marketing says of a lead when it hands it over."""

    NEED = "need", _("Need")
    BUDGET = "budget", _("Budget")
    CONTACT = "contact", _("Contact")
    TIMING = "timing", _("Timing")


class Verdict(models.TextChoices):
    """What the seller found of it."""

    RIGHT = "right", pgettext_lazy("verdict", "Right")
    WRONG = "wrong", pgettext_lazy("verdict", "Wrong")
    MISSING = "missing", pgettext_lazy("verdict", "Missing")


class LeadVerdict(models.Model):
    """The seller's verdict on a fact of a lead, told to its source and campaign."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="verdicts")
    fact = models.CharField(max_length=7, choices=Fact)
    verdict = models.CharField(max_length=7, choices=Verdict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("lead", "fact"), name="lead_verdict_once"),)

    def __str__(self) -> str:
        return f"{self.lead_id}: {self.fact} {self.verdict}"
