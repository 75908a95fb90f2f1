"""A lead is looked into by taps on its card; the short list is kept in the settings."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.core.numbers import whole_ones
from voronka.sales.actions import qualification, questions, unconversion
from voronka.sales.asking import the_lead
from voronka.sales.models import QualificationQuestion
from voronka.sales.views.dialogs import dialog, sent, settled, switched
from voronka.ui.render import done, is_htmx, page, redirect

LIST = "sales:questions"
ANSWERS = {"yes": True, "no": False, "": None}


@require_POST
def answer(request: HttpRequest, pk: int, question_id: int) -> HttpResponse:
    """What a lead answers to a question."""
    given = request.POST.get("answer", "")
    if given not in ANSWERS:
        raise Refused(_("Answer yes or no."))
    lead, by = the_lead(request, pk), asker(request)
    qualification.answer(lead=lead, question_id=question_id, is_yes=ANSWERS[given], by=by, at=timezone.now())
    return done(changed=("lead", pk)) if is_htmx(request) else redirect(request, lead)


@require_POST
def judge(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    """The seller's verdict on a fact of the lead."""
    lead, verdict = the_lead(request, pk), request.POST.get("verdict", "")
    qualification.judge(lead=lead, fact=fact, verdict=verdict, by=asker(request), at=timezone.now())
    return done(changed=("lead", pk)) if is_htmx(request) else redirect(request, lead)


@require_POST
def unconvert(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a conversion back."""
    lead = unconversion.undo(lead=the_lead(request, pk), by=asker(request), at=timezone.now())
    text = _("The lead is open again: %(name)s") % {"name": lead.name}
    return done(text, changed=("lead", pk)) if is_htmx(request) else redirect(request, lead, text=text)


class QuestionForm(forms.Form):
    """A question of the short list."""

    text = forms.CharField(
        label=gettext_lazy("Question"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    is_required = forms.BooleanField(label=gettext_lazy("Must be answered before a lead is converted"), required=False)


@require_safe
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """The short list."""
    rows = QualificationQuestion.objects.order_by("-is_active", "position", "pk")
    return page(request, "sales/questions.html", {"questions": rows}, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A question, or a new one."""
    known = get_object_or_404(QualificationQuestion, pk=pk) if pk else None
    initial = {"text": known.text, "is_required": known.is_required} if known else {}
    form, title = QuestionForm(sent(request), initial=initial), str(known or _("New question"))

    def carry_out(given: dict[str, Any]) -> object:
        return questions.save(question=known, by=asker(request), **given)

    return dialog(request, form, carry_out, title=title, said=_("Saved."), back=LIST, of="question")


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """A question out of use or back."""
    question = questions.switch(question=get_object_or_404(QualificationQuestion, pk=pk), on=on, by=asker(request))
    return settled(request, switched(str(question), on=on), back=LIST, of="question")


@require_POST
@administrators
def order(request: HttpRequest) -> HttpResponse:
    """The questions in another order."""
    questions.order(ids=whole_ones(request.POST.getlist("stage")), by=asker(request))
    return settled(request, _("The order is saved."), back=LIST, of="question")
