"""The Jinja2 environment of every page."""

from collections.abc import MutableMapping
from functools import lru_cache
from types import FunctionType, MethodType
from typing import Any

from django.contrib.messages import get_messages
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode

from voronka.ui import assets, delivery, filters, navigation, texts
from voronka.ui.drawn import drawn

PLAIN = {FunctionType, MethodType, type(lru_cache(len))}
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
    filters.duration,
    filters.initials,
    filters.tint,
)


class QuickContext(Context):
    """Calls macros and functions at once: Jinja looks at each callable anew, a list calls three thousand."""

    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja does it; macros take the evaluation context first."""
        if type(called) is Macro:
            args = (self.eval_ctx, *args)
        elif type(called) not in PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)


class QuickEnvironment(Environment):
    """Hands out its globals as they are: Jinja chains them to an empty dictionary and asks it key by key."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja does it, where there is something to chain."""
        return super().make_globals(d) if d else self.globals


def environment(**options: Any) -> Environment:
    """Jinja2 with translations, `url()` and `static()`; a misspelt name is an error, not an empty string."""
    settings = options | {
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    env = QuickEnvironment(**settings)  # Django passes autoescape=True
    env.context_class = QuickContext
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
