"""All reports stand in one frame: what they are narrowed by goes into the link of their export as well."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.sales import defaults

pytestmark = [pytest.mark.django_db, pytest.mark.req("H5")]
REPORTS = ("funnel", "common", "forecast", "speed", "cost", "money", "answers", "worth", "time")


def export_of(html: str) -> list[str]:
    """Where the button of the export leads."""
    return re.findall(r'id="report-export"><a[^>]*href="([^"]*)"', html)


@pytest.mark.parametrize("name", REPORTS)
def test_the_export_follows_what_is_shown(client: Client, admin: User, name: str) -> None:
    defaults.ensure()
    client.force_login(admin)
    address, period = reverse(f"reports:{name}"), "2026-10" if name == "forecast" else "always"
    words = {"period": period}
    whole = client.get(address, words).content.decode()
    part = client.get(address, words, headers={"HX-Request": "true", "HX-Target": "report"}).content.decode()
    assert ("<html" in whole, "<html" in part, part.count('id="report"')) == (True, False, 1)
    assert export_of(part) == export_of(whole)
    assert f"period={period}" in export_of(part)[0]
    assert export_of(client.get(address).content.decode()) != export_of(part)
