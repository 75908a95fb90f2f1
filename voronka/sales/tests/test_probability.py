"""What is learned of deals with a known chance is true; of chance nothing is learned; too few say nothing."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score

from voronka.sales.models import Finding
from voronka.sales.probability import learning
from voronka.sales.probability.amount import DEALS, OF_EACH
from voronka.sales.probability.model import FEATURES, Model
from voronka.sales.probability.quality import Judged, auc, brier, calibration, gain
from voronka.sales.tests.closed_deals import moments, shuffled

pytestmark = pytest.mark.req("X3", "H3")
SEED, MANY = 20_260_101, 4_000
ENDS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=60)


def test_a_known_truth_is_found() -> None:
    """Bounds: calibration error 0.05, mean distance from the true chance 0.06, AUC within 0.03 of the best possible."""
    found, truth = moments(SEED, MANY)
    learned = learning.learn(found)
    assert learned.finding == Finding.TAKEN
    assert learned.figures["calibration_error"] < 0.05
    fresh, fresh_truth = moments(SEED + 1, MANY)
    said = {one.deal: learned.model.share(learned.model.parts(one)) for one in fresh}
    assert fmean(abs(said[pk] - fresh_truth[pk]) for pk in said) < 0.06
    won = [bool(one.won) for one in fresh]
    best = auc([fresh_truth[one.deal] for one in fresh], won)
    assert abs(auc([said[one.deal] for one in fresh], won) - best) < 0.03
    assert brier(list(said.values()), won) < learned.figures["brier_by_stage"]
    assert truth


def test_of_shuffled_ends_nothing_is_learned() -> None:
    """The rule lets chance through once in forty times; of these twenty throws none."""
    found, _truth = moments(SEED, 600)
    ends = [learning.learn(shuffled(found, seed)).finding for seed in range(20)]
    assert ends == [Finding.NO_BETTER] * 20


@pytest.mark.parametrize(("deals", "won"), [(DEALS - 1, 100), (DEALS + 50, OF_EACH - 1), (DEALS + 50, DEALS - 24)])
def test_too_few_deals_say_nothing(deals: int, won: int) -> None:
    found, _truth = moments(SEED, deals)
    ends = [True] * won + [False] * (deals - won)
    random.Random(SEED).shuffle(ends)
    learned = learning.learn([replace(one, won=end) for one, end in zip(found, ends, strict=True)])
    assert (learned.finding, learned.model) == (Finding.TOO_FEW, None)
    assert learned.figures == {"deals": deals, "won": won, "lost": deals - won}


def test_a_worse_model_does_not_take_the_place_of_a_better_one() -> None:
    found, _truth = moments(SEED, 2_000)
    good = learning.learn(found).model
    older, newest = found[:1_700], found[1_700:]
    learned = learning.learn([*shuffled(older, 1), *newest], before=good)
    assert learned.finding == Finding.OLD_BETTER
    bad = replace(good, weights=tuple(-weight for weight in good.weights))
    assert learning.learn(found, before=bad).finding == Finding.TAKEN


def test_each_deal_is_judged_by_what_was_closed_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    found, _truth = moments(SEED, 400)
    twice = [replace(one, days_here=one.days_here + days) for one in found for days in (0, 3)]
    parts = []
    fit, judge = learning._fit, learning.judge
    monkeypatch.setattr(learning, "_fit", lambda *given: (parts.append(given), fit(*given))[1])
    monkeypatch.setattr(learning, "judge", lambda model, newest: (parts.append((newest,)), judge(model, newest))[1])
    learning.learn(twice)
    assert len(parts) == 6
    for (older, newer), (newest,) in zip(parts[::2], parts[1::2], strict=True):
        ends = [[deal[0].closed_at for deal in part] for part in (older, newer, newest)]
        assert max(ends[0]) < min(ends[1]) < max(ends[1]) < min(ends[2])
        assert all(len(deal) == 2 for part in (older, newer, newest) for deal in part)


def test_the_order_of_rows_does_not_matter() -> None:
    found, _truth = moments(SEED, 500)
    mixed = random.Random(1).sample(found, len(found))
    assert learning.learn(mixed).figures == learning.learn(found).figures


def test_a_model_is_plain_numbers_and_comes_back_the_same() -> None:
    found, _truth = moments(SEED, 1_000)
    model = learning.learn(found).model
    kept = json.loads(json.dumps(model.as_json()))
    again = Model.from_json(kept)
    assert [again.says(one) for one in found[:50]] == [model.says(one) for one in found[:50]]
    assert Model.from_json(kept | {"recipe": 0}) is None


def test_it_says_why_and_is_silent_at_stages_that_it_does_not_know() -> None:
    found, _truth = moments(SEED, MANY)
    model = learning.learn(found).model
    one = replace(found[0], stage=12, source=None, bought=True, days_here=200, amount=None, silence=7, age=30)
    percent, reasons = model.says(one)
    assert 1 <= percent <= 99
    told = {reason.why: reason for reason in reasons}
    assert len(reasons) == 3
    assert told["days_here"].weight < 0 < told["bought"].weight
    assert (told["days_here"].value, told["bought"].value) == (200, 1)
    assert model.says(replace(one, stage=99)) is None
    assert model.says(replace(one, bought=False))[0] < percent


@given(ENDS)
def test_measures_are_those_of_the_library(ends: list[tuple[float, bool]]) -> None:
    said, won = [share for share, _won in ends], [won for _share, won in ends]
    if 0 < sum(won) < len(won):
        assert auc(said, won) == pytest.approx(roc_auc_score(won, said))
        assert brier(said, won) == pytest.approx(brier_score_loss(won, said))
    rows = [Judged(deal=n, won=w, said=s, by_stage=s, typed=s) for n, (s, w) in enumerate(ends)]
    assert sum(one["count"] for one in calibration(rows)) == len(ends)
    assert not gain(rows).is_sure


def test_the_pages_never_load_the_library() -> None:
    """It takes 125 MB and seconds: only the job that learns imports it."""
    code = "import sys, voronka.config.wsgi, voronka.config.urls; print({'sklearn', 'scipy'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip().splitlines()[-1] == "set()"


def test_nobody_is_a_feature() -> None:
    assert set(FEATURES) == {"stage", "days_here", "age", "amount", "source", "contacts", "silence", "step", "bought"}
