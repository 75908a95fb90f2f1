"""Who may hear of a record: the rule is given by a higher app, and without one nobody hears anything."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

# (user id, kind, record id or None for «any record of the kind») -> whether the person may see it.
Rule = Callable[[int, str, int | None], bool]

_rules: list[Rule] = []


def decide_by(rule: Rule) -> None:
    """Take the rule; called once, in AppConfig.ready of the app that knows access."""
    _rules[:] = [rule]


@contextmanager
def ruled_by(rule: Rule | None) -> Iterator[None]:
    """Inside the block this rule holds instead of the installed one, None for no rule at all; for tests."""
    before, _rules[:] = _rules[:], [rule] if rule else []
    try:
        yield
    finally:
        _rules[:] = before


def who_may_see(user_ids: Iterable[int], kind: str, record_id: int | None) -> set[int]:
    """Those of the people who may see the record."""
    return {user_id for user_id in user_ids if _rules and _rules[0](user_id, kind, record_id)}
