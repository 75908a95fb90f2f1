"""What holds for the rows of an import beside the meaning of its columns: one value, kept with the run as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.core.errors import Refused

LONGEST = 2000  # signs of a fixed value
MOST_VALUES, MOST_ROWS, MOST_EMPLOYEES = 2000, 10_000, 100


class Do(TextChoices):
    """What is done with a value that a list does not have."""

    CREATE = "create", gettext_lazy("Add it to the list")
    USE = "use", gettext_lazy("Take another value")
    SHARE = "share", gettext_lazy("Share out by turns among…")
    EMPTY = "empty", gettext_lazy("Leave empty")
    REJECT = "reject", gettext_lazy("Reject the rows")


class OwnerTo(TextChoices):
    """Whose the new records are where the file names nobody who works here."""

    USUAL = "", gettext_lazy("As usual")
    ME = "me", gettext_lazy("Mine")
    QUEUE = "queue", gettext_lazy("Nobody's: into the queue")
    SHARE = "share", gettext_lazy("Shared out evenly")


class Rule(TextChoices):
    """Which value stands where a row and the record that it was recognised as say different things."""

    SURE = "sure", gettext_lazy("By an outside id take theirs, else fill what is empty")
    FILL = "fill", gettext_lazy("Fill only what is empty")
    THEIRS = "theirs", gettext_lazy("Take what the file says")
    OURS = "ours", gettext_lazy("Leave our records as they are")


class Ground(TextChoices):
    """By what right the data of the people in the file are kept."""

    UNSAID = "", pgettext_lazy("legal ground", "Not said")
    CONSENT = "consent", gettext_lazy("They have given their consent")
    OTHER = "other", gettext_lazy("Another ground: a contract, the law")
    NONE = "none", gettext_lazy("There is no ground yet")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is done with one value; `value` names the other one that is taken.

    New records of an unknown owner are shared out `among` employees (their letter boxes) by turns.
    """

    do: Do
    value: str = ""
    among: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same for JSON."""
        more: dict[str, Any] = {"value": self.value, "among": list(self.among)}
        return {"do": self.do.value} | {name: given for name, given in more.items() if given}


@dataclass(frozen=True, kw_only=True)
class RowTerms:
    """The terms of a run.

    `fixed` values stand in for empty cells, by column name; they are read as cells are. `values` tell by column name
    and text what becomes of what a list does not have. `owner` and `among` (letter boxes of employees) tell whose the
    new records are. `conflicts` holds for all rows, `rows` (by number in the file) for single ones, above it. `ground`
    is by what right the data of people are kept, in words in `ground_note`.
    """

    fixed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)
    owner: OwnerTo = OwnerTo.USUAL
    among: tuple[str, ...] = ()
    conflicts: Rule = Rule.SURE
    rows: Mapping[int, Rule] = field(default_factory=dict)
    ground: Ground = Ground.UNSAID
    ground_note: str = ""

    @property
    def creates(self) -> bool:
        """Whether lists are to get values by name."""
        return any(one.do == Do.CREATE for choices in self.values.values() for one in choices.values())

    def sharing(self, column: str) -> dict[str, tuple[str, ...]]:
        """The folded texts of a column whose records are shared out, with the letter boxes of those among whom."""
        choices = self.values.get(column, {})
        return {folded(text): one.among for text, one in choices.items() if one.do == Do.SHARE}

    def as_json(self) -> dict[str, Any]:
        """What differs from the usual, for JSON."""
        told: dict[str, Any] = {
            "fixed": dict(self.fixed),
            "values": {
                name: {text: one.as_json() for text, one in choices.items()} for name, choices in self.values.items()
            },
            "owner": self.owner.value,
            "among": list(self.among),
            "conflicts": "" if self.conflicts == Rule.SURE else self.conflicts.value,
            "rows": {str(number): rule.value for number, rule in self.rows.items()},
            "ground": self.ground.value,
            "ground_note": self.ground_note,
        }
        return {name: value for name, value in told.items() if value}


def terms_of(given: Any) -> RowTerms:
    """Terms out of JSON; raises Refused for what is none, an unknown key, or more than can be kept."""
    told = _object(given)
    for name in told:
        if name not in RowTerms.__dataclass_fields__:
            raise Refused(_("The terms of an import have no “%(name)s”.") % {"name": name[:80]}, field="terms")
    values = {name: _choices(choices) for name, choices in _object(told.get("values", {})).items()}
    rows = {_number(key): _one_of(Rule, rule) for key, rule in _object(told.get("rows", {})).items()}
    if sum(map(len, values.values())) > MOST_VALUES or len(rows) > MOST_ROWS:
        raise Refused(_("There are more terms than an import can keep."), field="terms")
    return RowTerms(
        fixed={name: _text(value) for name, value in _object(told.get("fixed", {})).items()},
        values={name: choices for name, choices in values.items() if choices},
        owner=_one_of(OwnerTo, told.get("owner", "")),
        among=_employees(told.get("among", [])),
        conflicts=_one_of(Rule, told.get("conflicts", Rule.SURE.value)),
        rows=rows,
        ground=_one_of(Ground, told.get("ground", "")),
        ground_note=_text(told.get("ground_note", "")),
    )


def folded(text: str) -> str:
    """A value as it is recognised: without case and doubled blanks."""
    return " ".join(text.casefold().split())


def _choices(given: Any) -> dict[str, Choice]:
    found = {}
    for text, told in _object(given).items():
        one = _object(told)
        if set(one) - {"do", "value", "among"} or ("among" in one and one.get("do") != Do.SHARE):
            raise _wrong(told)
        choice = Choice(
            do=_one_of(Do, one.get("do")),
            value=_text(one.get("value", "")).strip(),
            among=_employees(one.get("among", [])),
        )
        if (choice.do == Do.USE) != bool(choice.value):
            raise Refused(_("Choose the value that is taken instead of “%(value)s”.") % {"value": text[:60]})
        found[_text(text)] = choice
    return found


def _employees(given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or len(given) > MOST_EMPLOYEES:
        raise _wrong(given)
    return tuple(dict.fromkeys(_text(one).strip().lower() for one in given))


def _object(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _wrong(given)
    return given


def _text(given: Any) -> str:
    if not isinstance(given, str) or len(given) > LONGEST or "\x00" in given:
        raise _wrong(given)
    return given


def _number(given: str) -> int:
    if not (given.isascii() and given.isdecimal() and len(given) < 9):
        raise _wrong(given)
    return int(given)


def _one_of[T: TextChoices](kind: type[T], given: Any) -> T:
    if given not in kind.values:
        raise _wrong(given)
    return kind(given)


def _wrong(given: Any) -> Refused:
    return Refused(
        _("“%(value)s” makes no sense in the terms of an import.") % {"value": str(given)[:80]}, field="terms"
    )
