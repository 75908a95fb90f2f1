"""Jobs of sales."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core import jobs
from voronka.records.search.index import index_anew
from voronka.sales.actions import chances, forecasts, proofs, registrations, routing, signals, spent
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal
from voronka.sales.queries import routing as routed

log = structlog.get_logger(__name__)

PORTION = 200  # leads of a minute


@jobs.job()
def index_deals_of(client: str, client_id: int) -> None:
    """Search finds deals by the name that their organization, or person, has now; `client` is the kind of it."""
    index_anew(DEAL, Deal.objects.filter(**{client: client_id}))


@jobs.periodic("* * * * *")
def route_leads() -> None:
    """Leads that nobody took up in time go on; those that came at night go to somebody in the morning."""
    at = timezone.now()
    for assignment in routed.waiting(at=at)[:PORTION]:
        with _none_in_the_way(assignment.lead_id):
            routing.pass_on(assignment=assignment, at=at)
    for lead in routed.unrouted(at=at)[:PORTION]:
        with _none_in_the_way(lead.pk):
            routing.try_again(lead=lead, at=at)


@contextmanager
def _none_in_the_way(lead: int) -> Iterator[None]:
    """What is wrong with one lead is told to the log; the others go on."""
    try:
        yield
    except Exception:
        log.exception("lead not routed", lead=lead)


@jobs.job()
def weigh_deal(deal_id: int) -> None:
    """A step of the deal was planned or done. Who holds a task must not wait for its deal: so it is looked at later."""
    at = timezone.now()
    chances.judge([deal_id], at=at)
    signals.weigh([deal_id], at=at)


@jobs.periodic("10 1 * * *")
def weigh_deals() -> None:
    """Days pass without any change: at night all open deals are looked at, their probability first."""
    chances.judge_all(at=timezone.now())
    signals.weigh_all(at=timezone.now())


@jobs.job()
def judge_open_deals() -> None:
    """Another model is in force: what it says of all open deals, and what they ask attention for then."""
    chances.judge_all(at=timezone.now())
    signals.weigh_all(at=timezone.now())


@jobs.periodic("40 0 * * 0")
def learn_chances() -> None:
    """Every week the probability of a win is learned anew: what was closed meanwhile judges the model in force."""
    chances.learn(at=timezone.now())


@jobs.job(times=2)
def learn_chances_now(by: int) -> None:
    """An administrator does not want to wait for Sunday."""
    chances.learn(by=User.objects.get(pk=by), at=timezone.now())


@jobs.periodic("20 1 * * *")
def keep_forecasts() -> None:
    """What was promised today is written down, to be held against what will have been won."""
    forecasts.keep(at=timezone.now())


@jobs.periodic("30 1 * * *")
def expire_registrations() -> None:
    """Protection ends by its date; the mark follows at night."""
    registrations.expire(at=timezone.now())


@jobs.periodic("* * * * *")
def count_costs() -> None:
    """Deals whose contacts, expenses or rates have changed are counted anew."""
    spent.count_stale()


@jobs.periodic("30 2 * * *")
def check_costs() -> None:
    """What deals remember of their cost is held against what they took; nothing should ever differ."""
    if wrong := spent.find_drifted():
        log.warning("costs of deals differed", deals=len(wrong), first=wrong[:10])
        spent.count_stale()


@jobs.periodic("50 2 * * *")
def sweep_proofs() -> None:
    """Files of expenses and registrations that are no more go at night."""
    proofs.sweep(at=timezone.now())
