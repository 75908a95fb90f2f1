"""What kinds of records the company does without."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.models import Arrangement, User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused
from voronka.records import arrangement, kinds


@transaction.atomic
def do_without(*, names: Collection[str], by: User) -> None:
    """Work without these kinds and with all others, from everybody's next request on; their records are kept.

    Raises Forbidden for anybody but an administrator, Refused for a kind that no company can do without.
    """
    require_administrator(by)
    if not {*names} <= {kind.name for kind in kinds.all_kinds() if kind.optional}:
        raise Refused(_("Voronka cannot work without these records."))
    rearranged()
    Arrangement.objects.update(without=sorted(names))
    arrangement.refresh_now()
