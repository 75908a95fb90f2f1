"""How allauth behaves in Voronka: nobody signs up by himself, and its letters and addresses are ours."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from voronka.accounts.models import User
from voronka.accounts.tasks import send_reset_letter
from voronka.core import jobs
from voronka.core.sealing import seal, unseal

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator, so the sign-up page is closed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password does not fit. Check both and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page of security."""
        return reverse("accounts:security")

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:
        """Later, see the job; its link is made when the letter is written."""
        jobs.enqueue(send_reset_letter, once=f"reset:{user.pk}", user_id=user.pk)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the reader; a mail server out of reach is logged, the person's work goes on."""
        reader = User.objects.filter(email=email).first()
        try:
            with override(reader.language if reader else None):
                super().send_mail(template_prefix, email, context)
        except OSError:  # SMTPException is one
            logger.exception("A letter could not be sent: %s", template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes, passkeys and recovery codes; their secrets are sealed in the database."""

    def encrypt(self, text: str) -> str:
        """What allauth keeps of a secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret back."""
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The name that the browser shows when it asks for a passkey."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Voronka"}
