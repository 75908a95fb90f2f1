"""Legal entities («контрагенты»): whom a document is issued to."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from voronka.core.errors import Refused
from voronka.people import case_forms
from voronka.people.models.legal_forms import NUMBERS, LegalForm, guess, numbers_fit, unused_by
from voronka.people.models.one_default import one_default
from voronka.people.models.organizations import Organization
from voronka.records.history import tracked
from voronka.records.models import Record
from voronka.records.models.own_values import own_values
from voronka.records.names import folded

# Case form -> the columns that it is made of, and how.
CASE_FORMS: dict[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    "signatory_name_genitive": (("signatory_name",), partial(case_forms.name_in, case="genitive")),
    "signatory_position_genitive": (("signatory_position",), partial(case_forms.position_in, case="genitive")),
    "authority_genitive": (("authority", "authority_number", "authority_on"), case_forms.paper_in_genitive),
    "signatory_name_dative": (("signatory_name",), partial(case_forms.name_in, case="dative")),
    "signatory_position_dative": (("signatory_position",), partial(case_forms.position_in, case="dative")),
}
LONGEST_FORM = 255


class Authority(models.TextChoices):
    """The paper that lets a signatory sign."""

    CHARTER = "charter", _("Charter")
    ATTORNEY = "attorney", _("Power of attorney")
    REGISTRATION = "registration", _("Entry in the register of entrepreneurs")
    ORDER = "order", _("Order")


@tracked(found_by=("organization",))
class LegalEntity(Record):
    """A company or entrepreneur in law, of one client organization; one of several is the default.

    `account_lines` tells the bank accounts, a line each: what history shows and search finds of them.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="legal_entities", verbose_name=_("organization")
    )
    legal_form = models.CharField(
        _("form of law"), max_length=16, choices=LegalForm, default=LegalForm.OTHER, db_default=LegalForm.OTHER
    )
    name = models.CharField(_("name in law"), max_length=255)
    full_name = models.CharField(_("full name in law"), max_length=500, blank=True, default="", db_default="")
    inn = models.CharField(_("INN"), max_length=12, blank=True, default="")
    kpp = models.CharField(_("KPP"), max_length=9, blank=True, default="")
    ogrn = models.CharField(_("OGRN"), max_length=15, blank=True, default="")
    country = models.CharField(_("country"), max_length=100, blank=True, default="", db_default="")
    tax_number = models.CharField(_("number abroad"), max_length=60, blank=True, default="", db_default="")
    address = models.CharField(_("legal address"), max_length=255, blank=True, default="")
    postal_address = models.CharField(_("postal address"), max_length=255, blank=True, default="", db_default="")
    signatory_name = models.CharField(_("signatory"), max_length=255, blank=True, default="", db_default="")
    signatory_position = models.CharField(_("position"), max_length=255, blank=True, default="", db_default="")
    authority = models.CharField(_("acts by"), max_length=16, choices=Authority, blank=True, default="", db_default="")
    authority_number = models.CharField(_("number of the paper"), max_length=60, blank=True, default="", db_default="")
    authority_on = models.DateField(_("date of the paper"), null=True, blank=True)
    signatory_name_genitive = models.CharField(max_length=255, blank=True, default="", db_default="")
    signatory_position_genitive = models.CharField(max_length=255, blank=True, default="", db_default="")
    authority_genitive = models.CharField(max_length=255, blank=True, default="", db_default="")
    signatory_name_dative = models.CharField(max_length=255, blank=True, default="", db_default="")
    signatory_position_dative = models.CharField(max_length=255, blank=True, default="", db_default="")
    forms_by_hand = ArrayField(models.CharField(max_length=40), default=list, db_default=[], blank=True)
    is_default = models.BooleanField(_("default"), default=False, db_default=False)
    account_lines = models.TextField(_("bank accounts"), blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("legal entity")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="legal_entity_has_name"),
            models.CheckConstraint(
                condition=Q(inn="") | Q(inn__regex=r"^(\d{10}|\d{12})$"), name="legal_entity_inn_form"
            ),
            models.CheckConstraint(condition=numbers_fit(), name="legal_entity_numbers_fit_form"),
            models.UniqueConstraint(
                fields=("external_id",), condition=~Q(external_id=""), name="legal_entity_external_id_once"
            ),
            models.UniqueConstraint(
                fields=("organization",), condition=Q(is_default=True), name="legal_entity_one_default"
            ),
        )
        indexes = (
            own_values("legal_entity_own_values"),
            models.Index(folded("name"), "id", name="legal_entity_by_name"),
            models.Index(fields=("inn",), condition=~Q(inn=""), name="legal_entity_by_inn"),
            models.Index(fields=("-created_at", "-id"), name="legal_entity_by_creation"),
            models.Index(fields=("owner",), name="legal_entity_of_owner"),
        )
        triggers = one_default(table="people_legalentity", parent="organization_id", parents="people_organization")

    def __str__(self) -> str:
        return self.name

    @property
    def unused_fields(self) -> tuple[str, ...]:
        """Names of requisites that its form of law does not have."""
        return unused_by(self.legal_form)

    def settle(self, changes: Mapping[str, Any]) -> None:
        """Guess the form of law that nobody said, and refuse numbers that the form does not have."""
        if not self.legal_form or (self.pk is None and not changes.get("legal_form")):
            self.legal_form = guess(self.name, self.inn, self.ogrn)
        for field, fault in self._faults().items():
            raise Refused(fault, field=field if field in changes or "legal_form" not in changes else "legal_form")
        self._work_out(changes)

    @property
    def in_person(self) -> str:
        """«в лице директора Петрова Ивана Сергеевича, действующего на основании Устава», as far as known."""
        who = f"{self.signatory_position_genitive} {self.signatory_name_genitive}".strip()
        acting = case_forms.acting(self.signatory_name)
        right = f", {acting} на основании {self.authority_genitive}" if self.authority_genitive else ""
        return f"в лице {who}{right}" if who else ""

    def _work_out(self, changes: Mapping[str, Any]) -> None:
        """Case forms follow their sources, but for those that somebody has written by hand."""
        by_hand = set(self.forms_by_hand)
        for form, (sources, make) in CASE_FORMS.items():
            if self.pk and form not in changes and not any(source in changes for source in sources):
                continue
            worked_out = make(*(getattr(self, source) for source in sources))[:LONGEST_FORM]
            if form in changes:
                by_hand.discard(form)
                if changes[form] and changes[form] != worked_out:
                    by_hand.add(form)
            if form not in by_hand:
                setattr(self, form, worked_out)
        self.forms_by_hand = sorted(by_hand)

    def _faults(self) -> dict[str, str]:
        """What is wrong with the numbers, by field."""
        numbers, form = NUMBERS[self.legal_form], LegalForm(self.legal_form).label
        faults = {}
        for field, length, label in (("inn", numbers.inn, _now("INN")), ("ogrn", numbers.ogrn, _now("OGRN"))):
            value = getattr(self, field)
            if value and not length:
                faults[field] = _now("“%(form)s” has no %(field)s: leave it empty.") % {"form": form, "field": label}
            elif value and len(value) != length:
                said = ngettext(
                    "“%(form)s” has the %(field)s of %(count)s digit, not of %(given)s.",
                    "“%(form)s” has the %(field)s of %(count)s digits, not of %(given)s.",
                    length,
                )
                faults[field] = said % {"form": form, "field": label, "count": length, "given": len(value)}
        if self.kpp and not numbers.kpp:
            faults["kpp"] = _now("“%(form)s” has no %(field)s: leave it empty.") % {"form": form, "field": _now("KPP")}
        return faults
