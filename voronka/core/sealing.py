"""Secrets at rest: sealed with a key that is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

_MARK = "sealed:"


def seal(text: str) -> str:
    """The text encrypted and signed, as ASCII that starts with a mark."""
    return _MARK + _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text back; what bears no mark was never sealed and comes as it is. Raises ValueError with another key."""
    if not sealed.startswith(_MARK):
        return sealed
    try:
        return _box().decrypt(sealed.removeprefix(_MARK).encode()).decode()
    except InvalidToken as error:
        raise ValueError("Sealed with another SECRET_KEY; put the old one into SECRET_KEY_FALLBACKS") from error


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(key))) for key in keys])


def _key(secret: str | bytes) -> bytes:
    return hashlib.blake2b(force_bytes(secret), digest_size=32, person=b"voronka.sealing").digest()
