"""The shorter ways of Jinja: what they say is what Jinja says."""

from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from voronka.ui.quick import QuickEnvironment, said

HOSTILE = """<b title='x'>"&amp;</b>"""


class Sign:
    """Draws itself."""

    def __html__(self) -> str:
        return "<i>sign</i>"

    def __str__(self) -> str:
        return "never asked"


def both(source: str, **given: Any) -> tuple[str, str]:
    """The source drawn by Jinja and by ours."""
    kinds = (Environment, QuickEnvironment)
    theirs, ours = (kind(autoescape=True, undefined=StrictUndefined).from_string(source) for kind in kinds)
    return theirs.render(**given), ours.render(**given)


@pytest.mark.parametrize("value", [HOSTILE, Markup(HOSTILE), 5, None, Sign(), gettext_lazy("yes"), ["<", 1], True])
def test_a_value_is_said_as_jinja_says_it(value: Any) -> None:
    theirs, ours = both(
        "{{ given }} {{ given ~ '<' }} {{ [given, '<']|join(',') }} {% set a %}{{ given }}{% endset %}{{ a }}",
        given=value,
    )
    assert ours == theirs


def test_hostile_text_is_escaped_and_markup_is_not() -> None:
    assert said("<script>") == "&lt;script&gt;"
    assert said(Markup("<b>")) == "<b>"
    assert said(Sign()) == "<i>sign</i>"


MACROS = """
{%- macro plain(one, two="<two>", three=one) -%}{{ one }}|{{ two }}|{{ three }}{%- endmacro -%}
{%- macro rest(one) -%}{{ one }}{{ varargs }}{{ kwargs }}{%- endmacro -%}
{%- macro around(title) -%}[{{ title }}{{ caller("<x>") }}]{%- endmacro -%}
"""


@pytest.mark.parametrize(
    "call",
    [
        "{{ plain('<1>') }}",
        "{{ plain('<1>', three='3') }}",
        "{{ plain(one='<1>', two=plain('2')) }}",
        "{{ rest('1', '<2>', k='<3>') }}",
        "{% call(x) around('<t>') %}{{ x }}{% endcall %}",
        "{% for one in 'ab' %}{{ plain(one, loop.index) }}{% endfor %}",
        "{{ plain('<1>')|length }} {{ plain('<1>') ~ '<' }}",
        "{{ ['<1>', '2']|map('upper')|join }}",
        "{{ '{}<'.format('<') }} {{ '<'.join(['>']) }}",
    ],
)
def test_a_macro_says_the_same(call: str) -> None:
    theirs, ours = both(MACROS + call)
    assert ours == theirs


@pytest.mark.parametrize("call", ["{{ plain('1', '2', '3', '4') }}", "{{ plain('1', other='2') }}"])
def test_a_wrong_call_is_refused_as_by_jinja(call: str) -> None:
    env = QuickEnvironment(autoescape=True, undefined=StrictUndefined)
    with pytest.raises(TypeError, match="takes n"):
        env.from_string(MACROS + call).render()


def test_a_missing_argument_is_an_error() -> None:
    env = QuickEnvironment(autoescape=True, undefined=StrictUndefined)
    with pytest.raises(UndefinedError, match="'one' was not provided"):
        env.from_string(MACROS + "{{ plain() }}").render()
