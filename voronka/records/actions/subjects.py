"""Everything that is kept of a human being is given out: to the administrator, who passes it on to whom it is about."""

from datetime import datetime

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.records.erasing import rules
from voronka.records.kinds import Kind
from voronka.records.subject.gathering import Everything, gather


def export(*, kind: Kind, pk: int, by: User, at: datetime) -> Everything:
    """Gather all that is kept of a person or lead; the journal of reads takes down each record that is told of.

    Raises Forbidden for others than administrators, NotFound, Refused as long as something of people is told nowhere.
    """
    require_administrator(by)
    if not rules.is_human(kind.name):
        raise NotFound
    if unknown := rules.undeclared():
        raise Refused(_("Not everything can be gathered: %(what)s has no rule.") % {"what": ", ".join(unknown)})
    return gather(kind, access.load(kind, by, pk), by=by, at=at)
