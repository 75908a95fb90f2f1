"""Columns for consents: one for each purpose in use, and what the file says of all of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core.errors import Refused
from voronka.imports.columns import Column, Reading, aid_moment, moment
from voronka.people.consents import KINDS
from voronka.people.models import Channel, ConsentPurpose
from voronka.records.kinds import Kind

YES = frozenset({"1", "true", "yes", "y", "да", "+", "x", "истина", "согласен", "согласна", "дано", "given", "agreed"})
NO = frozenset(
    {"0", "false", "no", "n", "нет", "-", "ложь", "не согласен", "не согласна", "отозвано", "отказ", "withdrawn"}
)
# How other programs and people head the purposes that every base begins with.
USUAL: Mapping[str, tuple[str, ...]] = {
    "processing": (
        "согласие", "согласие на обработку", "согласие на обработку пдн", "согласие на обработку персональных данных",
        "consent", "gdpr consent",
    ),
    "email": ("согласие на рассылку", "согласие на рассылки", "подписка на рассылку", "email consent", "email opt in"),
    "sms": ("согласие на sms", "согласие на смс", "sms consent", "sms opt in"),
    "calls": ("согласие на звонки", "call consent"),
}  # fmt: skip
PREFIX = "consent_"
SAID_AT, CHANNEL, PROOF = "consent_at", "consent_channel__text", "consent_proof__text"


def consent_columns(kind: Kind) -> tuple[Column, ...]:
    """The columns of a kind that consents are kept of; asked for anew by each import, because purposes come and go."""
    if kind.name not in KINDS:
        return ()
    purposes = [_column(one) for one in ConsentPurpose.objects.filter(is_active=True)]
    return (
        *purposes,
        aid_moment(SAID_AT, gettext_lazy("Consents: when"), "дата согласия", "consent date", "opt in time"),
        Column(
            name="consent_channel",
            label=gettext_lazy("Consents: how it was said"),
            words=("канал согласия", "способ согласия", "consent channel", "consent source"),
            staged=((CHANNEL, "text"),),
            read=_channel,
        ),
        Column(
            name="consent_proof",
            label=gettext_lazy("Consents: proof"),
            words=("подтверждение согласия", "consent proof", "consent link"),
            staged=((PROOF, "text"),),
            read=lambda raw, _reading: {PROOF: " ".join(raw.split())[:500]},
        ),
    )


def staged(purpose: ConsentPurpose) -> tuple[str, str]:
    """The staging columns of a purpose: whether it was agreed to, and when by its own cell."""
    return f"consent{purpose.pk}__given", f"consent{purpose.pk}__at"


def assumed(given: str) -> str:
    """The staging column that marks a word said for all rows at once, by the one that holds the word."""
    return given.replace("__given", "__assumed")


def is_consent(column: Column) -> bool:
    """Whether the column says yes or no to a purpose."""
    return column.staged[0][0].endswith("__given")


def _column(purpose: ConsentPurpose) -> Column:
    given, at = staged(purpose)
    when = moment("at", purpose.name)

    def read(raw: str, reading: Reading) -> Mapping[str, Any]:
        said = raw.strip().lower()
        if not said or said in YES | NO:
            return {given: None if not said else said in YES, at: None}
        return {given: True, at: _day(raw, when.read(raw, reading)["at"], purpose)}

    return Column(
        name=f"{PREFIX}{purpose.code}",
        label=_("Consent: %(purpose)s") % {"purpose": purpose.name},
        words=(f"consent {purpose.code}", purpose.name, *USUAL.get(purpose.code, ())),
        staged=((given, "boolean"), (at, "timestamptz")),
        read=read,
    )


def _day(raw: str, found: datetime | None, purpose: ConsentPurpose) -> datetime:
    """A cell with a day says yes, of that day."""
    if found is None:
        raise Refused(
            _("“%(value)s” is neither yes nor no nor a day: %(purpose)s.")
            % {"value": raw[:60], "purpose": purpose.name}
        )
    return found


def _channel(raw: str, _reading: Reading) -> Mapping[str, Any]:
    """By code or by the words of the screen; nothing where nothing is said."""
    said = raw.strip().lower()
    found = next((value for value, label in Channel.choices if said in {value, str(label).lower()}), "")
    if said and not found:
        known = ", ".join(str(label) for _value, label in Channel.choices)
        raise Refused(
            _("“%(value)s” is no way in which a consent is given; there are: %(known)s.")
            % {"value": raw[:60], "known": known}
        )
    return {CHANNEL: found}
