"""The order in which the big base is filled, each step with its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched

import psycopg
from django.db.models import Max, Model
from django.utils import timezone

from bench.base import clients, deals, talk, traces
from bench.base.loading import NULL, bare_tables, copy
from bench.base.moments import Moments
from bench.base.team import hire
from bench.base.world import Way, World
from voronka.activities.models import HistoryEntry, HistoryLink, Interaction, InteractionType, Task
from voronka.people.models import Organization, Person
from voronka.records import kinds
from voronka.records.models import Classifier, ClassifierValue, SearchEntry, SearchPassage
from voronka.records.search.index import index
from voronka.sales.models import Deal, Outcome, Pipeline, StageChange, StageMapping

MODELS: tuple[type[Model], ...] = (
    Organization, Person, Deal, StageChange, Interaction, Task, HistoryEntry, HistoryLink, SearchEntry, SearchPassage,
)  # fmt: skip
KEPT = (Organization, Person, Deal, Interaction, Task)
AT_ONCE = 20_000


def fill(session: psycopg.Connection, persons: int) -> dict[str, int]:
    """A base of so many persons and what belongs to them; gives the counts by name."""
    size = {
        "organizations": persons // 5,
        "persons": persons,
        "deals": persons // 2,
        "interactions": persons * 5 - persons,
        "tasks": persons // 5,
    }
    ids = {
        name: _ids(model, size[name])
        for name, model in zip(size, (Organization, Person, Deal, Interaction, Task), strict=True)
    }
    first = {name: known.start for name, known in ids.items()} | {"entries": _ids(HistoryEntry, 1).start}
    events = [model.pgh_event_model for model in KEPT]  # type: ignore[attr-defined]  # set by pghistory
    with _timed("indexes back"), bare_tables(session, [*MODELS, *events]):
        _rows(session, ids)
        with _timed("history"):
            traces.write(session, first)
        for name, model in zip(size, KEPT, strict=True):
            with _timed(f"states of {name}"):
                traces.remember(session, model, first[name])
        with _timed("search"):
            _search()
    return size | {"history": HistoryEntry.objects.count(), "links": HistoryLink.objects.count()}


def _rows(session: psycopg.Connection, ids: dict[str, range]) -> None:
    world, companies, contacts = _world(), ids["organizations"], ids["persons"]
    with _timed("organizations"):
        copy(session, Organization, clients.ORGANIZATION, clients.organizations(companies, world))
    with _timed("persons"):
        copy(session, Person, clients.PERSON, clients.persons(contacts, companies, world))
    with _timed("deals"):
        for part in batched(deals.deals(ids["deals"], companies, contacts, world), AT_ONCE):
            copy(session, Deal, deals.DEAL, (deal for deal, _changes in part))
            copy(session, StageChange, deals.CHANGE, (change for _deal, changes in part for change in changes))
    with _timed("interactions"):
        about = talk.Subjects({"deal": ids["deals"], "person": contacts, "organization": companies})
        copy(session, Interaction, talk.INTERACTION, talk.interactions(ids["interactions"], about, world))
    with _timed("tasks"):
        copy(session, Task, talk.TASK, talk.tasks(ids["tasks"], ids["deals"], world))


def _world() -> World:
    types = InteractionType.objects.filter(is_active=True)
    return World(
        team=hire(),
        moments=Moments(timezone.now()),
        way=_way(),
        sources=_values(Classifier.SOURCE),
        roles=_values(Classifier.ROLE),
        industries=_values(Classifier.INDUSTRY),
        types=[str(pk) for pk in types.values_list("pk", flat=True)],
    )


def _search() -> None:
    for kind in kinds.all_kinds():
        if kind.search or kind.passage:
            index(kind)


def _way() -> Way:
    pipeline = Pipeline.objects.filter(is_active=True).order_by("position", "pk")[0]
    stages = list(pipeline.stages.filter(is_active=True).order_by("position"))
    ends = {one.outcome: str(one.pk) for one in reversed(stages)}
    mapped = StageMapping.objects.filter(stage__in=stages).order_by("pk").values_list("stage", "macro_stage")
    return Way(
        pipeline=str(pipeline.pk),
        unit=str(pipeline.unit_id or NULL),
        opened=[str(one.pk) for one in stages if one.outcome == Outcome.OPEN],
        won=ends[Outcome.WON],
        lost=ends[Outcome.LOST],
        reasons=_values(Classifier.LOST_REASON),
        macros={str(stage): str(macro) for stage, macro in mapped},
    )


def _ids(model: type[Model], count: int) -> range:
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    return range(last + 1, last + 1 + count)


def _values(classifier: Classifier) -> list[str]:
    found = ClassifierValue.objects.filter(classifier=classifier, is_active=True)
    return [str(pk) for pk in found.values_list("pk", flat=True)]


@contextmanager
def _timed(name: str) -> Iterator[None]:
    start = time.monotonic()
    yield
    print(f"{name:24}{time.monotonic() - start:7.1f} s", file=sys.stderr, flush=True)
