"""The Jinja2 environment of every page."""

from typing import Any

from django.contrib.messages import get_messages
from django.utils import translation
from jinja2 import Environment, StrictUndefined

from voronka.ui import assets, delivery, filters, navigation, texts
from voronka.ui.drawn import drawn
from voronka.ui.quick import QuickEnvironment

FILTERS = (
    filters.money,
    filters.number,
    filters.when,
    filters.day,
    filters.ago,
    filters.clock,
    filters.long_date,
    filters.local_day,
    filters.phone,
    filters.email,
    filters.duration,
    filters.initials,
    filters.tint,
)


def environment(**options: Any) -> Environment:
    """Jinja2 with translations, `url()` and `static()`; a misspelt name is an error, not an empty string."""
    settings = options | {
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    env = QuickEnvironment(**settings)  # Django passes autoescape=True
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # of the i18n extension: {% trans %} passes its values
    env.policies["ext.i18n.trimmed"] = True  # as tools.messages extracts them
    env.globals.update(
        _=texts.gettext,
        gettext=texts.gettext,
        ngettext=texts.ngettext,
        pgettext=texts.pgettext,
        draw_icon=filters.icon,
        url=filters.url,
        static=filters.static_file,
        language=translation.get_language,
        navigation=navigation,
        assets=assets,
        delivery=delivery,
        drawn=drawn,
        messages_of=get_messages,
        attributes=filters.attributes,
        uid=filters.uid,
    )
    env.filters.update({function.__name__: function for function in FILTERS})
    return env
