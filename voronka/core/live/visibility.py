"""Who may hear of a record: the rule is given by a higher app, and without one nobody hears anything."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

# (user id, kind, record id or None for «any record of the kind») -> whether the person may see it.
Rule = Callable[[int, str, int | None], bool]

# Id of what is no record, the work of a job say -> ids of the people who may hear of it.
Hearers = Callable[[int], Collection[int]]

_rules: list[Rule] = []
_hearers: dict[str, Hearers] = {}


def decide_by(rule: Rule) -> None:
    """Take the rule; called once, in AppConfig.ready of the app that knows access."""
    _rules[:] = [rule]


def decide_for(kind: str, hearers: Hearers) -> None:
    """Of this kind, which is none of records, these people hear; called in AppConfig.ready."""
    _hearers[kind] = hearers


@contextmanager
def ruled_by(rule: Rule | None) -> Iterator[None]:
    """Inside the block this rule holds instead of the installed one, None for no rule at all; for tests."""
    before, _rules[:] = _rules[:], [rule] if rule else []
    try:
        yield
    finally:
        _rules[:] = before


def who_may_see(user_ids: Iterable[int], kind: str, record_id: int | None) -> set[int]:
    """Those of the people who may see the record, or hear of the work."""
    if hearers := _hearers.get(kind):
        return set() if record_id is None else {*user_ids} & {*hearers(record_id)}
    return {user_id for user_id in user_ids if _rules and _rules[0](user_id, kind, record_id)}
