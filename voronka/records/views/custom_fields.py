"""Settings of the fields that a company makes for itself, kind by kind."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records import aside, kinds
from voronka.records.actions import custom_fields
from voronka.records.arrangement import FROM_LISTS
from voronka.records.field_contents import contents_of
from voronka.records.fields.custom import PREFIX
from voronka.records.kinds import Kind
from voronka.records.models import Classifier, CustomField, FieldType
from voronka.records.moments import CREATE
from voronka.records.obligations import demands_on
from voronka.ui.render import done, is_htmx, redirect
from voronka.ui.render import page as render

ICONS = {
    FieldType.TEXT: "type",
    FieldType.LONG_TEXT: "text",
    FieldType.NUMBER: "hash",
    FieldType.MONEY: "banknote",
    FieldType.DATE: "calendar",
    FieldType.MOMENT: "calendar-clock",
    FieldType.FLAG: "square-check",
    FieldType.CHOICE: "list",
    FieldType.CHOICES: "list-checks",
    FieldType.URL: "link",
    FieldType.LINK: "arrow-right-left",
    FieldType.USER: "user-round",
}


@require_safe
@administrators
def listed(request: HttpRequest, kind: str = "") -> HttpResponse:
    """The own fields of one kind, beside the names of the others."""
    known = list(aside.in_use())
    current = _kind(kind or known[0].name)
    fields = list(CustomField.objects.filter(kind=current.name))
    context = {
        "kinds": known,
        "current": current,
        "fields": fields,
        "built": [one for one in current.built if one.editable],
        "demanded": {name.removeprefix(PREFIX) for name in demands_on(current)},
        "icons": ICONS,
        "contents": contents_of(fields),
    }
    return render(request, "records/custom_fields.html", context, block="fields")


@require_http_methods(["GET", "POST"])
@administrators
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """A new field; GET shows what the chosen type needs."""
    current = _kind(kind)
    if request.method == "GET":
        return _dialog(request, current, None, request.GET)
    sent = request.POST
    try:
        made = custom_fields.add(
            kind=current.name,
            label=sent.get("label", ""),
            holds=sent.get("type", ""),
            given=_given(sent),
            by=asker(request),
        )
    except Refused as refusal:
        return _dialog(request, current, None, sent, {refusal.field: refusal.message})
    return _settled(request, made, _("Field added: %(name)s") % {"name": made.label})


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, hint or place for a field."""
    field = get_object_or_404(CustomField, pk=pk)
    current = _kind(field.kind)
    if request.method == "GET":
        return _dialog(request, current, field, request.GET)
    sent = request.POST
    try:
        custom_fields.change(field=field, label=sent.get("label", ""), given=_given(sent), by=asker(request))
    except Refused as refusal:
        return _dialog(request, current, field, sent, {refusal.field: refusal.message})
    return _settled(request, field, _("Saved."))


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Out of use or back."""
    field = custom_fields.switch(field=get_object_or_404(CustomField, pk=pk), on=on, by=asker(request))
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return _settled(request, field, said % {"name": field.label})


@require_POST
@administrators
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To the place `to` among the fields of its kind, counted from 0."""
    to = whole(request.POST.get("to"))
    if to is None:
        raise Http404
    field = get_object_or_404(CustomField, pk=pk)
    custom_fields.move(field=field, to=to, by=asker(request))
    return _settled(request, field, "")


def _kind(name: str) -> Kind:
    try:
        return kinds.get(name)
    except KeyError:
        raise Http404 from None


def _is_demanded(field: CustomField) -> bool:
    """Whether it is demanded of a new record, be it of certain roles only."""
    return CREATE in demands_on(kinds.get(field.kind)).get(f"{PREFIX}{field.key}", {})


def _given(sent: QueryDict) -> dict[str, Any]:
    return {
        "hint": sent.get("hint", ""),
        "is_required": "is_required" in sent,
        "is_personal": "is_personal" in sent,
        "is_in_form": "is_in_form" in sent,
        "places": whole(sent.get("places")) or 0,
        "classifier": sent.get("classifier", ""),
        "values": sent.get("values", "").splitlines(),
        "target": sent.get("target", ""),
    }


def _dialog(
    request: HttpRequest, kind: Kind, field: CustomField | None, sent: QueryDict, errors: dict[str, str] | None = None
) -> HttpResponse:
    chosen = field.type if field else sent.get("type", FieldType.TEXT)
    asked = bool(errors) or "label" in sent
    context = {
        "current": kind,
        "field": field,
        "chosen": chosen,
        "types": [(value, str(label)) for value, label in FieldType.choices],
        "classifiers": [("", _("A list of its own")), *((value, str(label)) for value, label in Classifier.choices)],
        "targets": [(kind.name, str(kind.label)) for kind in custom_fields.can_be_linked()],
        "has_list": chosen in FROM_LISTS,
        "words": sent,
        "may_demand": chosen != FieldType.FLAG,
        "is_required": "is_required" in sent if asked else bool(field and _is_demanded(field)),
        "is_personal": "is_personal" in sent if asked else bool(field and field.is_personal),
        "is_in_form": "is_in_form" in sent if asked else bool(field and field.is_in_form),
        "errors": errors or {},
    }
    return render(request, "records/custom_field.html", context, block="dialog", status=422 if errors else 200)


def _settled(request: HttpRequest, field: CustomField, said: str) -> HttpResponse:
    if is_htmx(request):
        return done(said, changed=("custom_field", field.pk))
    return redirect(request, "records:custom-fields-of", field.kind, text=said)
