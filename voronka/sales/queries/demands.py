"""What leads and deals still lack of what the company demands."""

from voronka.accounts.models import User
from voronka.records.field_rules import demanded
from voronka.records.fields import Field
from voronka.sales.kinds import LEAD
from voronka.sales.models import Lead
from voronka.sales.moments import CONVERT


def lacking(lead: Lead, by: User) -> list[Field]:
    """What this person must fill in a lead before it may be converted."""
    return [one for one in demanded(LEAD, by, (CONVERT,)) if not one.given(one.stored(lead))]
