"""Blocks of requisites as people mail them: how much of them is read right, and that nothing is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.people.pasted import Reading, understand

BLOCKS, HOSTILE = (
    Path(__file__).with_name(name).read_text(encoding="utf-8").split("\n=====\n")
    for name in ("pasted_blocks.txt", "pasted_blocks_hostile.txt")
)
FLOOR = 0.97


def told(reading: Reading) -> dict[str, str]:
    """Fields of the legal entity and of its accounts; those of the second one end with 2."""
    found = dict(reading.values)
    for place, account in enumerate(reading.accounts, start=1):
        found |= {f"{name}{place if place > 1 else ''}": value for name, value in account.items()}
    return found


def wanted(block: str) -> tuple[str, dict[str, str]]:
    text, _line, answers = block.partition("\n-----\n")
    return text, dict(one.split("=", 1) for one in answers.strip().split("|"))


@pytest.mark.req("B12")
@pytest.mark.parametrize(("blocks", "least"), [(BLOCKS, 40), (HOSTILE, 25)], ids=["mailed", "hostile"])
def test_fields_are_read_right(blocks: list[str], least: int, capsys: pytest.CaptureFixture[str]) -> None:
    right = count = 0
    wrong = []
    for block in blocks:
        text, answers = wanted(block)
        found = told(understand(text))
        for name, value in answers.items():
            count += 1
            right += found.get(name) == value
            if found.get(name) != value:
                wrong.append(f"{text.splitlines()[0]}: {name} is {found.get(name)!r}, not {value!r}")
    with capsys.disabled():
        print(f"\nrequisites: {right} of {count} fields of {len(blocks)} blocks read right, {right / count:.1%}")  # noqa: T201  # the measure is to be seen
    assert len(blocks) >= least
    assert right / count >= FLOOR, "\n".join(wrong)


@pytest.mark.req("B12")
@pytest.mark.parametrize("block", [*BLOCKS, *HOSTILE], ids=range(len(BLOCKS) + len(HOSTILE)))
def test_no_number_and_no_name_is_lost(block: str) -> None:
    text, _answers = wanted(block)
    reading = understand(text)
    kept = re.sub(r"\W", "", " ".join([*told(reading).values(), *reading.rest, reading.values.get("authority_on", "")]))
    lost = [word for word in re.findall(r"\d{6,}|[\w.]+@[\w.]+", text) if re.sub(r"\W", "", word) not in kept]
    assert lost == []


def test_what_failed_its_check_digits_is_told() -> None:
    reading = understand("ИНН 7707083894 ОГРН 1027700132196\nр/с 40702810800000005555 БИК 044525225")
    assert reading.doubts == ["inn", "ogrn", "account-1-number"]


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    understand(text)


@given(
    st.lists(
        st.sampled_from(["ИНН", "КПП", "р/с", "Банк", "директор", "в лице", ":", "1234567890", "\n", "«", "(", "/"])
    )
)
def test_any_mixture_of_labels_is_survived(words: list[str]) -> None:
    understand(" ".join(words))
