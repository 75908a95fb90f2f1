"""vCards of three versions as real telephones write them, several at once, broken and hostile ones."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.home.reading.pieces import Reading, Sort
from voronka.home.reading.vcards import MOST, cards_in, read_vcard
from voronka.home.reading.whole import understand
from voronka.home.tests.labelled import NOW

pytestmark = [pytest.mark.req("X2")]

# As Android exports: quoted-printable whose break loses its own sign of going on (vobject issues 152 and 160).
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9F=D0=B5=D1=82=D1=80=D0=BE=D0=B2;=D0=98=
=D0=B2=D0=B0=D0=BD;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=BD=20
=D0=9F=D0=B5=D1=82=D1=80=D0=BE=D0=B2
TEL;CELL:8 903 123-45-67
TEL;WORK;FAX:84951234567
ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;Lesnaya 5=0D=0A=
office 12;Moscow;;127055;Russia
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ
 AAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAK

END:VCARD
"""
OUTLOOK = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;LANGUAGE=ru;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:"
    "=C8=E2=E0=ED=EE=E2;=CF=B8=F2=F0\r\n"
    "ORG;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CE=CE=CE =D0=EE=EC=E0=F8=EA=E0\r\n"
    "TEL;WORK;VOICE:+7 (495) 123-45-67\r\n"
    "EMAIL;PREF;INTERNET:Ivanov@Romashka.RU\r\nEND:VCARD\r\n"
)
APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.0//EN
N:Белова;Анна;Сергеевна;;
FN:Анна Сергеевна Белова
ORG:ООО «Ромашка\\; цветы»;Отдел закупок
TITLE:менеджер по закупкам
item1.EMAIL;type=INTERNET;type=WORK;type=pref:belova@romashka.ru
item1.X-ABLabel:работа
TEL;type=CELL;type=VOICE;type=pref:+7 916 222-33-44
item2.ADR;type=WORK;type=pref:;;ул. Лесная\\, 5;Москва;;127055;Россия
item3.URL;type=pref:https://romashka.ru
NOTE:Встретились на выставке\\nЖдёт каталог
END:VCARD"""
FOUR = """BEGIN:VCARD
VERSION:4.0
FN:Maria Lopez
N:Lopez;Maria;;;
ORG;SORT-AS="Globex":Globex
TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+34-912-345-678;ext=12
EMAIL;TYPE=work:maria@globex.com
ADR;LABEL="Calle Mayor 1: Madrid":;;Calle Mayor 1;Madrid;;28013;Spain
LANG:es
PHOTO:data:image/jpeg;base64,MIICajCCAdOgAwIBAgICBEUwDQYJKoZIhvAQEEBQ
END:VCARD"""


def told(reading: Reading) -> tuple[str, ...]:
    """Name, phones, letter boxes, company, address."""
    person, organization = reading.person, reading.organization
    assert person
    return (
        person.name,
        " ".join(person.phones),
        " ".join(person.emails),
        organization.name if organization else "",
        organization.address if organization else "",
    )


@pytest.mark.parametrize(
    ("card", "wanted"),
    [
        (ANDROID, ("Петров Иван", "+79031234567", "", "", "127055, Russia, Moscow, Lesnaya 5 office 12")),
        (OUTLOOK, ("Иванов Пётр", "+74951234567", "ivanov@romashka.ru", "ООО Ромашка", "")),
        (
            APPLE,
            ("Белова Анна Сергеевна", "+79162223344", "belova@romashka.ru", "ООО «Ромашка; цветы»",
             "127055, Россия, Москва, ул. Лесная, 5"),
        ),
        (FOUR, ("Lopez Maria", "+34912345678;ext=12", "maria@globex.com", "Globex",
                "28013, Spain, Madrid, Calle Mayor 1")),
    ],
    ids=["2.1 Android", "2.1 Outlook", "3.0", "4.0"],
)  # fmt: skip
def test_each_version_is_read(card: str, wanted: tuple[str, ...]) -> None:
    reading = understand(card, NOW)
    assert reading.sort == Sort.VCARD
    assert told(reading) == wanted


def test_what_has_no_place_is_the_note_and_photographs_are_dropped() -> None:
    assert read_vcard(APPLE).note == "Отдел закупок; Встретились на выставке Ждёт каталог"
    assert read_vcard(ANDROID).note == "fax 84951234567"
    assert "AQSkZ" not in repr(read_vcard(ANDROID))


@pytest.mark.parametrize("place", ["before", "behind", "both"])
def test_what_stands_around_a_card_is_read_like_any_text(place: str) -> None:
    said = "Сделка 150 000 р стеллажи, позвонить завтра в 15"
    text = {
        "before": f"{said}\n\n{APPLE}",
        "behind": f"{APPLE}\r\n{said}",
        "both": f"Сделка 150 000 р стеллажи\n{APPLE}\nпозвонить завтра в 15",
    }[place]
    reading = understand(text, NOW)
    assert reading.sort == Sort.VCARD
    assert told(reading) == told(understand(APPLE, NOW))
    assert reading.deal
    assert (reading.deal.amount, reading.deal.name) == (150_000, "стеллажи")
    assert reading.task
    assert (reading.task.title, reading.task.due) == ("позвонить", "завтра в 15")


def test_words_around_a_card_are_its_note_and_polite_ones_are_not() -> None:
    reading = understand(f"> Спасибо!\n> {FOUR.replace(chr(10), chr(10) + '> ')}\n> Ждёт каталог", NOW)
    assert told(reading)[0] == "Lopez Maria"
    assert reading.note == "Ждёт каталог"


def test_others_around_a_card_do_not_take_its_place() -> None:
    reading = understand(f"От Сидорова Олега, +7 495 111-22-33, ООО Лютик\n{APPLE}", NOW)
    assert told(reading)[:1] == ("Белова Анна Сергеевна",)
    assert told(reading)[3] == "ООО «Ромашка; цветы»"
    for word in ("Сидоров", "+74951112233", "Лютик", "Отдел закупок"):
        assert word in reading.note


def test_contacts_beside_a_card_without_another_name_are_of_its_person() -> None:
    reading = understand(f"{FOUR}\nещё номер +7 903 000-11-22", NOW)
    assert told(reading)[1] == "+34912345678;ext=12 +79030001122"
    reading = understand(f"{APPLE}\nАнна, ещё +7 903 000-11-22", NOW)
    assert told(reading)[1] == "+79162223344 +79030001122"
    assert "Анна" not in reading.note


def test_of_several_cards_the_first_takes_what_stands_around() -> None:
    reading = understand(f"Позвонить завтра\n{APPLE}\nСделка 5 млн\n{FOUR}", NOW)
    assert (reading.count, bool(reading.task), bool(reading.deal)) == (2, True, True)
    following = understand(reading.rest, NOW)
    assert (told(following)[0], following.task, following.deal, following.note) == ("Lopez Maria", None, None, "")


def test_a_long_text_around_a_card_is_not_lost() -> None:
    reading = understand(f"{'слово ' * 500}конец\n{APPLE}", NOW)
    assert reading.note.endswith("конец")


def test_several_come_one_after_another() -> None:
    reading = understand(f"{APPLE}\n{FOUR}\n{ANDROID}", NOW)
    assert (reading.count, told(reading)[0]) == (3, "Белова Анна Сергеевна")
    following = understand(reading.rest, NOW)
    assert (following.count, told(following)[0]) == (2, "Lopez Maria")


@pytest.mark.parametrize(
    ("card", "name"),
    [
        ("BEGIN:VCARD\nFN:Иван Петров", "Петров Иван"),
        ("  begin : vcard \nfn:Петров Иван Сергеевич\nend:vcard", "Петров Иван Сергеевич"),
        ("> BEGIN:VCARD\nN:Петров;Иван\nTEL:не знаю\nEND:VCARD", "Петров Иван"),
        ("BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=x-none:=D0=9F=D0;=FF\nEND:VCARD", "РџР я"),
        ("BEGIN:VCARD\nФигня\n:::\n;;;:\nFN:Иван\x00 Петров\nEND:VCARD", "Петров Иван"),
        ('BEGIN:VCARD\nTEL;TYPE="a:b;c:+7 903\nN:Петров;Иван\nEND:VCARD', "Петров Иван"),
    ],
)
def test_broken_cards_give_what_they_can(card: str, name: str) -> None:
    reading = understand(card, NOW)
    assert reading.person
    assert reading.person.name == name


def test_hostile_cards_are_read_fast() -> None:
    began = time.monotonic()
    for text in (
        "BEGIN:VCARD\n" * 40_000,
        f"BEGIN:VCARD\nPHOTO;ENCODING=b:{'A' * 70}\n" + f" {'A' * 70}\n" * 6_000 + "FN:Иван Петров\nEND:VCARD",
        "BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:" + "=\n" * 200_000,
        "BEGIN:VCARD\nADR:" + ";" * 400_000,
        "BEGIN:VCARD\n" + '"' * 400_000,
        "BEGIN:VCARD\nNOTE:" + "\\" * 400_000,
    ):
        understand(text, NOW)
    assert time.monotonic() - began < 10
    assert len(cards_in("BEGIN:VCARD\nFN:a\n" * 5_000)) == MOST


@settings(max_examples=200)
@given(st.text(alphabet=':;=\\\n \t"ABCDEF0123456789йNFTEL,.', max_size=200))
def test_any_card_is_survived(text: str) -> None:
    read_vcard(f"BEGIN:VCARD\n{text}\nEND:VCARD")


def card_of(*lines: str, begin: str = "BEGIN:VCARD") -> Reading:
    return understand("\n".join((begin, "VERSION:3.0", *lines, "END:VCARD")), NOW)


def name_of(reading: Reading) -> tuple[str, str, str]:
    assert reading.person
    return reading.person.last_name, reading.person.first_name, reading.person.middle_name


def test_a_card_in_an_answered_letter_is_read() -> None:
    reading = understand("Вот контакт:\n> BEGIN:VCARD\n> N:Петров;Иван\n> TEL:+79161112233\n> END:VCARD", NOW)
    assert name_of(reading) == ("Петров", "Иван", "")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("N:Петров;Иван Сергеевич;;;", ("Петров", "Иван", "Сергеевич")),
        ("N:;Иван Петров ООО Ромашка;;;", ("Петров", "Иван", "")),
        ("N:Picard;Jean Luc;;;", ("Picard", "Jean Luc", "")),
    ],
)
def test_a_whole_line_in_the_place_of_a_first_name_is_divided(line: str, wanted: tuple[str, str, str]) -> None:
    reading = card_of(line)
    assert name_of(reading) == wanted
    if "Ромашка" in line:
        assert reading.organization
        assert reading.organization.name == "ООО Ромашка"


def test_what_has_no_field_stays_to_be_seen() -> None:
    told = (
        "EMAIL:нет почты",
        "URL:https://a.ru",
        "URL:https://b.ru",
        "BDAY:1980-05-01",
        "X-SOCIALPROFILE:https://t.me/i",
    )
    reading = card_of("N:Петров;Иван", *told)
    assert all(word in reading.note for word in ("нет почты", "https://b.ru", "1980-05-01", "https://t.me/i"))
