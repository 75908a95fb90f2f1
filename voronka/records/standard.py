"""Fields and chips that every kind has in the same form."""

from django.utils.translation import gettext_lazy as _

from voronka.records.fields import DepartmentLink, Field, Moment, Text, UserLink
from voronka.records.kinds import Chip

OWNER = UserLink(name="owner", label=_("Owner"))
DEPARTMENT = DepartmentLink(name="department", label=_("Department"))
EXTERNAL_ID = Text(name="external_id", label=_("Outside id"), max_length=120, sortable=False)
CREATED_AT = Moment(name="created_at", label=_("Created"), editable=False)
UPDATED_AT = Moment(name="updated_at", label=_("Changed"), editable=False)

STANDARD: tuple[Field, ...] = (OWNER, DEPARTMENT, EXTERNAL_ID, CREATED_AT, UPDATED_AT)

MINE = Chip(name="mine", label=_("Mine"), filter={"field": "owner", "op": "in", "value": ["me"]})
NEW = Chip(name="new", label=_("New this week"), filter={"field": "created_at", "op": "period", "value": "last_7_days"})
