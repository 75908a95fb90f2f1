"""Consents are recorded and withdrawn, purposes and their wordings are made; nothing said is ever changed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from voronka.accounts.models import Action, User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core import live
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.consents import KINDS
from voronka.people.models import Channel, Consent, ConsentPurpose, ConsentText
from voronka.records import access
from voronka.records.kinds import kind_of

LONGEST_PROOF, LONGEST_TEXT = 500, 20_000
OLDEST = 1900  # years: computers and what they ask are younger


class _Consents:
    """What `once` keeps the keys of consents by."""

    name = "consent"
    model = Consent


CONSENT = _Consents()


def record_named(*, code: str, by: User, **given: Any) -> Consent:
    """The same with the code of a purpose; raises Refused for an unknown one as well."""
    purpose = ConsentPurpose.objects.filter(code=code.replace("\x00", "")).first()
    if purpose is None:
        raise Refused(_("There is no purpose “%(code)s”.") % {"code": code[:40]}, field="purpose")
    return record(purpose=purpose, by=by, **given)


@transaction.atomic
def record(
    *,
    about: Any,
    purpose: ConsentPurpose,
    is_given: bool,
    channel: str,
    proof: str = "",
    version: int | None = None,
    said_at: datetime | None = None,
    by: User,
    at: datetime,
) -> Consent:
    """Keep what a person or lead said of a purpose: agreed to a wording, or took it back.

    `version` is that of the wording, the one in use without it; `said_at` is when it was said, now without it. Raises
    Forbidden without the right to edit, Refused for an unknown channel or wording, a moment to come, a purpose that is
    off or has no wording yet.
    """
    kind = kind_of(about)
    if kind.name not in KINDS:
        raise NotFound
    if not access.may_do(by, Action.EDIT, about):
        raise Forbidden(_("You may look at this record but not change it."))
    if channel not in Channel.values:
        raise Refused(_("Say how it was said."), field="channel")
    moment = said_at or at
    if moment > at:
        raise Refused(_("This moment has not come yet."), field="at")
    if moment.year < OLDEST:
        raise Refused(_("This moment is too long ago."), field="at")
    text = purpose.texts.first() if version is None else purpose.texts.filter(version=version).first()
    if version is not None and text is None:
        raise Refused(_("There is no such wording."), field="version")
    if is_given and (text is None or not purpose.is_active):
        raise Refused(_("This purpose has no wording in use."), field="purpose")
    made = Consent.objects.create(
        kind=kind.name,
        record_id=about.pk,
        purpose=purpose,
        text=text,
        is_given=is_given,
        channel=channel,
        proof=" ".join(proof.replace("\x00", "").split())[:LONGEST_PROOF],
        at=moment,
        by=by,
        entered_at=at,
    )
    live.publish(kind=kind.name, id=about.pk, verb="updated")
    return made


@transaction.atomic
def word(*, purpose: ConsentPurpose, text: str, by: User, at: datetime) -> ConsentText:
    """A new version of the wording; the same words again make none. Raises Refused for none or too many."""
    require_administrator(by)
    clean = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not clean:
        raise Refused(_("Write what people agree to."), field="text")
    if len(clean) > LONGEST_TEXT:
        raise Refused(_("The wording is longer than %(limit)s characters.") % {"limit": LONGEST_TEXT}, field="text")
    ConsentPurpose.objects.select_for_update().get(pk=purpose.pk)
    latest = purpose.texts.first()
    if latest is not None and latest.text == clean:
        return latest
    version = (latest.version if latest else 0) + 1
    return ConsentText.objects.create(purpose=purpose, version=version, text=clean, by=by, at=at)


@transaction.atomic
def add(*, name: str, text: str, by: User, at: datetime) -> ConsentPurpose:
    """A new purpose with its first wording; raises Refused for a name that is taken."""
    require_administrator(by)
    name = clean_name(name, field="name", limit=120)
    if ConsentPurpose.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is such a purpose already."), field="name")
    last = ConsentPurpose.objects.aggregate(last=Max("pk"))["last"] or 0
    made = ConsentPurpose.objects.create(code=f"purpose_{last + 1}", name=name, position=last + 1)
    word(purpose=made, text=text, by=by, at=at)
    return made


def switch(*, purpose: ConsentPurpose, on: bool, by: User) -> None:
    """Out of use (what was said of it stays) or back."""
    require_administrator(by)
    ConsentPurpose.objects.filter(pk=purpose.pk).update(is_active=on)


def defaults() -> None:
    """A fresh base knows the usual purposes, with wordings to be replaced by the company's own."""
    if ConsentPurpose.objects.exists():
        return
    with override("ru"):
        usual = (
            ("processing", _("Processing of personal data"), _("I agree to the processing of my personal data.")),
            ("email", _("Mailings by e-mail"), _("I agree to get news and offers by e-mail.")),
            ("sms", _("Text messages"), _("I agree to get news and offers by text messages.")),
            ("calls", _("Calls with offers"), _("I agree to get calls with offers.")),
        )
        for position, (code, name, text) in enumerate(usual):
            made = ConsentPurpose.objects.create(code=code, name=name, position=position)
            ConsentText.objects.create(purpose=made, version=1, text=text)
