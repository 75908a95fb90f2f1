"""The settings of what is demanded of a field: the form, and the words in the table of fields."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from voronka.core.numbers import whole
from voronka.records.kinds import Kind
from voronka.records.moments import Choice, offered
from voronka.records.obligations import demands_on

NOBODY, ALL, ROLES = "", "all", "roles"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the form: the moment that is chosen of those there are, and of whom it is demanded."""

    choice: Choice
    who: str = NOBODY
    moment: str = ""
    roles: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Told:
    """A demand in words: the moment, and the names of the roles (none stands for everybody)."""

    moment: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DemandForm:
    """The form for one field of a kind."""

    kind: Kind
    field: str
    lines: list[Line] = dataclasses.field(default_factory=list)

    @classmethod
    def of_stored(cls, kind: Kind, name: str) -> "DemandForm":
        """As it stands."""
        known = demands_on(kind).get(name, {})
        form = cls(kind=kind, field=name)
        for choice in offered(kind.name):
            moment = next((one for one, _label in choice.moments if one in known), "")
            roles = known.get(moment, frozenset())
            who = (ALL if roles is None else ROLES) if moment else NOBODY
            form.lines.append(Line(choice=choice, who=who, moment=moment, roles=roles or frozenset()))
        return form

    @classmethod
    def of_sent(cls, kind: Kind, name: str, sent: QueryDict) -> "DemandForm":
        """As it was sent."""
        form = cls(kind=kind, field=name)
        for choice in offered(kind.name):
            only = choice.moments[0][0] if len(choice.moments) == 1 else ""
            given = (whole(one) for one in sent.getlist(f"roles-{choice.prefix}"))
            line = Line(
                choice=choice,
                who=sent.get(f"who-{choice.prefix}", NOBODY),
                moment=only or sent.get(f"moment-{choice.prefix}", ""),
                roles=frozenset(pk for pk in given if pk is not None),
            )
            form.lines.append(line)
        return form

    @property
    def demands(self) -> dict[str, list[int] | None]:
        """By moment of whom it is demanded; None stands for everybody."""
        return {
            one.moment: None if one.who == ALL else sorted(one.roles) for one in self.lines if one.who in {ALL, ROLES}
        }


def demands_told(kind: Kind, roles: Mapping[int, str]) -> dict[str, list[Told]]:
    """The demands on the fields of a kind in words, by field, in the order of the moments."""
    order = [
        (moment, str(choice.told) % {"moment": label})
        for choice in offered(kind.name)
        for moment, label in choice.moments
    ]
    return {
        name: [
            Told(moment=words, roles=tuple(sorted(roles[pk] for pk in of[moment] or () if pk in roles)))
            for moment, words in order
            if moment in of
        ]
        for name, of in demands_on(kind).items()
    }
