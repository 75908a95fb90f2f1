"""Who a lead or a new client may be already, with the reason: the same phone, mail, ИНН or a similar name."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from voronka.accounts.models import User
from voronka.core.company_names import bare_name
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records import access
from voronka.records.field_rules import hides, veiled
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold
from voronka.records.reads import shown_all
from voronka.records.search.query import entries_of
from voronka.records.search.variants import transliterated
from voronka.sales.models import Lead

MOST = 5
NEAR = 88
SAME_SURNAME = 60  # of 100: another ending, a slip of the hand, other letters


@dataclass(frozen=True, kw_only=True)
class Match:
    """A record that the lead may be, and why; an exact one (phone, mail, ИНН) may be attached without a doubt.

    `home` is the organization of a person, by name, where the reader may see it.
    """

    record: Any
    reasons: tuple[str, ...]
    is_exact: bool
    home: str = ""


@dataclass(frozen=True, kw_only=True)
class Matches:
    """What was found, the surest first."""

    organizations: list[Match]
    persons: list[Match]

    def sure_person(self, surname: str) -> Match | None:
        """Whom to attach to unless somebody says otherwise: not a card of quite another surname with the same phone."""
        return _sure([one for one in self.persons if not _is_another(one, surname)])

    def sure_organization(self, surname: str) -> Match | None:
        """The same for the client: not the one that only such a card leads to."""
        others = {works_there(one.record) for one in self.persons if _is_another(one, surname)}
        return _sure([one for one in self.organizations if not others.issuperset(one.reasons)])


def _sure(found: list[Match]) -> Match | None:
    return found[0] if found and found[0].is_exact else None


def _is_another(match: Match, surname: str) -> bool:
    """Whether quite another surname is told than the card has: a number shared by two is no reason to lose a name."""
    told = _spelling(surname)
    known = [_spelling(name) for name in (match.record.last_name, match.record.first_name) if name]  # or the wrong way
    return bool(told and known) and all(fuzz.ratio(told, name) < SAME_SURNAME for name in known)


def _spelling(name: str) -> str:
    plain = fold(name)
    return transliterated(plain) if plain.isascii() else plain


def of_lead(lead: Lead, *, by: User) -> Matches:
    """Matches among what this person may see: a foreign one is not revealed."""
    seen = veiled(lead, by)
    return matching(
        phones=seen.phones,
        emails=seen.emails,
        inn=seen.inn,
        company=lead.company,
        person_name=lead.person_name if lead.last_name else "",
        by=by,
    )


def matching(
    *,
    phones: list[str],
    emails: list[str],
    inn: str = "",
    company: str = "",
    person_name: str = "",
    by: User,
) -> Matches:
    """Clients and persons that these may be: phones in E.164, letter boxes in lower case; only what `by` may see."""
    organizations, persons = _Found(ORGANIZATION, by), _Found(PERSON, by)
    for found in (organizations, persons):
        found.by_contact(phones, emails)
    if inn and not hides(by, LEGAL_ENTITY, "inn"):
        entities = access.visible(LEGAL_ENTITY, by).filter(inn=inn)
        organizations.add(entities.values_list("organization_id", flat=True)[:MOST], _("the same INN"), exact=True)
    if company:
        organizations.by_name(company)
    if person_name:
        persons.by_name(person_name)
    people = persons.matches(Person)
    for match in people:
        if match.is_exact and match.record.organization_id:
            organizations.add([match.record.organization_id], works_there(match.record), exact=True)
    companies = organizations.matches(Organization)
    shown_all([match.record for match in (*people, *companies)])
    return Matches(organizations=companies, persons=people)


def works_there(person: Person) -> str:
    """The reason why an organization is meant: this person of it is."""
    return _("%(name)s works there") % {"name": person}


class _Found:
    """Ids with the reasons why, of one kind."""

    def __init__(self, kind: Kind, by: User) -> None:
        self.kind = kind
        self.by = by
        self.reasons: dict[int, list[str]] = {}
        self.exact: set[int] = set()

    def add(self, ids: Iterable[int], reason: str, *, exact: bool = False) -> None:
        for pk in ids:
            self.reasons.setdefault(pk, []).append(reason)
            if exact:
                self.exact.add(pk)

    def by_contact(self, phones: list[str], emails: list[str]) -> None:
        """Records with one of the phones or of the addresses, by one query over both indexes."""
        phones = [] if hides(self.by, self.kind, "phones") else phones
        emails = [] if hides(self.by, self.kind, "emails") else emails
        if not phones and not emails:
            return
        same = Q(phones__overlap=phones) if phones else Q()
        same |= Q(emails__overlap=emails) if emails else Q()
        rows = access.visible(self.kind, self.by).filter(same).values_list("pk", "phones", "emails")
        for pk, known_phones, known_emails in rows[: 2 * MOST]:
            if not set(phones).isdisjoint(known_phones):
                self.add([pk], _("the same phone"), exact=True)
            if not set(emails).isdisjoint(known_emails):
                self.add([pk], _("the same e-mail"), exact=True)

    def by_name(self, name: str) -> None:
        """Names that differ in a letter, a legal form or the order of words; trigrams choose whom to compare."""
        wanted = bare_name(fold(name))
        if len(wanted) < 3:
            return
        longest = max(wanted.split(), key=len)
        seen = entries_of(self.kind, self.by)
        entries = SearchEntry.objects.filter(seen, kind=self.kind.name, words__trigram_word_similar=longest)
        near = entries.annotate(near=TrigramSimilarity("title", name)).order_by("-near")
        rows = list(near.values_list("record_id", "title")[:40])
        scores = {pk: fuzz.token_sort_ratio(wanted, bare_name(fold(title))) for pk, title in rows}
        close = [pk for pk, score in sorted(scores.items(), key=lambda pair: -pair[1]) if score >= NEAR]
        same = [pk for pk in close if scores[pk] == 100]
        self.add(same[:MOST], _("the same name"))
        self.add([pk for pk in close if pk not in same][:MOST], _("a similar name"))

    def matches(self, model: type[Any]) -> list[Match]:
        rows = access.visible(self.kind, self.by).filter(pk__in=list(self.reasons))
        related = ("owner", "organization") if model is Person else ("owner",)
        people = list(rows.select_related(*related))
        homes = self._homes(people) if model is Person else {}
        found = [
            Match(
                record=veiled(row, self.by),
                reasons=tuple(self.reasons[row.pk]),
                is_exact=row.pk in self.exact,
                home=homes.get(row.pk, ""),
            )
            for row in people
        ]
        return sorted(found, key=lambda match: (not match.is_exact, -len(match.reasons), match.record.pk))[:MOST]

    def _homes(self, people: list[Any]) -> dict[int, str]:
        if access.condition(ORGANIZATION, self.by) == Q():  # all are seen, and they came with the people
            return {person.pk: person.organization.name if person.organization else "" for person in people}
        ids = {person.organization_id for person in people}
        known = dict(access.visible(ORGANIZATION, self.by).filter(pk__in=ids).values_list("pk", "name"))
        return {person.pk: known.get(person.organization_id, "") for person in people}
