"""One line of text that makes records."""

from datetime import datetime

from voronka.core.quick_dates import Found
from voronka.home.reading import companies, contacts, deals, doing, people, positions
from voronka.home.reading.pieces import DealRead, OrganizationRead, PersonRead, Reading
from voronka.home.reading.text import TAKEN, Text


def read_line(raw: str, now: datetime) -> Reading:
    """What is meant by words in any order; what is not understood is the note."""
    text = Text(raw)
    person, organization = PersonRead(), OrganizationRead()
    person.emails = contacts.take_mails(text)
    organization.website = contacts.take_site(text)
    organization.inn = contacts.take_inn(text)
    person.phones = contacts.take_phones(text)
    dates = doing.dates_of(text, now)
    hidden = _hidden(text, dates)
    deal, behind = deals.take_deal_head(text)
    organization.name = companies.take_quoted(text)
    person.position = positions.take_position(text)
    names = people.take_person(text, doing.verbs_of(text))
    organization.name = organization.name or companies.take_unquoted(text)
    if not any(names):
        names = people.take_unknown(text, doing.verbs_of(text))
    person.last_name, person.first_name, person.middle_name = names
    if deal is None:
        deal, behind = deals.take_lone_sum(text)
    elif deal.amount is None:
        deals.take_sum_behind(text, deal)
    _show(text, hidden)
    task = doing.take_task(text, dates)
    if deal is not None and not deal.name and behind >= 0:
        hidden = _hidden(text, dates)
        deal.name = deals.take_title(text, behind)
        _show(text, hidden)
    if deal is not None:
        _close(text, deal, dates)
    return _settled(Reading(deal=deal, task=task, note=text.left()), person, organization)


def _hidden(text: Text, dates: list[Found]) -> list[tuple[int, int]]:
    """Hide the dates from those who look for names and sums; gives what was hidden."""
    places = [(one.start, one.end) for one in dates if text.rest[one.start] != TAKEN]
    for start, end in places:
        text.take(start, end)
    return places


def _show(text: Text, places: list[tuple[int, int]]) -> None:
    for start, end in places:
        text.rest = text.rest[:start] + text.whole[start:end] + text.rest[end:]


def _close(text: Text, deal: DealRead, dates: list[Found]) -> None:
    """«Сделка до 25.12»: a deadline that no task has is when the deal is expected to close."""
    for one in dates:
        words = text.rest[one.start : one.end]
        if words.lower().startswith(("до ", "к ", "by ", "until ", "в конце", "до конца")) and deal.close_on is None:
            text.take(one.start, one.end)
            deal.close_on = one.said.at


def _settled(reading: Reading, person: PersonRead, organization: OrganizationRead) -> Reading:
    """Phones and letter boxes belong to the person, without one to the company; a company may be only hinted at."""
    is_person = bool(person.name)
    if not is_person and organization.name:
        organization.phones, organization.emails = person.phones, person.emails
        person.phones, person.emails = [], []
        if person.position:
            reading.note = "; ".join(part for part in (person.position, reading.note) if part)
            person.position = ""
    if is_person or person.phones or person.emails:
        reading.person = person
    if organization.name or organization.inn or organization.website:
        reading.organization = organization
    if not organization.name:
        reading.hint = contacts.company_of(person.emails)
    return reading
