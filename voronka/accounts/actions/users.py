"""People: invite, edit, switch off and on, a link to set the password, own preferences."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict, Unpack

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.accounts.models import ApiToken, Department, Role, Theme, User
from voronka.accounts.names import clean_email, clean_name
from voronka.accounts.policies import require_administrator, require_self_or_administrator
from voronka.core.errors import NotFound, Refused


class Profile(TypedDict, total=False):
    """What an administrator may set of a person."""

    email: str
    first_name: str
    last_name: str
    job_title: str
    department: Department | None
    roles: Iterable[Role]
    is_superuser: bool


def _locked(user: User) -> User:
    """The person as the database has it now, locked together with all administrators so that one always remains."""
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk").values_list("pk"))
    found = User.objects.select_for_update(of=("self",)).filter(pk=user.pk).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def _require_another_administrator(user: User) -> None:
    if not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise Refused(_("This is the only administrator. Appoint another one first."), field="is_superuser")


def _fill(user: User, profile: Profile) -> None:
    for field, limit, required in (("first_name", 80, True), ("last_name", 80, False), ("job_title", 120, False)):
        if field in profile:
            value = str(profile[field])  # type: ignore[literal-required]  # the names are those of Profile
            setattr(user, field, clean_name(value, field=field, limit=limit, required=required))
    if "email" in profile:
        user.email = clean_email(profile["email"])
    if "department" in profile:
        department = profile["department"]
        if department and not department.is_active and department.pk != user.department_id:
            raise Refused(_("This department is switched off."), field="department")
        user.department = department
    user.is_superuser = profile.get("is_superuser", user.is_superuser)


def _save(user: User, profile: Profile) -> User:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("Somebody has this e-mail already."), field="email") from error
    if "roles" in profile:
        user.roles.set(profile["roles"])
    return user


@transaction.atomic
def invite(*, by: User, **profile: Unpack[Profile]) -> User:
    """A new person without a password: `password_link` gives the way in."""
    require_administrator(by)
    user = User(email="", first_name="", language=by.language)
    _fill(user, {"email": "", "first_name": "", **profile})
    user.set_unusable_password()
    return _save(user, profile)


@transaction.atomic
def edit(*, user: User, by: User, **profile: Unpack[Profile]) -> User:
    """Change what an administrator may change; the last administrator stays one."""
    require_administrator(by)
    user = _locked(user)
    was_email, was_superuser = user.email, user.is_superuser
    _fill(user, profile)
    if was_superuser and not user.is_superuser:
        _require_another_administrator(user)
    user = _save(user, profile)
    if user.email != was_email:
        EmailAddress.objects.filter(user=user).delete()  # or the old address would still open the door
    return user


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime) -> User:
    """Nobody enters as this person any more: sessions end, tokens are revoked. The records stay; see `holdings`."""
    require_administrator(by)
    user = _locked(user)
    if user.pk == by.pk:
        raise Refused(_("You cannot switch yourself off."))
    if user.is_superuser:
        _require_another_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=at)
    _end_sessions(user)
    return user


def hold(ids: Iterable[int]) -> frozenset[int]:
    """Lock people, so that nobody is switched off nor held elsewhere until the transaction ends; gives who works here.

    Administrators are locked before, as whoever switches people off does, or two would wait for each other.
    """
    people = User.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(people.filter(is_superuser=True).values_list("pk"))
    found = people.filter(pk__in=set(ids)).values_list("pk", "is_active")
    return frozenset(pk for pk, is_active in found if is_active)


@transaction.atomic
def reactivate(*, user: User, by: User) -> User:
    """The person may sign in again; revoked tokens stay revoked."""
    require_administrator(by)
    user = _locked(user)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> int:
    """Take away the person's codes and passkeys, for the day the phone is lost; returns how many there were."""
    require_administrator(by)
    user = _locked(user)
    gone, _rows = Authenticator.objects.filter(user=user).delete()
    _end_sessions(user)
    return int(gone)


def password_link(*, user: User, by: User) -> str:
    """The path of the page where the person sets a password, good once and for PASSWORD_RESET_TIMEOUT."""
    require_administrator(by)
    if not user.is_active:
        raise Refused(_("This person is switched off."))
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


class Preferences(TypedDict, total=False):
    """What a person chooses for himself."""

    first_name: str
    last_name: str
    job_title: str
    language: str
    theme: str
    is_compact: bool


@transaction.atomic
def prefer(*, user: User, by: User, **wanted: Unpack[Preferences]) -> User:
    """Own name, language, colours and density."""
    require_self_or_administrator(by, user)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if wanted.get("language", user.language) not in dict(settings.LANGUAGES):
        raise Refused(_("There is no such language."), field="language")
    if wanted.get("theme", user.theme) not in Theme.values:
        raise Refused(_("There is no such theme."), field="theme")
    _fill(user, {k: v for k, v in wanted.items() if k in Profile.__annotations__})  # type: ignore[arg-type]  # the keys of Profile only
    user.language = wanted.get("language", user.language)
    user.theme = wanted.get("theme", user.theme)
    user.is_compact = wanted.get("is_compact", user.is_compact)
    user.save()
    return user


def _end_sessions(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
