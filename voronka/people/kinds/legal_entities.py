"""The kind «legal entity»: seen and changed by those who may see and change its organization."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.people.fields import Inn, Kpp, Ogrn
from voronka.people.kinds.organizations import ORGANIZATION
from voronka.people.models import Authority, LegalEntity, LegalForm
from voronka.records import access
from voronka.records.fields import Choice, Date, Flag, Link, LongText, Text
from voronka.records.kinds import Group, Kind, SearchText
from voronka.records.names import digits_of
from voronka.records.standard import STANDARD

WHO = ("organization", "name", "full_name")
NUMBERED = ("inn", "legal_form", "kpp", "ogrn", "country", "tax_number")
ADDRESSES = ("address", "postal_address")
SIGNATORY = ("signatory_name", "signatory_position", "authority", "authority_number", "authority_on")
CASE_FORMS = {
    "signatory_position_genitive": _("Position in the genitive"),
    "signatory_name_genitive": _("Name in the genitive"),
    "authority_genitive": _("Acts by, in the genitive"),
    "signatory_position_dative": _("Position in the dative"),
    "signatory_name_dative": _("Name in the dative"),
}


def through_organization(user: User, action: str) -> Q:
    """Seen with its organization; made, changed and erased by those who may edit that; never without a right to it."""
    if access.scope(LEGAL_ENTITY, user, action) is None:
        return access.NOTHING
    wanted = action if action in {Action.VIEW, Action.EXPORT} else Action.EDIT
    return Q(organization__in=access.visible(ORGANIZATION, user, wanted).values("pk"))


LEGAL_ENTITY = Kind(
    name="legal_entity",
    plural="legal-entities",
    model=LegalEntity,
    label=_("Legal entity"),
    labels=_("Legal entities"),
    new_label=_("New legal entity"),
    icon="landmark",
    fields=(
        Text(name="name", label=_("Name in law"), required=True),
        Link(name="organization", label=_("Organization"), kind="organization", required=True),
        Choice(name="legal_form", label=_("Form of law"), choices=LegalForm),
        Text(name="full_name", label=_("Full name in law"), max_length=500),
        Inn(name="inn", label=_("INN")),
        Kpp(name="kpp", label=_("KPP")),
        Ogrn(name="ogrn", label=_("OGRN")),
        Text(name="country", label=_("Country"), max_length=100),
        Text(name="tax_number", label=_("Number abroad"), max_length=60),
        Text(name="address", label=_("Legal address")),
        Text(name="postal_address", label=_("Postal address")),
        Text(name="signatory_name", label=_("Signatory"), personal=True),
        Text(name="signatory_position", label=_("Position of the signatory")),
        Choice(name="authority", label=_("Acts by"), choices=Authority),
        Text(name="authority_number", label=_("Number of the paper"), max_length=60),
        Date(name="authority_on", label=_("Date of the paper")),
        *(
            Text(
                name=name,
                label=label,
                hint=_("Worked out; empty it to have it worked out again"),
                personal=name.startswith("signatory_name"),
            )
            for name, label in CASE_FORMS.items()
        ),
        Flag(name="is_default", label=_("Default of the client"), editable=False),
        LongText(name="account_lines", label=_("Bank accounts"), editable=False, personal=False),
        *STANDARD,
    ),
    columns=("name", "inn", "kpp", "organization", "owner"),
    form=(*WHO, *NUMBERED, *ADDRESSES),
    groups=(
        Group(label=_("Details"), fields=("organization", *NUMBERED, "full_name", *ADDRESSES)),
        Group(label=_("Signatory"), fields=SIGNATORY),
        Group(label=_("Case forms"), fields=tuple(CASE_FORMS), more=True),
        Group(label=_("More"), fields=("owner", "external_id", "created_at", "updated_at"), more=True),
    ),
    sort="name",
    always=("legal_form", "is_default"),
    search=SearchText(
        title=F("name"),
        subtitle=F("organization__name"),
        words=(F("full_name"),),
        digits=(F("inn"), F("ogrn"), digits_of("account_lines")),
        links=("organization",),
    ),
    before_save=lambda entity, changes: entity.settle(changes),
    unused=lambda entity: entity.unused_fields,
    reach=through_organization,
)
