"""The question to the service that the administrator has set up."""

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.null_bytes import without_null_bytes
from voronka.core.sealing import unseal
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.lookup.company import Company, Question
from voronka.people.lookup.dadata import ask
from voronka.people.models import CompanyLookup


def current() -> CompanyLookup:
    """The settings as they stand; those of a fresh base are off."""
    return CompanyLookup.objects.filter(pk=1).first() or CompanyLookup(pk=1)


def find(*, inn: str, kpp: str = "") -> Company:
    """The company of an ИНН; of several offices the one with this КПП, or else the head office.

    Asks the service outside, within its seconds. Raises Refused: no or a wrong ИНН, the look-up is off, or why the
    service gave no answer.
    """
    field = LEGAL_ENTITY.field("inn")
    number = str(field.accept(without_null_bytes(inn), by=None) or "")  # type: ignore[arg-type]  # asks nobody
    if not number:
        raise Refused(_("Type the INN first: the company is found by it."), field="inn")
    service = current()
    if not service.is_on:
        raise Refused(_("Look-up by INN is switched off. An administrator switches it on in the settings."))
    return ask(Question(inn=number, kpp=kpp.strip(), url=service.url, token=_token(service), seconds=service.seconds))


def _token(service: CompanyLookup) -> str:
    try:
        return unseal(service.sealed_token)
    except ValueError as error:
        raise Refused(_("The token can no longer be read: an administrator must enter it again.")) from error
