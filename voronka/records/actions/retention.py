"""Retention rules are set, and carried out: whom nobody needs any more is anonymised, by the rules of every erasure."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core import jobs
from voronka.core.errors import NotFound, Refused
from voronka.records import kinds, retention
from voronka.records.actions import erasures, reads
from voronka.records.models import RetentionRule
from voronka.records.retention import JOURNAL, Rule

SHORTEST, LONGEST = 1, 240


def settle(*, code: str, months: int | None, is_on: bool, by: User, at: datetime) -> RetentionRule:
    """Say for how many months, and whether the rule acts by itself; raises NotFound, Forbidden, Refused."""
    require_administrator(by)
    if retention.find(code) is None and code != JOURNAL:
        raise NotFound
    if months is None or not SHORTEST <= months <= LONGEST:
        raise Refused(_("Give a number of months from 1 to 240."), field="months")
    values = {"months": months, "is_on": is_on, "by": by, "at": at}
    return RetentionRule.objects.update_or_create(code=code, defaults=values)[0]


def ask(*, code: str, by: User, at: datetime) -> int:
    """Have everybody whom the rule takes now anonymised, as soon as the worker comes to it; gives how many they are.

    Raises NotFound, Forbidden, Refused where nobody is due or it is under way already.
    """
    from voronka.records.tasks import retain  # noqa: PLC0415  # the job calls this module

    require_administrator(by)
    rule = _rule(code)
    count = retention.standing(rule, at).count
    if not count:
        raise Refused(_("Nobody is due by this rule."))
    if not jobs.enqueue(retain, once=f"retention:{code}", in_turn="retention", code=code, by=by.pk):
        raise Refused(_("It is under way already."))
    return count


def carry_out(*, code: str, by: User, at: datetime) -> int:
    """Anonymise everybody whom the rule takes, each in a transaction of its own and looked at anew.

    Gives how many. Whom one may not erase is left, and stays due.
    """
    rule = _rule(code)
    months = retention.standing(rule, at).months
    done = 0
    for pk in list(retention.due(rule, months, at).values_list("pk", flat=True)):
        try:
            done += erasures.erase_due(
                kind=kinds.get(rule.kind),
                pk=pk,
                still=partial(_is_due, rule, months, at, pk),
                by=by,
                at=at,
            )
        except (Refused, NotFound):
            continue
    return done


def _is_due(rule: Rule, months: int, at: datetime, pk: int) -> bool:
    return retention.due(rule, months, at, ids=[pk]).exists()


def keep(*, at: datetime) -> int:
    """What the rules that are on do every night; old months of the journal of reads go too. Gives how many people."""
    reads.drop_months(before=retention.journal_before(at, retention.journal_months()))
    rules = RetentionRule.objects.filter(is_on=True).exclude(code=JOURNAL).select_related("by")
    known = [one for one in rules if retention.find(one.code)]
    return sum(carry_out(code=one.code, by=one.by, at=at) for one in known if one.by.is_active)


def _rule(code: str) -> Rule:
    rule = retention.find(code)
    if rule is None:
        raise NotFound
    return rule
