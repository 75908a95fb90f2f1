"""The list of a kind: the page and the rows that follow."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from voronka.records.kinds import Kind
from voronka.records.listing import Question, ask
from voronka.records.views.asking import filter_context


def page(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The first page of the list."""
    found = ask(
        kind, Question(text=request.GET.get("q", ""), after=request.GET.get("after", "")), filter_context(request)
    )
    fields = [kind.field(name) for name in kind.columns]
    lines = [(row, [one.show(one.read(row)) for one in fields]) for row in found.page.rows]
    shown = {"kind": kind, "answer": found, "fields": fields, "lines": lines}
    return render(request, "records/list_plain.html", shown)


def rows(request: HttpRequest, kind: Kind) -> HttpResponse:
    """The rows after the mark."""
    return page(request, kind)
