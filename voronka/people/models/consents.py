"""Consents: for what purpose, by which words, when and how a human being agreed, or took it back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsentPurpose(models.Model):
    """What data are used for; switched off, never deleted. `code` is the name that programs and mailings use."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="consent_purpose_has_name"),)

    def __str__(self) -> str:
        return self.name


class ConsentText(models.Model):
    """One wording that people agree to; a new one is a new version, an old one is never changed.

    What a base begins with has neither a moment nor an author.
    """

    purpose = models.ForeignKey(ConsentPurpose, models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("purpose", "version"), name="consent_text_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="consent_text_has_words"),
        )

    def __str__(self) -> str:
        return f"{self.purpose_id} v{self.version}"


class Channel(models.TextChoices):
    """How it was said."""

    FORM = "form", pgettext_lazy("consent", "Form on the site")
    PAPER = "paper", pgettext_lazy("consent", "On paper")
    MAIL = "mail", pgettext_lazy("consent", "E-mail")
    PHONE = "phone", pgettext_lazy("consent", "By phone")
    MEETING = "meeting", pgettext_lazy("consent", "At a meeting")
    MESSENGER = "messenger", pgettext_lazy("consent", "Messenger")
    FILE = "file", pgettext_lazy("consent", "From a file")


class Consent(models.Model):
    """What was said of one purpose at one moment: given, or withdrawn; the latest word counts, none is deleted.

    The person or lead is named by kind and id. `proof` says where the word can be seen or heard: a link, a number.
    """

    kind = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    purpose = models.ForeignKey(ConsentPurpose, models.PROTECT, related_name="+")
    text = models.ForeignKey(ConsentText, models.PROTECT, null=True, related_name="+")
    is_given = models.BooleanField()
    channel = models.CharField(max_length=12, choices=Channel)
    proof = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(is_given=False) | Q(text__isnull=False), name="consent_to_a_text"),
        )
        indexes = (models.Index(fields=("kind", "record_id", "purpose", "-at", "-id"), name="consent_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.record_id} {self.purpose_id} {self.is_given}"
