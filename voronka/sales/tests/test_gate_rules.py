"""The rules of the gate as a table of cases, and what holds whatever the pipeline."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.sales.gate.rules import Facts, Method, Order, Step, Verdict, judge

pytestmark = pytest.mark.req("G4")

A, B, C, WON, LOST = 1, 2, 3, 8, 9
CALL, MEETING = 71, 72
PLAIN = Method(
    steps=(Step(pk=A), Step(pk=B), Step(pk=C), Step(pk=WON, outcome="won"), Step(pk=LOST, outcome="lost")),
)


def with_step(method: Method, pk: int, **rules: Any) -> Method:
    return replace(method, steps=tuple(replace(one, **rules) if one.pk == pk else one for one in method.steps))


STRICT = replace(PLAIN, may_skip=False, may_go_back=False)
CHECKED = with_step(with_step(PLAIN, A, items=(11,)), B, items=(12, 13))
CALLED = with_step(with_step(PLAIN, A, activities={CALL: 2}), B, activities={CALL: 1, MEETING: 1})
NARROW = with_step(PLAIN, B, wip_limit=2)
AGREED = with_step(PLAIN, B, needs_approval=True)

CASES = {
    "nothing is asked of a plain pipeline": (PLAIN, Facts(here=A), C, Verdict()),
    "nor of a deal that stays": (STRICT, Facts(here=B), B, Verdict()),
    "skipping": (STRICT, Facts(here=A), C, Verdict(order=Order.SKIPS, passed=(B,))),
    "skipping to the victory": (STRICT, Facts(here=B), WON, Verdict(order=Order.SKIPS, passed=(C,))),
    "one after another": (STRICT, Facts(here=A), B, Verdict()),
    "the victory from the last": (STRICT, Facts(here=C), WON, Verdict()),
    "a new deal in the middle": (STRICT, Facts(is_new=True), B, Verdict(order=Order.SKIPS, passed=(A,))),
    "a new deal at the beginning": (STRICT, Facts(is_new=True), A, Verdict()),
    "what is out of use is not skipped": (with_step(STRICT, B, is_active=False), Facts(here=A), C, Verdict()),
    "back": (STRICT, Facts(here=C), A, Verdict(order=Order.GOES_BACK)),
    "back from a stage out of use": (with_step(STRICT, C, is_active=False), Facts(here=C), A, Verdict()),
    "the list of the stage that is left": (CHECKED, Facts(here=A), B, Verdict(items=(11,))),
    "and of those that are skipped": (CHECKED, Facts(here=A), C, Verdict(items=(11, 12, 13))),
    "what is ticked is not asked": (CHECKED, Facts(here=A, ticked=(11, 13)), C, Verdict(items=(12,))),
    "going back ticks nothing": (CHECKED, Facts(here=B), A, Verdict()),
    "the victory asks for every list": (CHECKED, Facts(here=B), WON, Verdict(items=(12, 13))),
    "a loss asks for nothing": (replace(CHECKED, may_skip=False), Facts(here=A), LOST, Verdict()),
    "a new deal past a list": (CHECKED, Facts(is_new=True), B, Verdict(items=(11,))),
    "contacts": (CALLED, Facts(here=A, logged={CALL: 1}), B, Verdict(activities={CALL: 1})),
    "contacts of skipped stages": (CALLED, Facts(here=A), C, Verdict(activities={CALL: 2, MEETING: 1})),
    "more contacts than asked": (CALLED, Facts(here=A, logged={CALL: 5, MEETING: 1}), C, Verdict()),
    "room": (NARROW, Facts(here=A, standing=1), B, Verdict()),
    "no room": (NARROW, Facts(here=A, standing=2), B, Verdict(is_full=True)),
    "no room on the way back": (NARROW, Facts(here=C, standing=2), B, Verdict(is_full=True)),
    "a new deal finds room": (with_step(PLAIN, A, wip_limit=1), Facts(is_new=True, standing=9), A, Verdict()),
    "an approval": (AGREED, Facts(here=A), B, Verdict(needs_approval=True)),
    "granted": (AGREED, Facts(here=A, is_granted=True), B, Verdict()),
    "not on the way back": (AGREED, Facts(here=C), B, Verdict()),
    "it is not skipped": (AGREED, Facts(here=A), C, Verdict(order=Order.PASSES_APPROVAL, passed=(B,))),
    "nor by a victory": (AGREED, Facts(here=A), WON, Verdict(order=Order.PASSES_APPROVAL, passed=(B,))),
    "unless the deal was there": (AGREED, Facts(here=A, been=(A, B)), C, Verdict()),
    "a closed deal that comes back": (NARROW, Facts(here=B, standing=2), B, Verdict(is_full=True)),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_stands_between_a_deal_and_a_stage(case: str) -> None:
    method, facts, to, verdict = CASES[case]
    assert judge(method, facts, to) == verdict


@st.composite
def methods(draw: st.DrawFn) -> Method:
    """Pipelines of three to six open stages with any rules, and the two ends."""
    items = iter(range(1000, 2000))
    steps = [
        Step(
            pk=pk,
            items=tuple(next(items) for _ in range(draw(st.integers(0, 2)))),
            activities=draw(st.dictionaries(st.sampled_from((CALL, MEETING)), st.integers(1, 3))),
            needs_approval=draw(st.booleans()),
        )
        for pk in range(1, draw(st.integers(3, 6)) + 1)
    ]
    ends = (Step(pk=98, outcome="won"), Step(pk=99, outcome="lost"))
    return Method(steps=(*steps, *ends), may_skip=draw(st.booleans()), may_go_back=draw(st.booleans()))


@given(methods(), st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3)), max_size=12), st.data())
def test_no_way_leads_past_the_method(method: Method, tries: list[tuple[int, int]], data: st.DataObject) -> None:
    """However a deal wanders, whoever finds it won has ticked all lists that lie behind and met every approval."""
    known = {one.pk for one in method.steps}
    here, been, ticked, agreed = method.steps[0].pk, {method.steps[0].pk}, set[int](), set[int]()
    for wish, deed in [*tries, (98, 0)]:
        to = wish if wish in known else 98
        granted = data.draw(st.booleans())
        items = [pk for one in method.steps for pk in one.items]
        ticked |= set(items[: len(items) * deed // 3])
        facts = Facts(here=here, been=been, ticked=ticked, logged={CALL: deed, MEETING: deed}, is_granted=granted)
        if not judge(method, facts, to).is_open:
            continue
        went_on = to == 98 or to > here
        if went_on:
            assert {pk for one in method.steps if here <= one.pk < min(to, 90) for pk in one.items} <= ticked
            agreed |= {to} if granted else set()
        elif to != here:
            assert method.may_go_back
        if not method.may_skip and went_on:
            assert to == here + 1 or (to == 98 and here + 1 not in known)
        been.add(to)
        if to == 98:
            assert {one.pk for one in method.steps if one.needs_approval and one.pk > 1} <= agreed
            return
        here = to
