"""Fields that a company makes for itself."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FieldType(models.TextChoices):
    """What a field of one's own can hold."""

    TEXT = "text", _("Text")
    LONG_TEXT = "long_text", _("Long text")
    NUMBER = "number", pgettext_lazy("what a field holds", "Number")
    MONEY = "money", _("Money")
    DATE = "date", _("Date")
    MOMENT = "moment", _("Date and time")
    FLAG = "flag", _("Yes or no")
    CHOICE = "choice", _("Choice from a list")
    CHOICES = "choices", _("Several choices from a list")
    URL = "url", _("Web address")
    LINK = "link", _("Link to a record")
    USER = "user", pgettext_lazy("what a field holds", "Employee")


class CustomField(models.Model):
    """A field of a kind, made in the settings; its values stand in the column `custom` of the records under `key`.

    `classifier` names the list of a choice, `places` the decimals of a number, `target` the kind that a link leads to.
    """

    kind = models.CharField(_("kind"), max_length=40)
    key = models.SlugField(_("key"), max_length=40)
    label = models.CharField(_("name"), max_length=80)
    hint = models.CharField(_("hint"), max_length=200, blank=True, default="")
    type = models.CharField(_("type"), max_length=12, choices=FieldType)
    classifier = models.CharField(_("list"), max_length=40, blank=True, default="")
    target = models.CharField(_("kind of the linked records"), max_length=40, blank=True, default="", db_default="")
    places = models.PositiveSmallIntegerField(_("decimals"), default=0)
    is_personal = models.BooleanField(_("personal data"), default=False, db_default=False)
    is_in_form = models.BooleanField(_("in the short form"), default=False)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("kind", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="custom_field_key_once"),
            models.UniqueConstraint("kind", Lower("label"), name="custom_field_label_once"),
        )

    def __str__(self) -> str:
        return self.label
