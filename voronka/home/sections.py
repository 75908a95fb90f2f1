"""Places of My day, of the command line and of hand-overs in the frame and in lists."""

from django.utils.translation import gettext_lazy as _

from voronka.accounts.policies import may_manage_company
from voronka.home.queries.in_hand import IN_WORK
from voronka.records import bulk_verbs
from voronka.records.bulk_verbs import Verb
from voronka.ui import assets, navigation
from voronka.ui.navigation import Item


def register() -> None:
    """Call it in AppConfig.ready."""
    navigation.register(Item(label=_("My day"), icon="sun", url_name="home:day", order=10, shortcut="M"))
    navigation.register_place("search", "home:search")
    navigation.register_place("quick", "home:quick")
    assets.register(style="home/home.css", module="home/quick.js")
    navigation.register_setting(
        Item(
            label=_("Hand-overs"),
            icon="arrow-right-left",
            url_name="home:hand-overs",
            order=115,
            section=_("Company"),
            hint=_("Whose work went to whom, and what can be taken back"),
            visible=may_manage_company,
        )
    )
    handed = [kind.name for kind, _state in IN_WORK]
    bulk_verbs.register(
        Verb(
            name="hand-over",
            label=_("Hand over…"),
            icon="arrow-right-left",
            url_name="home:hand-over-part",
            kinds=handed,
        )
    )
