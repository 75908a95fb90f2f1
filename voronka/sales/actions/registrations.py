"""Clients and deals are registered by who makes them, or claimed; registrations end by themselves."""

from datetime import datetime

import structlog
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.activities.models import Interaction
from voronka.core.errors import Forbidden, Refused
from voronka.records import access
from voronka.records.events import RecordCreated
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.actions import errands, proofs
from voronka.sales.actions.registration_steps import State, bounded, end_past, is_of, iso, stand, tell, write_down
from voronka.sales.events import LeadConverted
from voronka.sales.models import Ground, Registration, RegistrationDeed, RegistrationTerms
from voronka.sales.models.registrations import TARGETS
from voronka.sales.queries.heads import head_of
from voronka.sales.queries.registrations import evidence_of
from voronka.sales.registration.deciding import may_claim
from voronka.sales.registration.standing import (
    covering,
    day_of,
    is_registered_by_itself,
    on_record,
    protector,
)

log = structlog.get_logger(__name__)

MOST_DAYS = 3650
PORTION = 500  # registrations that are marked in one transaction


@transaction.atomic
def set_terms(*, protection_days: int, by: User) -> RegistrationTerms:
    """How long new registrations protect; those that stand keep their days."""
    require_administrator(by)
    if not 1 <= protection_days <= MOST_DAYS:
        raise Refused(_("Protection lasts from 1 to %(most)s days.") % {"most": MOST_DAYS}, field="protection_days")
    return RegistrationTerms.objects.update_or_create(pk=1, defaults={"protection_days": protection_days})[0]


def on_created(event: RecordCreated) -> None:
    """Whoever makes a client or a deal is its first registrar."""
    if event.kind.name in TARGETS:
        begin(record=event.record, ground=Ground.MADE, by=event.by, at=event.at)


def on_converted(event: LeadConverted) -> None:
    """Whoever converts a lead registers what it became, as far as nobody has; what he made stood on its making."""
    lead = event.lead
    for record in (lead.organization, lead.person, event.deal):
        if record is None:
            continue
        begin(record=record, ground=Ground.CONVERTED, by=event.by, at=event.at)
        mine = Registration.objects.filter(**on_record(record), registrar=event.by, at=event.at, ground=Ground.MADE)
        mine.update(ground=Ground.CONVERTED)


def begin(*, record: Record, ground: Ground, by: User, at: datetime) -> Registration | None:
    """Register without a question asked; None where somebody’s protection stands, or it is a contact of a client."""
    today = day_of(at=at)
    if not is_registered_by_itself(record):
        return None
    over = covering(record)
    if ground == Ground.CONVERTED and Registration.objects.filter(**on_record(record), state=State.WAITING).exists():
        return None
    if any(one.protects(today) and (one.registrar_id != by.pk or is_of(one, record)) for one in over):
        return None
    end_past(record, over, at=at)
    made = Registration(**on_record(record), registrar=by, at=at, ground=ground)
    try:
        with transaction.atomic():
            stand(made, at=at)
            write_down(made, State.UPHELD, by=by, at=at)
    except IntegrityError:  # somebody else was first by a moment
        return None
    return made


@transaction.atomic
def claim(
    *,
    record: Record,
    evidence: str = "",
    interaction: int | None = None,
    proof: proofs.Proof | None = None,
    by: User,
    at: datetime,
) -> Registration:
    """Register a client or a deal for oneself, by words, by an entry of its history (id of an interaction) or a file.

    While somebody else’s protection stands, or his claim waits, it waits for a head, who gets a task. Raises Refused
    without evidence, where one’s own protection stands or one’s own claim waits, and for a contact of an organization.
    """
    current: Record = access.load(kind_of(record), by, record.pk, lock=True)
    if not may_claim(by, current):
        raise Forbidden(_("Your role does not allow this."))
    if not is_registered_by_itself(current):
        raise Refused(_("This person belongs to an organization: register that one."))
    words, shown = bounded(evidence), _entry(current, interaction, by)
    if not words and shown is None and proof is None:
        said = _("Say how you brought the client, choose an entry of the history or attach a file.")
        raise Refused(said, field="evidence")
    waiting = list(Registration.objects.filter(**on_record(current), state=State.WAITING).select_related("registrar"))
    if any(one.registrar_id == by.pk for one in waiting):
        raise Refused(_("Your claim waits for a decision already."))
    holder = protector(current, on=day_of(at=at))
    if holder and holder.registrar_id == by.pk and is_of(holder, current):
        raise Refused(_("It is registered to you already."))
    made = Registration(**on_record(current), registrar=by, at=at, evidence=words, interaction=shown)
    rival = holder if holder and holder.registrar_id != by.pk else next(iter(waiting), None)
    with proofs.kept(made, proof):
        if rival:
            _ask(made, current, rival, by=by, at=at)
        else:
            end_past(current, covering(current), at=at)
            stand(made, at=at)
    if not rival:
        write_down(made, State.UPHELD, by=by, at=at)
        tell(made, "registration_made", by=by, at=at, until=iso(made.until))
    return made


def _entry(record: Record, interaction: int | None, by: User) -> Interaction | None:
    """The entry that is shown as evidence; Refused for one that is not of this history, or not for this person."""
    shown = evidence_of(record, by=by).filter(pk=interaction).first() if interaction else None
    if interaction and shown is None:
        raise Refused(_("There is no such entry in this history."), field="interaction")
    return shown


def expire(*, at: datetime) -> int:
    """Mark registrations whose days have passed; how many. They protect no longer since then, marked or not.

    Each portion is a transaction of its own: killed, it goes on with what is left. One that cannot be marked is told to
    the log, one that somebody holds waits for the next night.
    """
    past = Registration.objects.filter(stands=True, until__lt=day_of(at=at)).order_by("pk").values_list("pk", flat=True)
    last, count = 0, 0
    while portion := list(past.filter(pk__gt=last)[:PORTION]):
        count += _expire(portion, at)
        last = portion[-1]
    return count


def _expire(ids: list[int], at: datetime) -> int:
    """Mark these at once; where the base takes one of them amiss, all but that one."""
    try:
        with transaction.atomic():
            rows = Registration.objects.select_for_update(skip_locked=True).filter(pk__in=ids, stands=True)
            found = list(rows.filter(until__lt=day_of(at=at)).order_by("pk"))
            for one in found:
                one.stands, one.state, one.ended_on = False, State.EXPIRED, one.until
            Registration.objects.bulk_update(found, ["stands", "state", "ended_on"])
            deeds = (RegistrationDeed(registration=one, what=State.EXPIRED, at=at) for one in found)
            RegistrationDeed.objects.bulk_create(deeds)
            return len(found)
    except OperationalError:  # the base itself is in trouble, not a row
        raise
    except DatabaseError:
        if len(ids) == 1:
            log.exception("registration not marked as expired", registration=ids[0])
            return 0
        middle = len(ids) // 2
        return _expire(ids[:middle], at) + _expire(ids[middle:], at)


def _ask(made: Registration, record: Record, rival: Registration, *, by: User, at: datetime) -> None:
    judge = head_of(record, besides=by, nor=[rival.registrar_id])
    made.asked_of = judge
    if judge:
        said = _("Whose is “%(name)s”? %(who)s claims it, %(rival)s has it")
        names = {"name": str(record)[:120], "who": by.full_name, "rival": rival.registrar.full_name}
        made.task = errands.give(about=record, to=judge, title=said % names, note=made.evidence, by=by, at=at)
    made.save()
    write_down(made, State.WAITING, by=by, at=at)
    tell(made, "registration_claimed", by=by, at=at, rival=rival.registrar.full_name, why=made.evidence)
