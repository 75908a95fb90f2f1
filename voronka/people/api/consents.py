"""Consents of persons and leads, for programs: a form on the site, a telephone system, a mailing service."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Header, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.problems import REFUSALS
from voronka.people import consents as queries
from voronka.people.actions import consents
from voronka.people.models import Consent
from voronka.people.schemas import ConsentIn, ConsentOut, ConsentsOut, PurposesOut
from voronka.records import access
from voronka.records.idempotency import once
from voronka.records.kinds import Kind

purposes = Router(tags=["consents"])


@purposes.get(
    "",
    response={200: PurposesOut, **REFUSALS},
    operation_id="consent_purpose_list",
    summary=gettext_noop("Purposes of consents, with the wording in use"),
)
def listed(request: HttpRequest) -> Any:  # noqa: ARG001  # the shape of a view
    """What people are asked to agree to; those that are off stay for what was said of them."""
    return {"items": [_purpose(one) for one in queries.purposes()]}


def consents_of(kind: Kind) -> Router:
    """The consents of one kind of human beings."""
    router = Router(tags=["consents"])

    @router.get(
        "/{int:pk}/consents",
        response={200: ConsentsOut, **REFUSALS},
        operation_id=f"{kind.name}_consents",
        summary=gettext_noop("Consents: what holds now, and everything that was said"),
    )
    def said(request: HttpRequest, pk: int) -> Any:
        """The latest word about a purpose counts; nothing said is ever changed or deleted."""
        access.load(kind, asker(request), pk)
        told = queries.said(kind.name, pk)
        given = [one.purpose.code for one in queries.standing(kind.name, pk) if one.is_given]
        return {"given": given, "items": [_shown(one) for one in told]}

    @router.post(
        "/{int:pk}/consents",
        response={201: ConsentOut, **REFUSALS},
        operation_id=f"{kind.name}_consent",
        summary=gettext_noop("Write a consent down, or that it is taken back"),
    )
    def record(
        request: HttpRequest,
        pk: int,
        body: ConsentIn,
        idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
    ) -> Any:
        """Mailings ask for it when they send: a withdrawal counts at once."""
        by, at = asker(request), timezone.now()
        about = access.load(kind, by, pk, action=Action.EDIT)
        given = {"is_given": body.is_given, "channel": body.channel, "proof": body.proof, "version": body.version}
        said_at = body.at if body.at is None or timezone.is_aware(body.at) else timezone.make_aware(body.at)

        def make() -> Consent:
            return consents.record_named(code=body.purpose, about=about, said_at=said_at, by=by, at=at, **given)

        key = f"api:{idempotency_key}" if idempotency_key else ""
        return Status(201, _shown(once(kind=consents.CONSENT, key=key, by=by, at=at, make=make)))

    return router


def _purpose(one: Any) -> dict[str, Any]:
    now = one.now
    return {
        "code": one.code,
        "name": one.name,
        "is_active": one.is_active,
        "version": now.version if now else None,
        "text": now.text if now else "",
    }


def _shown(one: Consent) -> dict[str, Any]:
    return {
        "id": one.pk,
        "purpose": one.purpose.code,
        "is_given": one.is_given,
        "version": one.text.version if one.text else None,
        "channel": one.channel,
        "proof": one.proof,
        "at": one.at,
        "by": one.by_id,
        "entered_at": one.entered_at,
    }
