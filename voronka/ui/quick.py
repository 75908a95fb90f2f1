"""Jinja2 by shorter ways: a page of a list says three thousand values and calls a thousand macros."""

from collections.abc import MutableMapping
from functools import lru_cache
from types import FunctionType, MethodType
from typing import Any

import markupsafe
from jinja2 import Environment
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from jinja2.utils import internalcode, missing
from markupsafe import Markup, escape

_escape_text = markupsafe._escape_inner  # type: ignore[attr-defined]  # the part of `escape` in C
_PLAIN = {FunctionType, MethodType, type(lru_cache(len))}


def said(value: Any) -> str:
    """A value as it is joined into a page: escaped, without the `Markup` that `escape` puts around each piece."""
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    return value if kind is Markup else escape(value)


class QuickCode(CodeGenerator):
    """Says values by `said`; else the code that Jinja writes."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.said(")


class QuickContext(Context):
    """Calls macros and functions at once: Jinja looks at each callable anew."""

    @internalcode
    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """As Jinja does it; macros take the evaluation context first."""
        kind = type(called)
        if kind is not Macro and (kind not in _PLAIN or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        if kind is not Macro:
            return called(*args, **kwargs)
        if called.caller or called.catch_kwargs or called.catch_varargs or not self.eval_ctx.autoescape:
            return called(self.eval_ctx, *args, **kwargs)
        given = [kwargs.pop(name, missing) for name in called.arguments[len(args) :]]
        if kwargs or len(args) > len(called.arguments):
            return called(self.eval_ctx, *args, **kwargs)  # which refuses them
        return str.__new__(Markup, called._func(*args, *given))


class QuickEnvironment(Environment):
    """Hands out its globals as they are: Jinja chains them to an empty dictionary and asks it key by key."""

    code_generator_class = QuickCode
    context_class = QuickContext
    said = staticmethod(said)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As Jinja does it, where there is something to chain."""
        return super().make_globals(d) if d else self.globals
