"""Sums and shares in forms are written with the mark of the reader's language and read with either."""

from decimal import Decimal

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

from voronka.accounts.models import User
from voronka.records.fields import Number
from voronka.sales.forms.amounts import AmountField
from voronka.sales.models import SellingTerms


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1234.5", "1234.5"), ("1234,5", "1234.5"), ("1 234,50", "1234.5"), ("1,234.50", "1234.5"),
        ("1\u00a0234.50", "1234.5"), ("0,05", "0.05"),
    ],
)  # fmt: skip
def test_both_marks_are_read(typed: str, read: str, seller: User) -> None:
    field = AmountField(max_digits=12, decimal_places=2)
    for language in ("ru", "en"):
        with translation.override(language):
            assert field.clean(typed) == Decimal(read)
            assert Number(name="n", label="N", places=2).parse(typed, by=seller) == Decimal(read)


@pytest.mark.parametrize("typed", ["много", "1e5", "100 $", "NaN", "-1"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        AmountField(max_digits=12, decimal_places=2, min_value=0).clean(typed)


def test_a_shown_minus_is_read_again(seller: User) -> None:
    field = Number(name="n", label="N", places=1, low=Decimal(-100))
    assert field.parse(field.show(Decimal("-1.5")), by=seller) == Decimal("-1.5")


@pytest.mark.django_db
@pytest.mark.req("H5")
def test_the_form_speaks_the_language_of_the_page(client: Client, admin: User) -> None:
    SellingTerms.objects.update_or_create(pk=1, defaults={"approve_above": Decimal("9999.5")})
    client.force_login(admin)
    for language, said in (("ru", "9999,5"), ("en", "9999.5")):
        User.objects.filter(pk=admin.pk).update(language=language)
        assert f'value="{said}"' in client.get(reverse("sales:selling-terms")).content.decode()
        terms = {"approve_above": said, "silent_days": 14}
        assert client.post(reverse("sales:selling-terms"), terms).status_code == 303
        assert SellingTerms.objects.get().approve_above == Decimal("9999.5")
