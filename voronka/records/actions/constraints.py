"""A broken constraint of the database becomes a sentence for the user."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.translation import gettext as _
from psycopg import errors as pg

from voronka.core.errors import Refused
from voronka.records.kinds import Kind


@contextmanager
def constraints_told(kind: Kind) -> Iterator[None]:
    """Refused instead of IntegrityError: the constraint's own message where the model gives one."""
    try:
        yield
    except IntegrityError as error:
        cause = error.__cause__
        name = cause.diag.constraint_name if isinstance(cause, pg.IntegrityError) else None
        for constraint in kind.model._meta.constraints:
            if constraint.name == name and constraint.violation_error_code:
                raise Refused(str(constraint.get_violation_error_message())) from error
        raise Refused(_("This contradicts what is already stored.")) from error
