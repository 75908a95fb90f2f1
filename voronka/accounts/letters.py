"""Letters that Voronka writes about accounts outside a request."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from voronka.accounts.models import User


def write_reset_letter(user: User) -> None:
    """Send the link that sets a new password; raises OSError when the mail server is out of reach."""
    site = settings.SITE_URL.rstrip("/")
    place = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    url = site + reverse("account_reset_password_from_key", kwargs=place)
    with override(user.language):
        context = {"user": user, "password_reset_url": url, "site": site}
        get_adapter().render_mail("account/email/password_reset_key", user.email, context).send()
