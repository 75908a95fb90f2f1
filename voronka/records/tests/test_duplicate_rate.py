"""A name in common says less in a base that seems to have hardly any doubles."""

import pytest

from voronka.records.duplicates.rate import Rate
from voronka.records.duplicates.weights import Score

pytestmark = pytest.mark.req("X4")

SURE, DOUBTFUL = Score(0.99, ("phone",), 1e-6), Score(0.6, ("name",), 0.6)


def settled(total: int, sure: int, doubtful: int) -> list[float]:
    rate = Rate(total)
    kept = rate.sure({(number, total + number): SURE for number in range(sure)})
    kept |= rate.sure({(number, 2 * total + number): DOUBTFUL for number in range(doubtful)})
    assert len(kept) == sure
    return [score.value for score in rate.settled().values()]


def test_few_doubles_make_a_doubtful_pair_less_likely() -> None:
    many, some, few = (settled(5000, sure, 1)[0] for sure in (1500, 200, 5))
    assert many == pytest.approx(DOUBTFUL.value)
    assert many > some > few
    assert few < 0.1


def test_a_small_base_says_little_of_its_rate() -> None:
    assert settled(20, 0, 1)[0] > 0.5


def test_a_search_that_found_nothing_has_nothing_to_settle() -> None:
    assert settled(5000, 0, 0) == []


def test_no_score_grows() -> None:
    assert all(value <= DOUBTFUL.value for value in settled(100, 100, 50))
