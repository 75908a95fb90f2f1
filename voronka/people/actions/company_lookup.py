"""The service for look-ups by ИНН is set up by an administrator."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.core.sealing import seal
from voronka.people.models import CompanyLookup
from voronka.people.models.company_lookup import LONGEST, SHORTEST

ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[\x21-\x7e]*)?", re.ASCII)
TOKEN = re.compile(r"[\x21-\x7e]{1,300}")


@transaction.atomic
def settle(*, is_on: bool, url: str, token: str, seconds: str, by: User, at: datetime) -> CompanyLookup:
    """Keep the settings; an empty token leaves the one that is kept, unless the address goes to another host.

    Raises Forbidden for anybody but an administrator, Refused for a wrong address, token or number of seconds.
    """
    require_administrator(by)
    service, _made = CompanyLookup.objects.select_for_update().get_or_create(pk=1)
    url, token = url.strip(), token.strip()
    place = _place(url)
    if token and not TOKEN.fullmatch(token):
        raise Refused(_("A token has Latin letters, digits and signs, without spaces."), field="token")
    if not token and service.sealed_token and not f"{service.url}/".startswith(f"{place}/"):
        raise Refused(_("This is another host: enter the token for it."), field="token")
    if is_on and not (token or service.sealed_token):
        raise Refused(_("Enter the token: without it the service does not answer."), field="token")
    number = whole(seconds.strip())
    if number is None or not SHORTEST <= number <= LONGEST:
        raise Refused(
            _("Give the seconds as a number from %(shortest)s to %(longest)s.")
            % {"shortest": SHORTEST, "longest": LONGEST},
            field="seconds",
        )
    service.is_on, service.url, service.seconds = is_on, url, number
    if token:
        service.sealed_token = seal(token)
    service.by, service.at = by, at
    service.save()
    return service


def _place(url: str) -> str:
    """Scheme, host and port; https only, unless the administrator of the machine has allowed the host by name."""
    try:
        parts = urlsplit(url)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        port_is_right = False
    if not port_is_right or len(url) > 300 or not ADDRESS.fullmatch(url):
        raise Refused(_("This is no web address. It looks like https://example.com/find"), field="url")
    allowed = {name.lower() for name in settings.OUTBOUND_ALLOWED_HOSTS}
    if parts.scheme != "https" and (parts.hostname or "") not in allowed:
        raise Refused(_("The token may only go over https."), field="url")
    return f"{parts.scheme}://{parts.netloc}"
