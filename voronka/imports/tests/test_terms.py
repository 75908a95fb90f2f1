"""The terms of an import: read strictly, proved, and what remains of remembered ones."""

from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, Refused
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import OwnerTo, RowTerms, Rule, terms_of
from voronka.imports.terms_check import proved, still_right
from voronka.records.models import ClassifierValue

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]
SHARED = {"Бывший": {"do": "share", "among": ["a@example.com"]}}
ALL = {
    "fixed": {"source": "Выставка"},
    "values": {"source": {"Экспо": {"do": "use", "value": "Выставка"}, "Луна": {"do": "create"}}, "owner": SHARED},
    "owner": "share",
    "among": ["a@example.com", "b@example.com"],
    "conflicts": "fill",
    "rows": {"12": "ours"},
    "ground": "other",
    "ground_note": "договор",
}


@pytest.fixture(autouse=True)
def fair() -> None:
    ClassifierValue.objects.create(classifier="source", name="Выставка")


def test_what_is_kept_is_what_is_read_again() -> None:
    found = terms_of(ALL)
    assert (found.as_json(), found.creates, found.rows) == (ALL, True, {12: Rule.OURS})
    assert (terms_of({}), RowTerms().as_json()) == (RowTerms(), {})


@pytest.mark.parametrize(
    "given",
    [
        [], "x", None, {"colour": 1}, {"fixed": []}, {"fixed": {"note": 1}}, {"fixed": {"note": "x" * 2001}},
        {"values": {"source": "create"}}, {"values": {"source": {"x": {"do": "burn"}}}}, {"among": "a@example.com"},
        {"values": {"source": {"x": {"do": "use"}}}}, {"values": {"source": {"x": {"do": "create", "value": "y"}}}},
        {"values": {"source": {"x": {"do": "create", "why": "y"}}}}, {"owner": "cat"}, {"owner": {}}, {"owner": []},
        {"conflicts": "both"}, {"rows": {"-1": "ours"}}, {"rows": {"²": "ours"}}, {"rows": {"1": ""}}, {"ground": 1},
        {"values": {"owner": {"x": {"do": "reject", "among": ["a@example.com"]}}}}, {"fixed": {"note": "\x00"}},
        {"values": {"owner": {"x": {"do": "share", "among": "a@example.com"}}}}, {"among": [1]}, {"among": ["a"] * 101},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(given: Any) -> None:
    with pytest.raises(Refused):
        terms_of(given)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"fixed": {"colour": "x"}}, "fixed.colour"),
        ({"fixed": {"note": " "}}, "fixed.note"),
        ({"fixed": {"phones": "нет"}}, "fixed.phones"),
        ({"fixed": {"source": "Луна"}}, "fixed.source"),
        ({"fixed": {"owner": "Никто"}}, "fixed.owner"),
        ({"values": {"note": {"x": {"do": "reject"}}}}, "values"),
        ({"values": {"source": {"x": {"do": "use", "value": "Луна"}}}}, "values"),
        ({"owner": "share"}, "among"),
        ({"owner": "share", "among": ["nobody@example.com"]}, "among"),
        ({"owner": "queue"}, "owner"),
        ({"values": {"owner": {"Бывший": {"do": "share"}}}}, "among:Бывший"),
        ({"values": {"owner": SHARED}}, "among:Бывший"),
        ({"values": {"source": SHARED}}, "among:Бывший"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(head: User, given: Any, field: str) -> None:
    with pytest.raises(Refused) as told:
        proved(terms_of(given), TARGETS["persons"], head)
    assert told.value.field == field


@pytest.mark.req("E1")
def test_only_those_who_keep_the_lists_may_add_to_them(head: User, admin: User) -> None:
    terms = terms_of({"values": {"source": {"Луна": {"do": "create"}}}})
    assert proved(terms, TARGETS["leads"], admin) == terms
    with pytest.raises(Forbidden):
        proved(terms, TARGETS["leads"], head)
    assert proved(terms_of({"fixed": {"source": "Луна"}}), TARGETS["leads"], admin)
    assert proved(terms_of({"owner": "queue"}), TARGETS["leads"], head)


def test_remembered_terms_lose_what_does_not_stand_today(head: User, colleague: User) -> None:
    told = ALL | {"fixed": {"source": "Выставка", "note": "x", "c_gone": "1"}, "among": ["gone@example.com"]}
    kept = still_right(terms_of(told), TARGETS["leads"], head)
    assert (kept.fixed, kept.owner, kept.rows) == ({"source": "Выставка", "note": "x"}, OwnerTo.USUAL, {})
    assert list(kept.values["source"]) == ["Экспо"]
    assert "owner" not in kept.values
    shared = still_right(RowTerms(owner=OwnerTo.SHARE, among=(colleague.email,)), TARGETS["leads"], head)
    assert shared.among == (colleague.email,)
