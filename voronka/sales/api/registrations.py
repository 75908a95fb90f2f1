"""Registrations through the API: who brought which client or deal, claims, decisions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import Field

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import NotFound
from voronka.core.numbers import LARGEST
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.records import access, kinds
from voronka.sales.actions import registration_decisions
from voronka.sales.actions import registrations as registration_actions
from voronka.sales.kinds import DEAL
from voronka.sales.models import Registration
from voronka.sales.queries.registrations import listed as asked
from voronka.sales.queries.registrations import seen_by
from voronka.sales.registration.standing import day_of

registrations = Router(tags=["registrations"])
PAGE = 100


class RegistrationOut(Schema):
    """Who registered what; `state` of one that stands is `upheld`, days count by the company’s calendar."""

    id: int
    kind: str = Field(alias="target")
    record: int
    registrar: int = Field(alias="registrar_id")
    at: datetime
    ground: str
    evidence: str
    proof_name: str
    state: str
    stands: bool
    since: date | None
    until: date | None
    asked_of: int | None = Field(alias="asked_of_id")

    @staticmethod
    def resolve_record(one: Registration) -> int:
        """The id of the record."""
        return int(one.record.pk)


class ClaimIn(Schema):
    """What is claimed; evidence is words, or the id of an interaction of the record’s history."""

    kind: Literal["organization", "person", "deal"]
    record: int = Field(ge=1, le=LARGEST)
    evidence: str = ""
    interaction: int | None = Field(default=None, ge=1, le=LARGEST)


class ReasonIn(Schema):
    """Why."""

    reason: str = ""


class ProlongIn(ReasonIn):
    """A later last day, and why."""

    until: date


@registrations.get("", response={200: list[RegistrationOut], **REFUSALS}, operation_id="registration_list",
                   summary=gettext_noop("Registrations of clients and deals"))  # fmt: skip
def listed(
    request: HttpRequest,
    view: Literal["mine", "waiting", "soon", "all"] = "mine",
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
) -> Any:
    """A hundred at most, the latest first; `before` is the id of the last one that was read."""
    by = asker(request)
    access.require(by, Action.VIEW, DEAL)
    return list(asked(view, by, on=day_of(at=timezone.now()), before=before)[:PAGE])


@registrations.post("", response={200: RegistrationOut, **CONFLICTS}, operation_id="registration_claim",
                    summary=gettext_noop("Register for oneself"))  # fmt: skip
def claim(request: HttpRequest, body: ClaimIn) -> Any:
    """While somebody else’s protection stands the claim waits for a decision."""
    by = asker(request)
    record = access.load(kinds.get(body.kind), by, body.record)
    return registration_actions.claim(
        record=record, evidence=body.evidence, interaction=body.interaction, by=by, at=timezone.now()
    )


@registrations.post("/{int:pk}/uphold", response={200: RegistrationOut, **CONFLICTS},
                    operation_id="registration_uphold", summary=gettext_noop("Decide for the claimant"))  # fmt: skip
def uphold(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    """The other protection ends; both sides are told."""
    return registration_decisions.uphold(
        registration=_the(request, pk), reason=body.reason, by=asker(request), at=timezone.now()
    )


@registrations.post("/{int:pk}/refuse", response={200: RegistrationOut, **CONFLICTS},
                    operation_id="registration_refuse",
                    summary=gettext_noop("Decide against the claimant"))  # fmt: skip
def refuse(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    """The protection that stands goes on; both sides are told."""
    return registration_decisions.refuse(
        registration=_the(request, pk), reason=body.reason, by=asker(request), at=timezone.now()
    )


@registrations.post("/{int:pk}/withdraw", response={200: RegistrationOut, **CONFLICTS},
                    operation_id="registration_withdraw", summary=gettext_noop("Withdraw one’s claim"))  # fmt: skip
def withdraw(request: HttpRequest, pk: int) -> Any:
    """Claim no longer."""
    return registration_decisions.withdraw(registration=_the(request, pk), by=asker(request), at=timezone.now())


@registrations.post("/{int:pk}/prolong", response={200: RegistrationOut, **CONFLICTS},
                    operation_id="registration_prolong", summary=gettext_noop("Protect longer"))  # fmt: skip
def prolong(request: HttpRequest, pk: int, body: ProlongIn) -> Any:
    """By whoever is above the owner of the record."""
    return registration_decisions.prolong(
        registration=_the(request, pk), until=body.until, reason=body.reason, by=asker(request), at=timezone.now()
    )


@registrations.post("/{int:pk}/release", response={200: RegistrationOut, **CONFLICTS},
                    operation_id="registration_release", summary=gettext_noop("End the registration"))  # fmt: skip
def release(request: HttpRequest, pk: int, body: ReasonIn) -> Any:
    """Give up one’s own protection; whoever is above says why."""
    return registration_decisions.release(
        registration=_the(request, pk), reason=body.reason, by=asker(request), at=timezone.now()
    )


def _the(request: HttpRequest, pk: int) -> Registration:
    found = seen_by(asker(request)).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
