"""How a view answers: a page or the fragment that htmx asked for, a toast, a redirect."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.cache import patch_vary_headers
from jinja2 import Template


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx sent this and wants a fragment; a restored history entry wants the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def target(request: HttpRequest) -> str:
    """Id of the element that htmx is going to fill: `panel`, `dialog`, `rows`…; empty for a whole page."""
    return request.headers.get("HX-Target", "") if is_htmx(request) else ""


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    block: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only `block` of it when htmx asks."""
    only = block if is_htmx(request) else None
    response = HttpResponse(_render(request, template, context or {}, only), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def fragment(request: HttpRequest, template: str, block: str, context: Mapping[str, Any] | None = None) -> str:
    """HTML of one block, whoever asks; for answers made of several pieces."""
    return _render(request, template, context or {}, block)


def done(text: str = "", *, undo: str | None = None, changed: tuple[str, int] | None = None) -> HttpResponse:
    """An answer without content: the dialog closes, the toast speaks, what shows the record fetches itself anew."""
    response = HttpResponse(status=204)
    if text:
        toast(response, text, undo)
    if changed:
        trigger(response, "changed", {"kind": changed[0], "id": changed[1]})
    return response


def toast(
    response: HttpResponse, text: str, undo: str | None = None, *, tone: str = "neutral", link: str = ""
) -> HttpResponse:
    """Say something at the foot of the screen; a POST to `undo` takes it back, `link` is where the text leads."""
    detail = {"text": str(text), "undo": undo, "tone": tone}
    return trigger(response, "toast", detail | ({"link": link} if link else {}))


def trigger(response: HttpResponse, event: str, detail: object = None) -> HttpResponse:
    """Let htmx raise an event in the page when this answer comes."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    response["HX-Trigger"] = json.dumps(events | {event: detail})
    return response


def redirect(request: HttpRequest, to: Any, *args: Any, text: str = "", undo: str = "", **kwargs: Any) -> HttpResponse:
    """Go to a view's name, an object or an address: 303, or HX-Redirect for htmx.

    `text` is said on arrival; a POST to `undo` takes back what it says.
    """
    if text:
        messages.success(request, text, extra_tags=undo)
    url = resolve_url(to, *args, **kwargs)
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def _render(request: HttpRequest, name: str, context: Mapping[str, Any], block: str | None) -> str:
    engine = engines["jinja2"]
    assert isinstance(engine, Jinja2)  # noqa: S101  # the settings name this engine so
    wrapper = engine.get_template(name)
    if block is None:
        return str(wrapper.render(dict(context), request))
    return _render_block(wrapper.template, block, _full_context(engine, context, request))


def _full_context(engine: Jinja2, context: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    full = dict(context)
    full |= {"request": request, "csrf_input": csrf_input_lazy(request), "csrf_token": csrf_token_lazy(request)}
    for processor in engine.template_context_processors:
        full |= processor(request)
    return full


def _render_block(template: Template, block: str, context: dict[str, Any]) -> str:
    """One block with the imports and sets of its page: the page is run to its first output, then left."""
    jinja = template.new_context(context)
    page_run = template.root_render_func(jinja)
    next(iter(page_run), None)
    return "".join(jinja.blocks[block][0](jinja))
