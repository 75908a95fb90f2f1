"""An import under way is paused, let go on, or cancelled."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from voronka.accounts.asking import asker
from voronka.imports.actions import halting
from voronka.imports.queries import own_run
from voronka.ui import render


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it rest; what is written stays."""
    by = asker(request)
    halting.pause(run=own_run(pk, by), by=by)
    return render.redirect(request, "imports:run", pk)


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on where it stopped."""
    by = asker(request)
    halting.resume(run=own_run(pk, by), by=by, at=timezone.now())
    return render.redirect(request, "imports:run", pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End the check or the import; nothing of it stays."""
    by = asker(request)
    halting.cancel(run=own_run(pk, by), by=by, at=timezone.now())
    return render.redirect(request, "imports:run", pk)
