"""A file of contacts as people bring them: name, organization, two phones, letter box, city, note."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from voronka.home.demo import words

HEADINGS = ("Фамилия", "Имя", "Организация", "Телефон", "Мобильный", "Почта", "Город", "Примечание")
SYLLABLES = ("ка", "ро", "ми", "ста", "лен", "гор", "вер", "тон", "дей", "пла", "ним", "сор")
PER_FIRM = 3  # contacts of one organization


def write(path: Path, count: int, seed: int) -> None:
    """Write the file; the same for a seed, and nobody of it is in the base already."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(_rows(count, random.Random(f"imports {seed}")))


def _rows(count: int, dice: random.Random) -> Iterator[tuple[str, ...]]:
    firms = [f"ООО «{_word(dice, 3)} {_word(dice, 2)}»" for _ in range(count // PER_FIRM + 1)]
    for _ in range(count):
        code, number = dice.randrange(900, 1000), dice.randrange(10**7)
        yield (
            f"{dice.choice(words.SURNAMES)}{_word(dice, 1).lower()}",
            dice.choice(words.MEN),
            dice.choice(firms),
            f"+7 495 {dice.randrange(10**6, 10**7)}",
            f"8 ({code}) {number // 10**4:03}-{number // 100 % 100:02}-{number % 100:02}",
            f"u{dice.randrange(10**9)}@{_word(dice, 2).lower()}.ru".translate(LATIN),
            dice.choice(words.CITIES)[0],
            f"Позвонить насчёт {_word(dice, 2)}, просил прайс на {_word(dice, 3).lower()}",
        )


def _word(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(syllables)).capitalize()


LATIN = str.maketrans("аворимстленгдйп", "avorimstlengdyp")
