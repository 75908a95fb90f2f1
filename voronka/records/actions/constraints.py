"""A broken constraint of the database becomes a sentence for the user."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _
from psycopg import errors as pg

from voronka.core.errors import Refused
from voronka.records.kinds import Kind


@contextmanager
def constraints_told(kind: Kind) -> Iterator[None]:
    """Refused instead of IntegrityError: what is there once already, or the message that the model gives.

    Links are checked at the end of this block and not at the end of the transaction, where nobody could tell.
    """
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, pg.IntegrityError) else None
        broken = next((one for one in kind.model._meta.constraints if one.name == name), None)
        if broken and broken.violation_error_code:
            raise Refused(str(broken.get_violation_error_message())) from error
        once = broken.fields[0] if isinstance(broken, UniqueConstraint) and len(broken.fields) == 1 else ""
        if field := kind.by_name.get(once):
            said = _("“%(field)s”: another record has this value already.") % {"field": field.label}
            raise Refused(said, field=field.name) from error
        raise Refused(_("This contradicts what is already stored.")) from error
