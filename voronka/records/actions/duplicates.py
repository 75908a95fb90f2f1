"""Duplicates: search the whole base for them, say that two records are different."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import jobs
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.records.duplicates import blocking, progress, registry
from voronka.records.duplicates.groups import MOST
from voronka.records.duplicates.rate import Pair, Rate
from voronka.records.duplicates.registry import Duplicates
from voronka.records.duplicates.weights import Frequencies, Score, Signs
from voronka.records.kinds import Kind
from voronka.records.models import Decision, DuplicatePair, DuplicateSearch

# What is as likely two things as one, and more, is worth a look of a human being.
WORTH_A_LOOK = 0.5
STORED = ("score", "reasons", "found_at")


@transaction.atomic
def ask(*, kind: Kind, by: User, at: datetime) -> DuplicateSearch:
    """Have all records of a kind searched, as soon as the worker comes to it; Refused while one search goes on."""
    from voronka.records.tasks import search_duplicates  # noqa: PLC0415  # the job calls this module

    access.require(by, Action.EDIT, kind)
    if registry.find(kind.name) is None:
        raise NotFound
    if not jobs.enqueue(search_duplicates, once=f"duplicates:{kind.name}", in_turn="duplicates", kind=kind.name):
        raise Refused(_("The search is under way already."))
    return DuplicateSearch.objects.create(kind=kind.name, by=by, asked_at=at)


def search(*, kind: Kind, at: datetime) -> int:
    """Compare all records of a kind that have a sign in common; gives how many pairs are worth a look.

    What was decided stays decided; open pairs that are no longer alike go away. Progress stands in DuplicateSearch.
    """
    found = registry.find(kind.name)
    if found is None:
        return 0
    run = DuplicateSearch.objects.filter(kind=kind.name, finished_at=None).order_by("-id").first()
    run = run or DuplicateSearch.objects.create(kind=kind.name, asked_at=at)
    try:
        count = _searched(kind, found, run, at)
    except BaseException:
        DuplicateSearch.objects.filter(pk=run.pk).update(finished_at=at, failed=True)
        raise
    DuplicateSearch.objects.filter(kind=kind.name, finished_at=None).update(
        finished_at=at, found=count, percent=progress.WHOLE
    )
    return count


def _searched(kind: Kind, found: Duplicates, run: DuplicateSearch, at: datetime) -> int:
    known, count = Frequencies(kind.model._default_manager.count()), 0
    with progress.reporting(run) as say, transaction.atomic():
        blocking.load_keys(progress.counted(_counted(found, known), known.total, say))
        run.total, run.compared, rate = blocking.join_keys(), 0, Rate(known.total)
        for portion in blocking.pairs():
            count += _keep(kind, rate.sure(_scored(found, portion, known)), at)
            run.compared += len(portion)
            say(progress.compared(run.compared, run.total))
        count += _keep(kind, rate.settled(), at)
        run.save(update_fields=["total", "compared"])
        DuplicatePair.objects.filter(kind=kind.name, decision=Decision.OPEN, found_at__lt=at).delete()
    return count


def _keep(kind: Kind, scores: Mapping[Pair, Score], at: datetime) -> int:
    """Store what is worth a look; gives how many."""
    pairs = [
        DuplicatePair(
            kind=kind.name,
            low_id=low,
            high_id=high,
            score=score.value,
            reasons=list(score.reasons),
            found_at=at,
        )
        for (low, high), score in scores.items()
        if score.value >= WORTH_A_LOOK
    ]
    DuplicatePair.objects.bulk_create(
        pairs,
        batch_size=blocking.CHUNK,
        update_conflicts=True,
        unique_fields=("kind", "low_id", "high_id"),
        update_fields=STORED,
    )
    return len(pairs)


def _counted(found: Duplicates, known: Frequencies) -> Iterator[tuple[int, set[str]]]:
    for pk, raw in found.read(None):
        signs = found.scheme.prepare(raw)
        known.add(found.scheme.counted(signs))
        yield pk, found.scheme.blocks(signs)


def _scored(found: Duplicates, portion: list[tuple[int, int]], known: Frequencies) -> dict[tuple[int, int], Score]:
    ids = sorted({pk for pair in portion for pk in pair})
    ready: dict[int, Signs] = {pk: found.scheme.prepare(raw) for pk, raw in found.read(ids)}
    scores = {
        (low, high): found.scheme.score(ready[low], ready[high], known)
        for low, high in portion
        if low in ready and high in ready
    }
    return {pair: score for pair, score in scores.items() if score.value >= WORTH_A_LOOK}


@transaction.atomic
def tell_apart(*, kind: Kind, ids: Sequence[int], by: User, at: datetime) -> list[DuplicatePair]:
    """Two to five records are all different from one another, and are not asked about again.

    Raises Refused for another number, NotFound unless this person sees all, Forbidden unless he may edit all.
    """
    values: dict[str, Any] = {"decision": Decision.DIFFERENT, "decided_by": by, "decided_at": at}
    return [
        DuplicatePair.objects.update_or_create(
            kind=kind.name,
            low_id=low,
            high_id=high,
            defaults=values,
            create_defaults=values | {"score": 0, "found_at": at},
        )[0]
        for low, high in _pairs_of(kind, ids, by)
    ]


@transaction.atomic
def ask_again(*, kind: Kind, ids: Sequence[int], by: User) -> None:
    """Take back that records are different; raises NotFound where nobody said so of any two of them.

    What nobody had found to be alike before it was said goes; the next search judges it anew.
    """
    pairs = Q(pk__in=[])
    for low, high in _pairs_of(kind, ids, by):
        pairs |= Q(low_id=low, high_id=high)
    rows = DuplicatePair.objects.filter(pairs, kind=kind.name, decision=Decision.DIFFERENT)
    unfounded, _by_table = rows.filter(score=0).delete()
    if not rows.update(decision=Decision.OPEN, decided_by=None, decided_at=None) and not unfounded:
        raise NotFound


def _pairs_of(kind: Kind, ids: Sequence[int], by: User) -> list[tuple[int, int]]:
    """Every two of the records, ids in order, when this person may edit each of them."""
    wanted = sorted(set(ids))
    if not 2 <= len(wanted) <= MOST:
        raise Refused(_("Choose two to five records."))
    for pk in wanted:
        access.load(kind, by, pk, action=Action.EDIT)
    return list(combinations(wanted, 2))
