"""The person who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models.places import Department
from voronka.accounts.models.roles import Role
from voronka.core.stored import Stored


class UserAccounts(BaseUserManager["User"]):
    """Makes users; the e-mail is the login and is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new user; without a password nobody can sign in until one is set by a link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new administrator."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Theme(models.TextChoices):
    """Colours of the screen."""

    SYSTEM = "system", _("As in the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(Stored, AbstractBaseUser, PermissionsMixin):
    """An employee with a login; `is_superuser` marks the administrator, who sees and may do everything.

    `takes_part` says that single records are shared with this person, beyond owner and department.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    job_title = models.CharField(_("position"), max_length=120, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="users")
    roles = models.ManyToManyField(Role, blank=True, related_name="users")
    language = models.CharField(_("language"), max_length=5, default="ru")
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    is_compact = models.BooleanField(_("compact rows"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    takes_part = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["first_name"]

    objects: ClassVar[UserAccounts] = UserAccounts()

    class Meta:
        ordering = ("first_name", "last_name")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name, or the e-mail where there is no name."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:1].upper()
