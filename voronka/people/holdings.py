"""Holdings: companies that stand below others, found by climbing the tree in the database."""

from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.people.models import Organization

MOST = 200
_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT unnest(%s::bigint[])
        UNION
        SELECT child.id FROM people_organization child JOIN below ON child.parent_id = below.id
    )
    SELECT id FROM below
"""
_ABOVE = """
    WITH RECURSIVE above(id, parent_id) AS (
        SELECT id, parent_id FROM people_organization WHERE id = %s
        UNION
        SELECT o.id, o.parent_id FROM people_organization o JOIN above ON o.id = above.parent_id
    )
"""
_TREE = """, tree(id, path) AS (
        SELECT id, ARRAY[id] FROM above WHERE parent_id IS NULL
        UNION ALL
        SELECT o.id, t.path || o.id FROM people_organization o JOIN tree t ON o.parent_id = t.id
        WHERE cardinality(t.path) < 100
    )
    SELECT id, path FROM tree ORDER BY cardinality(path), id LIMIT %s
"""
_STANDS = " SELECT 1 FROM above WHERE id = %s"


def below(ids: Sequence[int]) -> RawSQL:
    """The ids of these organizations and of all that stand below them, for a condition `…__in`."""
    return RawSQL(_BELOW, [list(ids)])  # noqa: S611  # our own text, the ids are parameters


def paths_of(organization: Organization) -> dict[int, list[int]]:
    """The whole holding of an organization: the ids from the top down to each, the first MOST from above; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE + _TREE, [organization.pk, MOST])
        return dict(cursor.fetchall())


def require_no_circle(organization: Organization) -> None:
    """Refused where an organization would stand above itself."""
    if organization.parent_id is None or organization.pk is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE + _STANDS, [organization.parent_id, organization.pk])
        if cursor.fetchone():
            said = _("This organization stands below “%(name)s” already: a holding does not go in a circle.")
            raise Refused(said % {"name": organization.name}, field="parent")
