"""Payments and statements on the screen and in the API: what one sees, what leaks nowhere, what is refused."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from voronka.accounts.models import Grant, User
from voronka.records.actions.field_rules import set_right
from voronka.sales.actions import bonuses, deals
from voronka.sales.bonus import panel as card
from voronka.sales.kinds import DEAL
from voronka.sales.models import BonusRule, Deal, LockedMonth, Payment, RegistrationTerms
from voronka.sales.tests.conftest import NOW, MakeDeal
from voronka.sales.tests.paying import TODAY, accountant, back, pay, rule, won
from voronka.sales.tests.test_api import call

__all__ = ["accountant", "won"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("H11")]
HTMX = {"HX-Request": "true"}
MARCH = "2026-03"


@pytest.fixture(autouse=True)
def _ruled(admin: User) -> None:
    """3 % to who registered, 2 % to who closed."""
    rule(admin)


def allow(user: User, kind: str, action: str, scope: str) -> User:
    Grant.objects.create(role=user.roles.get(), kind=kind, action=action, scope=scope)
    return User.objects.get(pk=user.pk)


def panel(client: Client, deal: Deal) -> str:
    return client.get(reverse("deal:panel", args=[deal.pk, "payments"]), headers=HTMX).content.decode()


def test_the_card_adds_up_more_payments_than_it_shows(
    client: Client, won: Deal, accountant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card, "SHOWN", 20)
    client.force_login(accountant)
    for number in range(23):
        made = pay(won, "1000", accountant, reference=f"п/п {number}")
    back(made, "400", accountant)
    assert "22\xa0600\xa0₽" in panel(client, won)


def test_a_payment_is_marked_on_the_card(client: Client, won: Deal, accountant: User) -> None:
    client.force_login(accountant)
    address = reverse("sales:payment-new", args=[won.pk])
    assert address in panel(client, won)
    assert client.get(address, headers=HTMX).status_code == 200
    sent = {"amount": "40000.50", "currency": "RUB", "paid_on": "2026-03-04", "reference": "п/п 17"}
    wrong = client.post(address, {**sent, "amount": "0"}, headers=HTMX)
    assert (wrong.status_code, "п/п 17" in wrong.content.decode()) == (422, True)
    assert client.post(address, sent).status_code == 303
    assert client.post(address, sent, headers=HTMX).status_code == 422
    shown = panel(client, won)
    for word in ("40\xa0000,50\xa0₽", "п/п 17", "1\xa0200,02\xa0₽", "Мария Соколова"):
        assert word in shown, word
    made = Payment.objects.get()
    refunding = reverse("sales:payment-refund", args=[won.pk, made.pk])
    assert refunding in shown
    assert client.get(refunding, headers=HTMX).status_code == 200
    given = {"amount": "40000.50", "paid_on": "2026-03-05", "reason": ""}
    assert client.post(refunding, given).status_code == 422
    assert client.post(refunding, {**given, "amount": "50000", "reason": "Брак"}).status_code == 422
    assert client.post(refunding, {**given, "reason": "Брак"}).status_code == 303
    assert ("Брак" in panel(client, won), refunding in panel(client, won)) == (True, False)


def test_without_the_right_one_looks_only(
    client: Client, won: Deal, accountant: User, colleague: User, outsider: User
) -> None:
    made = pay(won, "40000", accountant)
    client.force_login(colleague)
    shown = panel(client, won)
    assert ("40\xa0000\xa0₽" in shown, "payments/new" in shown) == (True, False)
    assert ("800\xa0₽" in shown, "1\xa0200\xa0₽" in shown) == (True, False)  # one’s own bonus, not that of others
    for name, ids, body in (
        ("payment-new", [won.pk], {}),
        ("payment-refund", [won.pk, made.pk], {}),
    ):
        for user, code in ((colleague, 403), (outsider, 404)):
            client.force_login(user)
            assert client.get(reverse(f"sales:{name}", args=ids)).status_code == code
            assert client.post(reverse(f"sales:{name}", args=ids), body).status_code == code


def test_the_statement_is_ones_own(client: Client, won: Deal, accountant: User, seller: User, colleague: User) -> None:
    pay(won, "40000", accountant)
    client.force_login(seller)
    shown = client.get(reverse("sales:bonuses"), {"month": MARCH}).content.decode()
    assert "1\xa0200\xa0₽" in shown
    assert "800\xa0₽" not in shown
    assert "Насосы" not in shown  # the deal is the colleague’s now
    for name in ("bonuses-of", "bonus-export-of"):
        assert client.get(reverse(f"sales:{name}", args=[colleague.pk]), {"month": MARCH}).status_code == 404
        assert client.get(reverse(f"sales:{name}", args=[seller.pk]), {"month": MARCH}).status_code == 200
    client.force_login(colleague)
    shown = client.get(reverse("sales:bonuses"), {"month": MARCH}).content.decode()
    assert (won.get_absolute_url() in shown, "1\xa0200\xa0₽" in shown) == (True, False)


def test_a_head_sees_as_far_as_the_right_reaches(
    client: Client, won: Deal, accountant: User, colleague: User, outsider: User
) -> None:
    seller = User.objects.get(first_name="Иван")
    pay(won, "40000", accountant)
    Deal.objects.filter(pk=won.pk).update(owner=outsider)
    client.force_login(allow(colleague, "bonus", "view", "department"))
    shown = client.get(reverse("sales:bonuses"), {"month": MARCH}).content.decode()
    assert ("Иван Громов" in shown, "Мария Соколова" in shown, "2\xa0000\xa0₽" in shown) == (True, True, True)
    assert client.get(reverse("sales:bonuses-of", args=[outsider.pk])).status_code == 404
    assert client.get(reverse("sales:bonuses-of", args=[seller.pk]), {"month": MARCH}).status_code == 200
    assert client.get(reverse("sales:month-lock"), {"month": MARCH}).status_code == 403
    assert client.post(reverse("sales:month-lock"), {"month": MARCH}).status_code == 403


def test_the_file_says_the_same(client: Client, won: Deal, accountant: User, seller: User) -> None:
    pay(won, "40000", accountant, reference="=1+1")
    client.force_login(accountant)
    answer: Any = client.get(reverse("sales:bonus-export"), {"month": MARCH})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["Иван Громов"] * 3 + ["Мария Соколова"] * 3
    assert [row[8] for row in rows[1:4]] == [0, 1200, 1200]
    assert rows[2][3:5] == ["Насосы", "=1+1"]
    assert seller.pk


@pytest.mark.parametrize("field", ["amount", "margin"])
def test_hidden_sums_are_not_told_by_the_base_of_a_bonus(  # noqa: PLR0917  # the cast
    client: Client, won: Deal, accountant: User, seller: User, admin: User, field: str
) -> None:
    rule(admin, base="margin", valid_from=date(2026, 2, 1))
    Deal.objects.filter(pk=won.pk).update(margin=34_567, owner=seller)
    pay(won, "100000", accountant)
    set_right(role=seller.roles.get(), kind=DEAL, field=field, right="hidden", by=admin)
    client.force_login(reader := User.objects.get(pk=seller.pk))
    shown = client.get(reverse("sales:bonuses"), {"month": MARCH}).content.decode()
    assert ("1\xa0037,01\xa0₽" in shown, "34\xa0567" in shown, "3 %" in shown) == (True, False, False)
    code, told = call(reader, f"/bonuses?month={MARCH}", method="GET")
    assert (code, [(one["base"], one["percent"], one["amount"]) for one in told["lines"]]) == (
        200,
        [(None, None, "1037.01")],
    )


def test_documents_of_payments_are_hidden_with_the_amount(
    client: Client, won: Deal, accountant: User, colleague: User, admin: User
) -> None:
    back(pay(won, "40000", accountant, reference="п/п 17"), "40000", accountant)
    client.force_login(colleague)
    address = reverse("deal:card", args=[won.pk])
    seen = client.get(address).content.decode()
    assert ("п/п 17" in seen, "Вернули" in seen) == (True, True)
    set_right(role=colleague.roles.get(), kind=DEAL, field="amount", right="hidden", by=admin)
    seen = client.get(address).content.decode()
    assert ("п/п 17" in seen, "Вернули" in seen) == (False, False)


def test_a_month_is_locked_on_the_page(client: Client, won: Deal, accountant: User, admin: User, seller: User) -> None:
    made = pay(won, "40000", accountant)
    client.force_login(accountant)
    assert reverse("sales:month-lock") in client.get(reverse("sales:bonuses"), {"month": MARCH}).content.decode()
    assert client.get(reverse("sales:month-lock"), {"month": MARCH}, headers=HTMX).status_code == 200
    assert client.post(reverse("sales:month-lock"), {"month": "2026-99"}).status_code == 422
    assert client.post(reverse("sales:month-lock"), {"month": MARCH}).status_code == 303
    assert client.post(reverse("sales:month-lock"), {"month": MARCH}).status_code == 409
    assert LockedMonth.objects.get().month == date(2026, 3, 1)
    assert reverse("sales:month-lock") not in client.get(reverse("sales:bonuses"), {"month": MARCH}).content.decode()
    back(made, "40000", accountant)
    client.force_login(seller)
    shown = client.get(reverse("sales:bonuses"), {"month": "2026-04"}).content.decode()
    assert ("−1\xa0200\xa0₽" in shown, "Месяц этого дня уже закрыт" in shown) == (True, True)
    shown = client.get(reverse("sales:bonuses"), {"month": "2026-05"}).content.decode()
    assert "−1\xa0200\xa0₽" in shown  # a debt goes on
    assert client.get(reverse("sales:bonuses"), {"month": "x"}).status_code == 422


def test_what_open_deals_promise(client: Client, seller: User, make_deal: MakeDeal) -> None:
    make_deal(seller, at=timezone.now(), amount="100000")
    client.force_login(seller)
    shown = client.get(reverse("sales:bonuses")).content.decode()
    assert "500\xa0₽" in shown  # 10 % of it, to be shared by 3 % and 2 %


def test_rules_are_the_administrators(client: Client, admin: User, head: User, pipeline: Any) -> None:
    BonusRule.objects.all().delete()
    client.force_login(admin)
    sent = {"valid_from": "2026-04-01", "base": "paid", "registrar_percent": "3", "closer_percent": "2",
            "participants_percent": "0", "pipeline": pipeline.pk}  # fmt: skip
    address = reverse("sales:bonus-rule-new")
    assert client.get(address).status_code == 200
    assert client.post(address, {**sent, "closer_percent": "98"}).status_code == 422
    assert client.post(address, sent).status_code == 303
    assert client.post(address, sent).status_code == 422
    made = BonusRule.objects.get()
    assert pipeline.name in client.get(reverse("sales:bonus-rules")).content.decode()
    ending = reverse("sales:bonus-rule-end", args=[made.pk])
    assert client.post(ending, {"valid_to": "2026-03-01"}).status_code == 422
    assert client.post(ending, {"valid_to": "2026-05-01"}).status_code == 303
    assert "Сколько защищает регистрация" in client.get(reverse("sales:registration-terms")).content.decode()
    assert client.post(reverse("sales:registration-terms"), {"protection_days": "0"}).status_code == 422
    assert client.post(reverse("sales:registration-terms"), {"protection_days": "60"}).status_code == 303
    assert RegistrationTerms.objects.get().protection_days == 60
    client.force_login(head)
    for name, ids in (("bonus-rules", []), ("bonus-rule-new", []), ("bonus-rule-end", [made.pk]),
                      ("registration-terms", [])):  # fmt: skip
        assert client.get(reverse(f"sales:{name}", args=ids)).status_code == 403


def test_a_statement_asks_as_much_for_fifty_lines_as_for_one(
    client: Client, won: Deal, accountant: User, admin: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(50):
        pay(won, "1000", accountant, reference=str(number))
    client.force_login(accountant)
    client.get(reverse("sales:bonuses"), {"month": MARCH})
    for address in (reverse("sales:bonuses"), reverse("sales:bonuses-of", args=[won.owner_id])):
        with django_assert_max_num_queries(12):
            assert client.get(address, {"month": MARCH}).status_code == 200


def test_through_the_api(won: Deal, accountant: User, seller: User, colleague: User, outsider: User) -> None:
    path, body = f"/deals/{won.pk}/payments", {"amount": "1000", "paid_on": "2026-03-04", "reference": "1"}
    assert call(outsider, path, body)[0] == 404
    assert call(colleague, path, body)[0] == 403
    code, made = call(accountant, path, body)
    assert (code, made["amount"]) == (200, "1000.00")
    assert call(accountant, path, body)[0] == 422
    assert call(accountant, path, {**body, "currency": "XXX"})[0] == 422
    assert call(accountant, path, {**body, "paid_on": "2126-03-04"})[0] == 422
    gone = {"amount": "400", "paid_on": "2026-03-04", "reason": "Брак"}
    assert call(accountant, f"{path}/999/refund", gone)[0] == 404
    assert call(accountant, f"{path}/{made['id']}/refund", gone)[1]["refund_of"] == made["id"]
    assert [Decimal(one["amount"]) for one in call(colleague, path, method="GET")[1]] == [-400, 1000]
    told = call(seller, "/bonuses?month=2026-03", method="GET")[1]
    assert [(one["role"], one["amount"], one["deal"]) for one in told["lines"]] == [
        ("registrar", "30.00", None), ("registrar", "-12.00", None)
    ]  # fmt: skip
    assert (told["balances"][0]["to_pay"], told["is_locked"]) == ("18.00", False)
    assert call(seller, f"/bonuses?person={colleague.pk}", method="GET")[0] == 404
    assert call(accountant, f"/bonuses?person={colleague.pk}&month=2026-03", method="GET")[1]["lines"][0]["deal"]
    assert call(seller, "/bonuses?month=1066-03", method="GET")[0] == 422


def test_who_may_not_see_the_amount_sees_no_payments(
    client: Client, won: Deal, accountant: User, colleague: User
) -> None:
    from voronka.accounts.actions.arrangement import rearranged  # noqa: PLC0415  # only here
    from voronka.records import arrangement  # noqa: PLC0415  # only here
    from voronka.records.models import FieldRight, FieldRule  # noqa: PLC0415  # only here

    pay(won, "77777", accountant)
    FieldRule.objects.create(role=colleague.roles.get(), kind="deal", field="amount", right=FieldRight.HIDDEN)
    rearranged()
    arrangement.refresh_now()
    client.force_login(colleague)
    assert "77\xa0777" not in client.get(won.get_absolute_url()).content.decode()
    assert "77\xa0777" not in panel(client, won)
    assert "77\xa0777" not in client.get(reverse("deal:history", args=[won.pk])).content.decode()
    assert call(colleague, f"/deals/{won.pk}/payments", method="GET")[0] == 403


def test_a_deal_with_payments_is_not_erased(client: Client, won: Deal, accountant: User) -> None:
    pay(won, "10", accountant)
    client.force_login(accountant)
    answer = client.post(reverse("deal:delete", args=[won.pk]))
    assert answer.status_code == 422
    assert (TODAY, NOW.date()) == (NOW.date(), TODAY)
    assert bonuses.locked_through() is None
    assert deals.reopen(deal=Deal.objects.get(), by=accountant, at=timezone.now()).is_open
