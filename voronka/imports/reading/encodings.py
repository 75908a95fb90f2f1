"""In which encoding a text file is written, by its bytes alone."""

import codecs
import math
import re
from pathlib import Path

from voronka.imports.reading.limits import BadFile

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
EIGHT_BIT = ("cp1251", "koi8_r", "cp866", "cp1252")
PORTION = 1 << 18
SAMPLE = 200_000
# How often a letter stands in Russian texts, in percent. Source: Lyashevskaya, Sharov: The frequency dictionary of
# modern Russian (2009), https://dict.ruslang.ru/freq.php
SHARES = {
    "о": 10.97, "е": 8.45, "а": 8.01, "и": 7.35, "н": 6.70, "т": 6.26, "с": 5.47, "р": 4.73, "в": 4.54, "л": 4.40,
    "к": 3.49, "м": 3.21, "д": 2.98, "п": 2.81, "у": 2.62, "я": 2.01, "ы": 1.90, "ь": 1.74, "г": 1.70, "з": 1.65,
    "б": 1.59, "ч": 1.44, "й": 1.21, "х": 0.97, "ж": 0.94, "ш": 0.73, "ю": 0.64, "ц": 0.48, "щ": 0.36, "э": 0.32,
    "ф": 0.26, "ъ": 0.04, "ё": 0.04,
}  # fmt: skip
# Above nought for a letter that is more frequent than the average of 33; the rare ones are not punished for being rare.
WEIGHTS = {letter: max(math.log(share * 33 / 100), -0.8) + 0.8 for letter, share in SHARES.items()}
WEIGHTS |= {letter.upper(): weight - 0.1 for letter, weight in WEIGHTS.items()}
SIGNS = frozenset("№«»“”„’‘–—…€£§°©®™×±•·\u00a0")  # stand in tables of people, whatever the encoding
NOISE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2500-\u259f\ufffd]")
# A small letter before a capital one, or letters of two alphabets in one word.
BROKEN_CASE = re.compile(r"[а-яё][А-ЯЁ]")
MIXED = re.compile(r"[а-яёА-ЯЁ][a-zA-Z]|[a-zA-Z][а-яёА-ЯЁ]")
# What no Russian word has: a sign or ы that begins it, a hard sign before another letter, long runs of one sort.
UNSPOKEN = re.compile(
    r"\b[ъьы]|ъ(?![еёюя])|й[бвгжзй]|[аеёиоуыэюя]{3}|[бвгджзклмнпрстфхцчшщ]{4}|[жшщцч][ыэюя]|[гкх][ыэ]", re.IGNORECASE
)
ACCENTS = re.compile(r"[À-ÿ][À-ÿ]")


def encoding_of(path: Path) -> str:
    """The name of the encoding, for `open`; raises BadFile for what is no text or cannot be told."""
    with path.open("rb") as stream:
        head = stream.read(8192)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if wide := _wide(head):
        return wide
    if b"\x00" in head or _noise(head) > 0.05:
        raise BadFile("not-a-table")
    sample = _foreign(path)
    return _eight_bit(sample) if sample else "utf-8"


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte says the alphabet, Latin (0), Cyrillic (4), dashes and «№» (20, 21)."""
    even = head[: len(head) // 2 * 2]
    for name, high in (("utf-16-le", even[1::2]), ("utf-16-be", even[0::2])):
        if len(high) > 1 and sum(byte in {0x00, 0x04, 0x20, 0x21} for byte in high) > 0.95 * len(high):
            text = even.decode(name, "replace")
            if len(NOISE.findall(text)) < 0.02 * len(text):
                return name
    return ""


def _noise(head: bytes) -> float:
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return controls / len(head)


def _foreign(path: Path) -> bytes:
    """Nothing for a file of UTF-8, else its lines with other letters than Latin ones, as many as tell the encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines: list[bytes] = []
    size, is_utf8 = 0, True
    with path.open("rb") as stream:
        while portion := stream.read(PORTION):
            if is_utf8:
                try:
                    decoder.decode(portion)
                except UnicodeDecodeError:
                    is_utf8 = False
            if size < SAMPLE:
                found = [line for line in portion.split(b"\n") if not line.isascii()]
                lines += found
                size += sum(map(len, found))
            elif not is_utf8:
                break
    if is_utf8 and not _breaks_off(decoder):
        return b""
    return b"\n".join(lines)[:SAMPLE]


def _breaks_off(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return False


def _eight_bit(sample: bytes) -> str:
    broken = sample.decode("utf-8", "replace")
    letters = sum(not one.isascii() for one in broken)
    if broken.count("\ufffd") < 0.1 * letters:  # a file of UTF-8 with a fault: any other reading would be rubbish
        raise BadFile("encoding")
    scores = {}
    for name in EIGHT_BIT:
        try:
            scores[name] = _likeness(sample.decode(name))
        except UnicodeDecodeError:
            continue
    if not scores:
        raise BadFile("encoding")
    return max(scores, key=lambda name: scores[name])


def _likeness(text: str) -> float:
    """How much a text is like what people write: Russian letters by their frequency, words of one case and alphabet."""
    score = sum(
        WEIGHTS.get(sign, -1.0) for sign in text if not sign.isascii() and sign not in SIGNS and not _latin(sign)
    )
    score -= 4 * len(NOISE.findall(text))
    score -= 2 * (len(BROKEN_CASE.findall(text)) + len(MIXED.findall(text)))
    score -= len(UNSPOKEN.findall(text))
    return score - 1.5 * len(ACCENTS.findall(text))


def _latin(sign: str) -> bool:
    """A Latin letter with an accent: in the middle of other Latin letters it is what it seems."""
    return "À" <= sign <= "ÿ"
