"""Types of interactions are added, renamed, put in order and switched off."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.activities.models import InteractionType
from voronka.core.errors import Refused

CHANGEABLE = {"name", "icon", "default_minutes", "has_direction", "is_active"}


def defaults() -> None:
    """Give a fresh installation the usual types, in its language; one that has types is left alone."""
    if InteractionType.objects.exists():
        return
    with translation.override(settings.LANGUAGE_CODE):
        usual = (
            ("call", _("Call"), "phone", 10, True),
            ("meeting", _("Meeting"), "users", 60, False),
            ("letter", _("Letter"), "mail", 5, True),
            ("demonstration", _("Demonstration"), "presentation", 45, False),
            ("materials", _("Materials sent"), "paperclip", 5, False),
            ("offer", _("Offer"), "file-text", 20, False),
            ("note", pgettext("type of interaction", "Note"), "sticky-note", 0, False),
        )
        InteractionType.objects.bulk_create(
            InteractionType(
                code=code, name=name, icon=icon, default_minutes=minutes, has_direction=directed, position=position
            )
            for position, (code, name, icon, minutes, directed) in enumerate(usual, start=1)
        )


def create(*, values: Mapping[str, Any], by: User) -> InteractionType:
    """Add a type at the end of the list."""
    require_administrator(by)
    name = _name(values.get("name"))
    last = InteractionType.objects.order_by("-position").values_list("position", flat=True).first()
    with transaction.atomic():
        made = InteractionType(code=_free_code(name), position=(last or 0) + 1)
        _put(made, values)
        made.save()
    return made


def update(*, type: InteractionType, values: Mapping[str, Any], by: User) -> InteractionType:  # noqa: A002  # its name
    """Rename a type, give it another icon or usual length, switch it off or on."""
    require_administrator(by)
    with transaction.atomic():
        everything = {one.pk: one for one in InteractionType.objects.select_for_update().order_by("pk")}
        current = everything[type.pk]
        _put(current, values)
        current.save()
    return current


def arrange(*, ids: Sequence[int], by: User) -> None:
    """Put the types in this order; those that are not named keep their order after them."""
    require_administrator(by)
    with transaction.atomic():
        known = {one.pk: one for one in InteractionType.objects.select_for_update().order_by("position", "id")}
        order = [pk for pk in dict.fromkeys(ids) if pk in known]
        order += [pk for pk in known if pk not in order]
        for position, pk in enumerate(order, start=1):
            known[pk].position = position
        InteractionType.objects.bulk_update(known.values(), ["position"])


def _put(type: InteractionType, values: Mapping[str, Any]) -> None:  # noqa: A002  # as above
    for name in CHANGEABLE & set(values):
        setattr(type, name, _name(values["name"]) if name == "name" else values[name])
    same = InteractionType.objects.filter(name__iexact=type.name).exclude(pk=type.pk)
    if same.exists():
        raise Refused(_("There is such a type already."), field="name")
    if not type.is_active and not InteractionType.objects.filter(is_active=True).exclude(pk=type.pk).exists():
        raise Refused(_("At least one type must stay in use."), field="is_active")


def _name(raw: Any) -> str:
    name = " ".join(str(raw or "").replace("\x00", "").split())
    if not name:
        raise Refused(_("Enter a name."), field="name")
    if len(name) > 80:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": 80}, field="name")
    return name


def _free_code(name: str) -> str:
    base = slugify(name)[:30] or "type"
    taken = set(InteractionType.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        code for number in range(1, 10_000) if (code := base if number == 1 else f"{base}-{number}") not in taken
    )
