"""The company's arrangement has changed."""

from uuid import uuid4

from voronka.accounts.models import Arrangement


def rearranged() -> None:
    """Give the arrangement another mark; call it in the transaction of the change."""
    Arrangement.objects.update_or_create(pk=1, defaults={"mark": uuid4()})
