"""DaData «организация по ИНН», and whatever speaks the same: a question as JSON, `suggestions[].data` comes back."""

import json
import re
from typing import Any

from django.utils.translation import gettext as _

from voronka.core import outbound
from voronka.core.errors import Refused
from voronka.core.json_input import read_json
from voronka.people.lookup.company import Company, Question, State
from voronka.people.models.legal_forms import guess, unused_by

MOST_BYTES = 2**20
LONGEST = 500  # signs of one value
STATES = {one.value.upper(): one.value for one in State}
INDIVIDUAL = "INDIVIDUAL"


def ask(question: Question) -> Company:
    """The company; raises Refused when it is not known, and for whatever went wrong on the way.

    Source: https://dadata.ru/api/find-party/ (401 no or wrong key; 403 not confirmed, or the limit of the day is used
    up; 429 too many requests at once).
    """
    rows = [row for row in _suggestions(_answer(question)) if _text(row, "inn") == question.inn]
    if not rows:
        raise Refused(
            _("The service knows no company with this INN: compare it with the papers, or fill the form by hand."),
            field="inn",
        )
    return _company(min(rows, key=lambda row: _rank(row, question.kpp)))


def _answer(question: Question) -> bytes:
    try:
        answer = outbound.request(
            "POST",
            question.url,
            headers={
                "Authorization": f"Token {question.token}",
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
            body=json.dumps({"query": question.inn}).encode(),
            seconds=question.seconds,
            most_bytes=MOST_BYTES,
        )
    except outbound.Unreachable as error:
        raise Refused(_("The look-up service does not answer. Try again, or fill the form by hand.")) from error
    except outbound.NotAllowed as error:
        raise Refused(_("The look-up service has an address that Voronka may not reach: see the settings.")) from error
    except (outbound.TooBig, ValueError) as error:
        raise _not_understood() from error
    if not answer.is_success:
        raise Refused(_refusal(answer.status))
    return answer.body


def _refusal(status: int) -> str:
    told = {
        401: _("The look-up service does not accept the token: an administrator must look into the settings."),
        403: _("The look-up service refuses: the limit of the day is used up, or the token is not confirmed there."),
        429: _("The look-up service is asked too often. Try again in a minute."),
    }
    return told.get(status) or _("The look-up service answers with error %(status)s. Try later.") % {"status": status}


def _not_understood() -> Refused:
    return Refused(_("The answer of the look-up service was not understood. Fill the form by hand."))


def _suggestions(body: bytes) -> list[dict[str, Any]]:
    try:
        found = read_json(body)
    except ValueError as error:
        raise _not_understood() from error
    rows = found.get("suggestions") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise _not_understood()
    data = [row.get("data") for row in rows if isinstance(row, dict)]
    return [one for one in data if isinstance(one, dict)]


def _rank(row: dict[str, Any], kpp: str) -> tuple[bool, bool, bool]:
    """The office with this КПП first, then the head office, then those that go on."""
    return (
        not kpp or _text(row, "kpp") != kpp,
        _text(row, "branch_type") not in {"MAIN", ""},
        _text(row, "state", "status") not in {"ACTIVE", ""},
    )


def _company(row: dict[str, Any]) -> Company:
    is_person = _text(row, "type") == INDIVIDUAL
    full, short = _quoted(_text(row, "name", "full_with_opf")), _quoted(_text(row, "name", "short_with_opf"))
    values = {
        "inn": _text(row, "inn"),
        "kpp": _text(row, "kpp"),
        "ogrn": _text(row, "ogrn"),
        "name": short or full,
        "full_name": full,
        "address": _text(row, "address", "unrestricted_value") or _text(row, "address", "value"),
        **(_entrepreneur(row) if is_person else _head(row)),
    }
    values["legal_form"] = guess(short or full, values["inn"], values["ogrn"])
    unused = unused_by(values["legal_form"])
    return Company(
        values={name: value for name, value in values.items() if value and name not in unused},
        state=STATES.get(_text(row, "state", "status"), ""),
    )


def _head(row: dict[str, Any]) -> dict[str, str]:
    """Who signs for a company: its head acts by the charter."""
    name, post = _text(row, "management", "name"), _text(row, "management", "post")
    if not name:
        return {}
    return {"signatory_name": _name(name), "signatory_position": _position(post), "authority": "charter"}


def _entrepreneur(row: dict[str, Any]) -> dict[str, str]:
    """An entrepreneur signs in person, by the entry in the register."""
    parts = (_text(row, "fio", part) for part in ("surname", "name", "patronymic"))
    name = " ".join(part for part in parts if part)
    return {"signatory_name": _name(name), "authority": "registration"} if name else {}


def _text(row: Any, *path: str) -> str:
    """The text at a path; empty for anything else that may stand there."""
    for key in path:
        row = row.get(key) if isinstance(row, dict) else None
    return " ".join(row.split())[:LONGEST] if isinstance(row, str) else ""


def _quoted(name: str) -> str:
    """Registers write straight quotes; papers bear «these»."""
    return re.sub(r'(?:^|(?<=[\s(]))"', "«", name).replace('"', "»")


def _name(name: str) -> str:
    return name.title() if name.isupper() else name


def _position(post: str) -> str:
    return post.lower() if post.isupper() else post
