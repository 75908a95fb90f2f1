"""The worth of a lead: the short list, verdicts on what came with it, and what a campaign learns of them."""

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.marketing.models import Campaign
from voronka.sales.actions import conversion, qualification, questions
from voronka.sales.models import LeadVerdict, QualificationAnswer, QualificationQuestion
from voronka.sales.queries.qualification import quality_of, short_list, verdicts
from voronka.sales.tests.conftest import NOW, MakeLead

pytestmark = [pytest.mark.django_db, pytest.mark.req("H10")]
HTMX = {"HX-Request": "true"}


@pytest.mark.req("B10")
def test_a_question_is_answered_changed_and_taken_back(seller: User, make_lead: MakeLead) -> None:
    lead, question = make_lead(seller), QualificationQuestion.objects.get(text="Есть бюджет?")
    for given, kept in ((True, True), (False, False), (None, None)):
        qualification.answer(lead=lead, question_id=question.pk, is_yes=given, by=seller, at=NOW)
        assert {one.question.text: one.is_yes for one in short_list(lead)}["Есть бюджет?"] is kept
    with pytest.raises(NotFound):
        qualification.answer(lead=lead, question_id=0, is_yes=True, by=seller, at=NOW)


@pytest.mark.req("E5")
def test_no_conversion_without_the_answers_that_must_be_there(seller: User, admin: User, make_lead: MakeLead) -> None:
    lead = make_lead(seller)
    question = questions.save(question=None, text="Кто решает?", is_required=True, by=admin)
    given = {"organization": None, "person": {"last_name": "Белов"}, "deal": None}
    with pytest.raises(Refused, match="Кто решает"):
        conversion.convert(lead=lead, **given, by=seller, at=NOW)
    qualification.answer(lead=lead, question_id=question.pk, is_yes=False, by=seller, at=NOW)
    assert conversion.convert(lead=lead, **given, by=seller, at=NOW).person


def test_verdicts_reach_the_campaign(seller: User, make_lead: MakeLead) -> None:
    fair = Campaign.objects.create(name="Выставка", created_at=NOW, updated_at=NOW)
    leads = [make_lead(seller, campaign=fair.pk, last_name=name) for name in "АБВ"]
    for lead, verdict in zip(leads, ("right", "right", "wrong"), strict=True):
        qualification.judge(lead=lead, fact="need", verdict=verdict, by=seller, at=NOW)
    qualification.judge(lead=leads[0], fact="budget", verdict="missing", by=seller, at=NOW)
    found = {one.fact.value: (one.right, one.wrong, one.missing, one.share) for one in quality_of(campaign_id=fair.pk)}
    assert found == {"need": (2, 1, 0, 67), "budget": (0, 0, 1, 0)}
    qualification.judge(lead=leads[0], fact="budget", verdict="", by=seller, at=NOW)
    assert [one.verdict for one in verdicts(leads[0])] == ["right", "", "", ""]


def test_what_is_no_verdict(seller: User, make_lead: MakeLead) -> None:
    for fact, verdict in (("need", "maybe"), ("price", "right")):
        with pytest.raises(Refused):
            qualification.judge(lead=make_lead(seller), fact=fact, verdict=verdict, by=seller, at=NOW)


def test_foreign_leads_are_not_judged(seller: User, outsider: User, make_lead: MakeLead, client: Client) -> None:
    lead = make_lead(seller)
    with pytest.raises(NotFound):
        qualification.judge(lead=lead, fact="need", verdict="right", by=outsider, at=NOW)
    client.force_login(outsider)
    assert client.post(reverse("sales:verdict", args=[lead.pk, "need"]), {"verdict": "right"}).status_code == 404
    assert not LeadVerdict.objects.exists()


def test_one_tap_on_the_card(client: Client, seller: User, make_lead: MakeLead) -> None:
    client.force_login(seller)
    lead, question = make_lead(seller), QualificationQuestion.objects.get(text="Есть бюджет?")
    client.post(reverse("sales:verdict", args=[lead.pk, "timing"]), {"verdict": "wrong"}, headers=HTMX)
    client.post(reverse("sales:answer", args=[lead.pk, question.pk]), {"answer": "yes"}, headers=HTMX)
    drawn = client.get(reverse("lead:card", args=[lead.pk])).content.decode()
    assert drawn.count('class="tap tap--') == 2
    assert "Говорим с тем, кто решает?" in drawn
    assert client.post(reverse("sales:answer", args=[lead.pk, question.pk]), {"answer": "?"}).status_code == 422
    assert QualificationAnswer.objects.get().is_yes


def test_the_short_list_is_kept_by_administrators(
    client: Client, admin: User, seller: User, make_lead: MakeLead
) -> None:
    make_lead(seller)  # the usual questions are there
    client.force_login(admin)
    client.post(reverse("sales:question-new"), {"text": "Уже работали  с нами?"})
    made = QualificationQuestion.objects.get(text="Уже работали с нами?")
    again = client.post(reverse("sales:question-new"), {"text": "уже работали с нами?"}, headers=HTMX)
    assert again.status_code == 422
    assert "Такой вопрос уже есть" in again.content.decode()
    client.post(reverse("sales:question-order"), {"stage": [made.pk]})
    assert QualificationQuestion.objects.first() == made
    client.post(reverse("sales:question-off", args=[made.pk]))
    assert "Уже работали с нами?" in client.get(reverse("sales:questions")).content.decode()
    assert not QualificationQuestion.objects.filter(is_active=True, pk=made.pk).exists()
    with pytest.raises(Forbidden):
        questions.save(question=made, text="Мой", is_required=False, by=seller)


def test_a_short_list_is_short(admin: User, make_lead: MakeLead) -> None:
    make_lead(admin)
    for number in range(6):
        questions.save(question=None, text=f"Вопрос {number}?", is_required=False, by=admin)
    with pytest.raises(Refused):
        questions.save(question=None, text="Одиннадцатый?", is_required=False, by=admin)
