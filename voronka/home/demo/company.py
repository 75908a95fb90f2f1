"""The whole demo company, in one transaction."""

from datetime import datetime

from django.db import transaction

from voronka.accounts.models import User
from voronka.home.demo import doubles, routing
from voronka.home.demo.cast import DOMAIN, PASSWORD, Cast, hire
from voronka.home.demo.clients import gather
from voronka.home.demo.dice import Dice
from voronka.home.demo.earning import earn
from voronka.home.demo.economy import reckon
from voronka.home.demo.judging import judge
from voronka.home.demo.method import follow
from voronka.home.demo.planning import plan
from voronka.home.demo.selling import sell
from voronka.home.demo.working import work
from voronka.records import kinds
from voronka.records.search.index import index
from voronka.sales import defaults
from voronka.sales.actions import chances


def is_there() -> bool:
    """Whether the demo company stands in this database."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def found(*, at: datetime) -> bool:
    """Make the demo company as of `at`; gives False, and does nothing, where it stands already."""
    if is_there():
        return False
    defaults.ensure()
    dice = Dice(at)
    cast: Cast = hire()
    clients = gather(dice, cast)
    routing.rule(cast, cast.director)
    selling = sell(dice, cast, clients)
    work(dice, cast, clients, selling)
    follow(dice, cast, selling)
    plan(dice, cast, selling)
    earn(dice, cast, selling)
    doubles.slip_in(dice, clients)
    reckon(dice, cast, selling)
    judge(dice, selling)
    for kind in kinds.all_kinds():
        index(kind)
    doubles.look_for(at=at)
    chances.learn_later(by=cast.director)
    return True


def logins() -> list[tuple[str, str, str]]:
    """(name and position, e-mail, password) of the demo users."""
    users = User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")
    return [(f"{user.full_name}, {user.job_title}", user.email, PASSWORD) for user in users]
