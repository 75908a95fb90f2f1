"""The probability of a win is learned from closed deals and told of open ones: at a change, and every night."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.activities.kinds import INTERACTION
from voronka.core import jobs, live
from voronka.records.events import RecordCreated, RecordsUpdated
from voronka.sales.kinds import DEAL
from voronka.sales.models import ChanceTerms, Deal, DealChance, Finding, Learning, Outcome
from voronka.sales.probability import moments
from voronka.sales.probability.model import Model, Reason
from voronka.sales.probability.moments import Moment
from voronka.sales.queries import chances

PORTION = 1_000  # deals that are judged in one transaction
JUDGED = {"stage", "amount", "currency", "source", "organization", "person"}
LOCK = 6_208_035  # of those who put a model in force
# Nobody is waited for: a deal that somebody holds is judged by whoever changes it, or next night. What was judged
# before the deal moved on is not written, nor what a model says that is just being put out of force; who does that
# waits for those who write, and takes out what they wrote.
TELL = """
WITH judged AS (
    SELECT * FROM unnest(%(deals)s::bigint[], %(stages)s::bigint[], %(chances)s::int[], %(reasons)s::text[])
        AS j (deal, stage, chance, reasons)
), held AS MATERIALIZED (
    SELECT d.id FROM sales_deal d JOIN judged j ON j.deal = d.id AND j.stage = d.stage_id
    WHERE d.outcome = 'open' ORDER BY d.id FOR KEY SHARE OF d SKIP LOCKED
), speaks AS MATERIALIZED (
    SELECT l.id FROM sales_learning l WHERE l.id = %(learning)s AND l.is_in_force FOR SHARE SKIP LOCKED
)
INSERT INTO sales_dealchance AS old (deal_id, stage_id, probability, reasons, learning_id, at)
SELECT j.deal, j.stage, j.chance, j.reasons::jsonb, l.id, %(at)s
FROM held h JOIN judged j ON j.deal = h.id CROSS JOIN speaks l
ORDER BY h.id
ON CONFLICT (deal_id) DO UPDATE SET stage_id = excluded.stage_id, probability = excluded.probability,
    reasons = excluded.reasons, learning_id = excluded.learning_id, at = excluded.at
"""


def learn(*, by: User | None = None, at: datetime) -> Learning | None:
    """Learn anew; the model is put in force if it is worth it. None where the company does not want it.

    It takes seconds and holds nothing while it works: killed, it leaves the model before in force. When another
    learning has put its model in force meanwhile, this one is compared with nothing that still holds, and is dropped.
    """
    from voronka.sales.probability import learning  # noqa: PLC0415  # brings 125 MB into memory

    if not chances.is_on():
        return None
    old = chances.in_force()
    before = Model.from_json(old.model) if old else None
    found = learning.learn(moments.lives(at=at), before=before)
    model = found.model.as_json() if found.model else {}
    made = Learning(at=at, by=by, finding=found.finding, learned_until=found.learned_until, model=model)
    made.figures = found.figures
    return _settle(made, old)


@transaction.atomic
def _settle(made: Learning, old: Learning | None) -> Learning | None:
    """Keep the learning; with another model in force, or none, all open deals are judged anew."""
    _wait_in_turn()
    now = chances.in_force()
    if not chances.is_on() or (now and now.pk) != (old and old.pk):
        return now
    if made.finding != Finding.OLD_BETTER:
        if now:
            _withdraw()
        made.is_in_force = made.finding == Finding.TAKEN
    made.save()
    if made.is_in_force:
        _judge_later()
    live.publish(kind="learning", id=made.pk, verb="created")
    return made


def _wait_in_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _withdraw() -> None:
    """Nothing is learned any more of any deal: their stages speak. The model first: so all who write are awaited."""
    Learning.objects.filter(is_in_force=True).update(is_in_force=False)
    DealChance.objects.all().delete()


def _judge_later() -> None:
    from voronka.sales.tasks import judge_open_deals  # noqa: PLC0415  # the job calls this module

    jobs.enqueue(judge_open_deals, once="judge-open-deals")


@transaction.atomic
def switch(*, on: bool, by: User) -> None:
    """The company wants the probability to be learned, or does without it."""
    require_administrator(by)
    _wait_in_turn()
    ChanceTerms.objects.update_or_create(pk=1, defaults={"is_on": on})
    if on:
        learn_later(by=by)
    else:
        _withdraw()


def learn_later(*, by: User) -> bool:
    """Have the worker learn now; False when that is asked for already."""
    from voronka.sales.tasks import learn_chances_now  # noqa: PLC0415  # the job calls this module

    require_administrator(by)
    return jobs.enqueue(learn_chances_now, once="learn-chances", in_turn="learn-chances", by=by.pk)


def judge(ids: Collection[int], *, at: datetime) -> int:
    """Say anew how probable these deals are, in at most four statements; how many of them it speaks of."""
    force = chances.in_force()
    model = Model.from_json(force.model) if force else None
    if force is None or model is None:
        return 0
    told = [(one, *said) for one in moments.now(ids, at=at) if (said := model.says(one)) is not None]
    silent = set(ids) - {one.deal for one, *_said in told}
    with transaction.atomic():
        if told:
            _tell(told, force, at)
        if silent:
            DealChance.objects.filter(deal__in=silent).delete()
    return len(told)


def _tell(told: Sequence[tuple[Moment, int, list[Reason]]], force: Learning, at: datetime) -> None:
    given: dict[str, Any] = {
        "deals": [one.deal for one, _percent, _reasons in told],
        "stages": [one.stage for one, _percent, _reasons in told],
        "chances": [percent for _one, percent, _reasons in told],
        "reasons": [json.dumps([reason.as_json() for reason in reasons]) for _one, _percent, reasons in told],
        "learning": force.pk,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(TELL, given)


def judge_all(*, at: datetime) -> int:
    """Judge all open deals in portions, forget those that are over; of how many the model speaks."""
    over = DealChance.objects.exclude(deal__outcome=Outcome.OPEN)
    (over if chances.in_force() else DealChance.objects.all()).delete()
    last, count = 0, 0
    rows = Deal.objects.filter(outcome=Outcome.OPEN).order_by("pk")
    while portion := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:PORTION]):
        count += judge(portion, at=at)
        last = portion[-1]
    return count


def on_changed(event: RecordsUpdated) -> None:
    """Deals that were changed, and those whose contacts were; whose tasks were, see `listeners`."""
    if event.kind is DEAL:
        ids = {one.pk for one in event.records if JUDGED & set(event.before[one.pk])}
    elif event.kind is INTERACTION:
        ids = {one.subject_id for one in event.records if one.subject_kind == DEAL.name}
    else:
        return
    if ids:
        judge(ids, at=event.at)


def on_created(event: RecordCreated) -> None:
    """A new deal, and a new contact of one."""
    if event.kind is DEAL:
        judge([event.record.pk], at=event.at)
    elif event.kind is INTERACTION and event.record.subject_kind == DEAL.name:
        judge([event.record.subject_id], at=event.at)
