"""What a look-up adds to the form of a legal entity: only empty fields are filled, the others are compared."""

import re
from dataclasses import dataclass, replace

from voronka.accounts.models import User
from voronka.people.forms import EntityForm
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.lookup import Company
from voronka.people.models.legal_forms import LegalForm, unused_by
from voronka.records.actions.given import read_all
from voronka.records.field_rules import fillable
from voronka.records.fields import Choice

# They speak of one human being: nobody gets the position of another.
SIGNATORY = ("signatory_position", "authority")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that the register knows otherwise: raw values, and as people read them."""

    name: str
    label: str
    theirs: str
    ours: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of a look-up: how many fields were filled, what differs, what to know of the company."""

    count: int
    differences: tuple[Difference, ...]
    warning: str


def completed(form: EntityForm, company: Company, by: User) -> tuple[EntityForm, Told]:
    """The form with its empty fields filled from the register, and what stands in it otherwise.

    Fields that this person may not fill are left out.
    """
    may = fillable(LEGAL_ENTITY, company.values, by, making=form.stored is None)
    known = {name: company.values[name] for name in may}
    named = str(form.sent.get("signatory_name", ""))
    if named and not alike(named, known.get("signatory_name", "")):
        known = {name: value for name, value in known.items() if name not in SIGNATORY}
    unused = unused_by(chosen) if (chosen := str(form.sent.get("legal_form", ""))) in LegalForm.values else ()
    news: dict[str, str] = {}
    differences = []
    for name, value in known.items():
        ours = str(form.sent.get(name, "") or "")
        if not ours and name not in unused:
            news[name] = value
        elif ours and not alike(ours, value):
            differences.append(_difference(name, value, ours))
    _values, errors = read_all(LEGAL_ENTITY, news, tuple(news), by=by)
    full = replace(form, sent={**form.sent, **news}, errors=errors)
    return full, Told(count=len(news), differences=tuple(differences), warning=company.warning)


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same: case, quotes, spaces, ё and a postal code left out do not count."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"\W|^\d{6}(?=\D)", "", text.casefold().replace("ё", "е"))


def _difference(name: str, theirs: str, ours: str) -> Difference:
    field = LEGAL_ENTITY.field(name)
    shown = (field.show(theirs), field.show(ours)) if isinstance(field, Choice) else (theirs, ours)
    return Difference(name=name, label=str(field.label), theirs=shown[0], ours=shown[1], value=theirs)
