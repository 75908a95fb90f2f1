"""Settings of the classifiers: each a short list of values that a company makes for itself."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.core.numbers import whole
from voronka.records.actions import classifiers
from voronka.records.classifier_rows import rows_of
from voronka.records.fields.trees import offered
from voronka.records.models import Classifier, ClassifierValue, CustomField
from voronka.ui.render import done, is_htmx, redirect
from voronka.ui.render import page as render


@require_safe
@administrators
def listed(request: HttpRequest, name: str = Classifier.SOURCE) -> HttpResponse:
    """The values of one classifier, beside the names of the others."""
    current = _classifier(name)
    context = {"classifiers": _lists(), "current": current, "values": rows_of(current.value)}
    return render(request, "records/classifiers.html", context, block="values")


@require_http_methods(["GET", "POST"])
@administrators
def add(request: HttpRequest, name: str) -> HttpResponse:
    """A new value."""
    current = _classifier(name)
    context = {"title": _("New value: %(list)s") % {"list": current.label}, "submit": _("Add"), "current": current}
    if request.method == "GET":
        return _dialog(request, context)
    try:
        value = classifiers.add(
            classifier=current.value, name=request.POST.get("name", ""), parent=_parent(request), by=asker(request)
        )
    except Refused as refusal:
        return _dialog(request, context | {"error": refusal.message}, status=422)
    return _settled(request, value, _("Added."))


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name for a value, and what it stands under."""
    value = get_object_or_404(ClassifierValue, pk=pk)
    current = _classifier(value.classifier)
    context = {
        "title": value.name,
        "submit": _("Save"),
        "current": current,
        "value": value,
        "name": value.name,
        "parent": str(value.parent_id or ""),
    }
    if request.method == "GET":
        return _dialog(request, context)
    try:
        classifiers.change(value=value, name=request.POST.get("name", ""), parent=_parent(request), by=asker(request))
    except Refused as refusal:
        return _dialog(request, context | {"error": refusal.message}, status=422)
    return _settled(request, value, _("Saved."))


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """Out of use or back."""
    value = classifiers.switch(value=get_object_or_404(ClassifierValue, pk=pk), on=on, by=asker(request))
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return _settled(request, value, said % {"name": value.name})


@require_POST
@administrators
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To the place `to` of its list, counted from 0."""
    to = whole(request.POST.get("to"))
    if to is None:
        raise Http404
    value = get_object_or_404(ClassifierValue, pk=pk)
    classifiers.move(value=value, to=to, by=asker(request))
    return _settled(request, value, "")


@require_POST
@administrators
def nest(request: HttpRequest, pk: int) -> HttpResponse:
    """Under the value `parent`, or to the top."""
    value = get_object_or_404(ClassifierValue, pk=pk)
    classifiers.nest(value=value, parent=_parent(request), by=asker(request))
    return _settled(request, value, "")


def _parent(request: HttpRequest) -> ClassifierValue | None:
    given = request.POST.get("parent", "")
    return get_object_or_404(ClassifierValue, pk=whole(given)) if given else None


@dataclass(frozen=True)
class Listed:
    """A list to choose from: its name for programs and for people."""

    value: str
    label: str


def _lists() -> list[Listed]:
    """Those that Voronka refers to, then those of the company's own fields."""
    own = CustomField.objects.filter(classifier__startswith="field_")
    return [Listed(value, str(label)) for value, label in Classifier.choices] + [
        Listed(field.classifier, field.label) for field in own
    ]


def _classifier(name: str) -> Listed:
    found = next((one for one in _lists() if one.value == name), None)
    if found is None:
        raise Http404
    return found


def _dialog(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    shown = {"error": "", "name": "", "parent": request.GET.get("parent", ""), "value": None} | context
    if request.method == "POST":
        shown |= {"name": request.POST.get("name", ""), "parent": request.POST.get("parent", "")}
    tree = offered(context["current"].value)
    itself = str(shown["value"].pk) if shown["value"] else ""
    shown["places"] = [("", _("the top of the list")), *(one for one in tree if one[0] != itself)]
    return render(request, "records/classifier_value.html", shown, block="dialog", status=status)


def _settled(request: HttpRequest, value: ClassifierValue, said: str) -> HttpResponse:
    if is_htmx(request):
        return done(said, changed=("classifier", value.pk))
    return redirect(request, "records:classifier", value.classifier, text=said)
