"""The kind «legal entity»: seen and changed by those who may see and change its organization."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.people.fields import Inn, Kpp, Ogrn
from voronka.people.kinds.organizations import ORGANIZATION
from voronka.people.models import LegalEntity
from voronka.records import access
from voronka.records.fields import Link, Text
from voronka.records.kinds import Group, Kind, SearchText
from voronka.records.standard import STANDARD


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
        Inn(name="inn", label=_("INN")),
        Kpp(name="kpp", label=_("KPP")),
        Ogrn(name="ogrn", label=_("OGRN")),
        Text(name="address", label=_("Legal address")),
        *STANDARD,
    ),
    columns=("name", "inn", "kpp", "organization", "owner"),
    form=("organization", "name", "inn", "kpp", "ogrn", "address"),
    groups=(
        Group(label=_("Details"), fields=("organization", "inn", "kpp", "ogrn", "address")),
        Group(label=_("More"), fields=("owner", "external_id", "created_at", "updated_at"), more=True),
    ),
    sort="name",
    search=SearchText(
        title=F("name"), subtitle=F("organization__name"), digits=(F("inn"), F("ogrn")), links=("organization",)
    ),
    reach=through_organization,
)
