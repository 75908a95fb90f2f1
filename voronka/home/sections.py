"""Places of My day and of the command line in the frame."""

from django.utils.translation import gettext_lazy as _

from voronka.ui import assets, navigation
from voronka.ui.navigation import Item


def register() -> None:
    """Call it in AppConfig.ready."""
    navigation.register(Item(label=_("My day"), icon="sun", url_name="home:day", order=10, shortcut="M"))
    navigation.register_place("search", "home:search")
    navigation.register_place("quick", "home:quick")
    assets.register(style="home/home.css", module="home/quick.js")
