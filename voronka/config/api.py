"""The REST API: one router for every kind of the registry, and what the apps add to it."""

from typing import Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import get_language
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from voronka.accounts import queries
from voronka.accounts.api import TokenAuth, people, places
from voronka.accounts.api import router as me
from voronka.accounts.models import User
from voronka.activities import subjects
from voronka.activities.api import done, with_history
from voronka.core.json_input import read_json
from voronka.home import api as home
from voronka.imports.api import router as imports
from voronka.people import consents
from voronka.people.api import consents_of, legal_entities, persons, positions, purposes
from voronka.records import arrangement
from voronka.records.api import Docs, crud, duplicates, exports, tell_problems
from voronka.records.kinds import all_kinds, get
from voronka.reports.api import router as reports
from voronka.sales import api as sales
from voronka.ui import errors


class Tokens(TokenAuth):
    """Who comes in by a token sees the fields as the company has arranged them now, like those with a session."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The owner of the token."""
        user = super().authenticate(request, token)
        if user:
            arrangement.refresh(queries.arranged(user))
        return user


class StrictParser(Parser):
    """Reads bodies: what is no JSON, or could not be stored, is answered with 400."""

    def parse_body(self, request: HttpRequest) -> Any:
        return read_json(request.body)


class Api(NinjaAPI):
    """Describes itself once per language: the description is long, and the same for everybody."""

    described: ClassVar[dict[tuple[str | None, str | None], OpenAPISchema]] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document in the language of the request; our addresses have no parameters of their own."""
        key = (path_prefix, get_language())
        if key not in self.described:
            self.described[key] = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return self.described[key]


SIGNED_IN = {"openapi-view", "api-root"}

api = Api(title="Voronka", version="1", auth=Tokens(), parser=StrictParser(), docs=Docs(), urls_namespace="api")
tell_problems(api)
api.add_router("/me", me)
api.add_router("/users", people)
api.add_router("/departments", places)
api.add_router("/reports", reports)
api.add_router("/pipelines", sales.pipelines)
api.add_router("/macro-stages", sales.macro_stages)
api.add_router("/probability", sales.probability)
api.add_router("/plans", sales.plans)
for kind in all_kinds():
    api.add_router(f"/{kind.plural}", with_history(crud(kind), kind) if subjects.find(kind.name) else crud(kind))
for kind in map(get, consents.KINDS):
    api.add_router(f"/{kind.plural}", consents_of(kind))
api.add_router("/consent-purposes", purposes)
api.add_router("/tasks", done)
api.add_router("/legal-entities", legal_entities)
api.add_router("/positions", positions)
api.add_router("/persons", persons)
api.add_router("/duplicates", duplicates)
api.add_router("/imports", imports)
api.add_router("/exports", exports)
api.add_router("/quick", home.quick)
api.add_router("/hand-overs", home.hand_overs)
api.add_router("", home.day)
api.add_router("/leads", sales.leads)
api.add_router("/deals", sales.deals)
api.add_router("/registrations", sales.registrations)
api.add_router("/bonuses", sales.bonuses)


def api_urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Addresses of the API; all but the page of documentation ask for a token instead of a session."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.name not in SIGNED_IN:
            _without_session(pattern.callback)
    return patterns, app, namespace


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for an address that nobody serves: a problem for programs, a page for people."""
    if request.path_info.startswith("/api/"):
        return api.on_exception(request, exception)
    return errors.not_found(request, exception)


def _without_session(view: Any) -> None:
    login_not_required(view)
