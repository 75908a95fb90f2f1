"""Records with the same phone, letter box or number that the one who types may not see: that they are, nothing more."""

from dataclasses import dataclass

from django.db.models import Q

from voronka.accounts.models import User
from voronka.records import access
from voronka.records.duplicates.reasons import said
from voronka.records.fields.contacts import Several
from voronka.records.similar.signs import Signs

LOOKED_AT = 20


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """What of the typed stands in records of others, as codes; the ids are for the journal and go nowhere else."""

    codes: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()

    @property
    def reasons(self) -> list[str]:
        """What is the same, in words."""
        return said(self.codes)


def unseen(signs: Signs, *, by: User) -> Unseen:
    """By whole contacts and numbers only, never by a fragment or a name (docs/adr/0021): three queries at most."""
    if access.condition(signs.kind, by) == Q():
        return Unseen()
    codes, ids = [], set()
    for name, values in signs.stored(by).items():
        field = signs.kind.field(name)
        same = Q(**{f"{field.path}__{'overlap' if isinstance(field, Several) else 'in'}": values})
        rows = signs.kind.model._default_manager.filter(same).exclude(pk=signs.pk)
        known = set(rows.values_list("pk", flat=True)[:LOOKED_AT])
        hidden = known - set(access.visible(signs.kind, by).filter(pk__in=known).values_list("pk", flat=True))
        if hidden:
            codes.append(field.identity)
            ids |= hidden
    return Unseen(codes=tuple(dict.fromkeys(codes)), ids=tuple(sorted(ids)))
