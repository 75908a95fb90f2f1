"""Quick entry, for programs."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Header, Router, Status

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.activities.models import Ref
from voronka.core.errors import NotFound, Refused
from voronka.core.problems import CONFLICTS, REFUSALS
from voronka.home import entry_reading, forms, open_card
from voronka.home.actions import entries
from voronka.home.forms import QuickForm
from voronka.home.models import QuickEntry
from voronka.home.queries.entries import made_by
from voronka.home.schemas import QuickIn, QuickOut, UndoneOut
from voronka.records import kinds

router = Router(tags=["quick entry"])


@router.post(
    "",
    response={200: QuickOut, 201: QuickOut, **REFUSALS},
    operation_id="quick",
    summary=gettext_noop("Understand a text, or make what it says"),
)
def quick(
    request: HttpRequest,
    body: QuickIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", max_length=80)] = "",
) -> Any:
    """Without `commit` nothing is stored; with it everything is made in one go, or nothing."""
    by, at = asker(request), timezone.localtime()
    if body.about and open_card.find(Ref.read(body.about), by) is None:
        raise NotFound
    form = forms.of_text(body.text, about=body.about, by=by, at=at)
    forms.choose(form, body.choices.dict())
    wanted = entry_reading.read(form, by=by, at=at)
    if not body.commit:
        return _understood(form, None, by)
    if wanted is None:
        raise Refused(next(iter(form.errors.values())), fields=form.errors)
    key = f"api-quick:{idempotency_key}" if idempotency_key else ""
    return Status(201, _understood(form, entries.enter(wanted=wanted, key=key, by=by, at=at), by))


@router.post(
    "/{int:pk}/undo",
    response={200: UndoneOut, **CONFLICTS},
    operation_id="quick_undo",
    summary=gettext_noop("Take an entry back"),
)
def undo_quick(request: HttpRequest, pk: int) -> Any:
    """Only an entry of one's own, of which nobody has changed anything since."""
    return entries.undo(pk=pk, by=asker(request), at=timezone.now())


def _understood(form: QuickForm, made: QuickEntry | None, by: User) -> dict[str, Any]:
    found = (("person", form.matches.persons), ("organization", form.matches.organizations))
    records = made_by(made, by=by) if made else []
    return {
        "about": form.text("about"),
        "tied": sorted(kind for kind in form.tied if form.has(kind)),
        "sort": form.sort,
        "count": form.count,
        "parts": forms.parts_of(form),
        "choice": {kind: form.text(kind) for kind, _matches in found if form.has(kind)},
        "note": form.text("note"),
        "matches": [
            {
                "kind": kind,
                "id": match.record.pk,
                "name": str(match.record),
                "reasons": list(match.reasons),
                "is_exact": match.is_exact,
            }
            for kind, matches in found
            for match in matches
        ],
        "left_out": [kind.name for kind in form.left_out],
        "errors": form.errors,
        "id": made and made.pk,
        "made": [
            {"kind": kinds.kind_of(one).name, "id": one.pk, "name": str(one), "url": one.get_absolute_url()}
            for one in records
        ],
    }
