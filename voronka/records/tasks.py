"""Jobs of the engine."""

from django.utils import timezone

from voronka.accounts.models import User
from voronka.core import jobs
from voronka.records import kinds
from voronka.records.actions import duplicates, exports, retention
from voronka.records.search import words
from voronka.records.search.index import texts_of


@jobs.job(times=2)
def search_duplicates(kind: str) -> None:
    """Look for duplicates among all records of a kind."""
    duplicates.search(kind=kinds.get(kind), at=timezone.now())


@jobs.job(times=2)
def retain(code: str, by: int) -> None:
    """Anonymise whom a retention rule takes, in the name of who asked for it."""
    retention.carry_out(code=code, by=User.objects.get(pk=by), at=timezone.now())


@jobs.periodic("20 2 * * *")
def retain_by_rules() -> None:
    """Retention rules that are on, every night; months of the journal of reads that are over."""
    retention.keep(at=timezone.now())


@jobs.job()
def learn_words(kind: str, low: int, high: int) -> None:
    """Learn the words of indexed records (ids from low to high) when somebody else was learning at that moment."""
    for texts in texts_of(kinds.get(kind), range(low, high + 1)):
        if not words.learn(texts):
            raise StillBusy


class StillBusy(Exception):
    """Another transaction adds words; the job is tried again."""


@jobs.periodic("40 2 * * *")
def forget_words() -> None:
    """Words that nothing holds any more leave the search."""
    words.prune()


@jobs.periodic("*/10 * * * *")
def learn_first_words() -> None:
    """A base that was indexed before words were learnt learns all of them."""
    if not words.any_known():
        for kind in kinds.all_kinds():
            for texts in texts_of(kind):
                words.learn(texts)


@jobs.job(times=2)
def make_export(export_id: int) -> None:
    """Make the file of a large export."""
    exports.work(export_id=export_id, at=timezone.now(), zone=timezone.get_current_timezone())


@jobs.periodic("* * * * *", queue="upkeep")
def end_lost_exports() -> None:
    """An export whose worker died for good does not stay under way for ever."""
    exports.end_lost(at=timezone.now())


@jobs.periodic("27 2 * * *", queue="upkeep")
def forget_export_files() -> None:
    """Files of exports are deleted after a week."""
    exports.forget_old(at=timezone.now())
