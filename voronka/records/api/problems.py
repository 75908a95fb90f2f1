"""Refusals and mistakes as the API answers them, mapped to HTTP once for all routers."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from voronka.core.errors import ActionError, Conflict, Forbidden, NotFound, Refused

logger = logging.getLogger(__name__)


def tell_problems(api: NinjaAPI) -> None:
    """Let this API answer every refusal in the same shape (`core.problems.Problem`)."""

    def answer(request: HttpRequest, status: HTTPStatus, **problem: Any) -> HttpResponse:
        return api.create_response(request, problem, status=status)

    @api.exception_handler(ActionError)
    def refused(request: HttpRequest, error: ActionError) -> HttpResponse:
        status, code = _status_of(error)
        extra: dict[str, Any] = {}
        if isinstance(error, Refused):
            extra["fields"] = error.fields
        if isinstance(error, Conflict):
            extra = {"version": error.version, "clashes": [vars(clash) for clash in error.clashes]}
        return answer(request, status, error=code, message=error.message, **extra)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {str(one["loc"][-1]): _sentence(one) for one in error.errors}
        message = next(iter(fields.values()), _("The request cannot be understood."))
        return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, error="refused", message=message, fields=fields)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        text = _("Give a valid token in the header “Authorization: Bearer …”.")
        return answer(request, HTTPStatus.UNAUTHORIZED, error="unauthorized", message=text)

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, _error: Http404) -> HttpResponse:
        return answer(request, HTTPStatus.NOT_FOUND, error="not_found", message=_("There is nothing at this address."))

    @api.exception_handler(HttpError)
    def broken(request: HttpRequest, error: HttpError) -> HttpResponse:
        text = _("The request cannot be understood.")
        return answer(request, HTTPStatus(error.status_code), error="bad_request", message=text)

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
        return answer(
            request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error="too_big", message=_("This is too much at once.")
        )

    @api.exception_handler(Exception)
    def failed(request: HttpRequest, error: Exception) -> HttpResponse:
        got_request_exception.send(sender=None, request=request)
        logger.error("The API failed", exc_info=error)
        text = _("Something went wrong on our side. It is written down; try again later.")
        return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, error="failed", message=text)


def _status_of(error: ActionError) -> tuple[HTTPStatus, str]:
    match error:
        case NotFound():
            return HTTPStatus.NOT_FOUND, "not_found"
        case Forbidden():
            return HTTPStatus.FORBIDDEN, "forbidden"
        case Conflict():
            return HTTPStatus.CONFLICT, "conflict"
    return HTTPStatus.UNPROCESSABLE_ENTITY, "refused"


def _sentence(mistake: dict[str, Any]) -> str:
    """One mistake that pydantic found, in the reader's language."""
    name = str(mistake["loc"][-1])[:60]
    if mistake["type"] == "missing":
        return _("Fill in “%(field)s”.") % {"field": name}
    if mistake["type"] == "extra_forbidden":
        return _("There is no field “%(name)s”, or it is not changed by hand.") % {"name": name}
    return _("The value does not fit the field “%(field)s”.") % {"field": name}
