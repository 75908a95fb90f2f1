"""What programs ask reports by: the words of the pages' addresses."""

from ninja import Schema
from pydantic import Field


class PeriodIn(Schema):
    """A named period as `this_month` or `always`, or days from … to, which go before it."""

    period: str = ""
    first_day: str = Field("", alias="from")
    last_day: str = Field("", alias="to")


class NarrowedIn(PeriodIn):
    """Ids of what a report over several pipelines is narrowed by; an `owner` may be `me`."""

    unit: str = ""
    pipeline: str = ""
    department: str = ""
    owner: str = ""
    source: str = ""
    campaign: str = ""
