"""Nobody reads or changes a foreign record by any address, any method, any role: a walk with canaries."""

import re
from collections.abc import Iterable

import pytest
from django.urls import reverse

from tests.architecture.test_urls import PUBLIC
from tests.architecture.walk.canaries import KNOWN_TO_ALL, NOW, SONG, WORD, Canaries, tells
from tests.architecture.walk.described import operations
from tests.architecture.walk.routes import PARAMETER, all_routes
from tests.architecture.walk.walking import Walk
from voronka.accounts.actions import taking_part
from voronka.accounts.models import Action, Department, Grant, Role, Scope, User
from voronka.records import kinds
from voronka.sales.models import Deal, Participant, Stage

pytestmark = pytest.mark.once

SIGN_IN = "/accounts/login/"
ANSWERS_WITHOUT_SIGN_IN = {401, 403, 404, 405}
NEVER = 987_654_321
OF_THE_PROGRAM = ("organization", "person")
# Operations whose address names no kind of record: name -> what decides who sees what.
BESIDE: dict[str, str] = {
    "me": "the owner of the token",
    "users": "colleagues are known to all",
    "departments": "known to all",
    "pipelines": "the company's own setting",
    "stage_method": "administrators",
    "stage_method_change": "administrators",
    "probability": "counts and figures of all deals, no deal; for administrators",
    "macro_stages": "the company's own list; stages only of pipelines that the owner's deals stand in",
    "macro_stage_count": "administrators",
    "consent_purpose_list": "the company's own setting",
    "funnel": "counts what the owner of the token may see",
    "common_funnel": "counts what the owner of the token may see",
    **dict.fromkeys(
        ("speed", "money", "selling_cost", "time_spent", "lead_answers", "lead_worth"),
        "counts what the owner of the token may see, needs the right to view such records",
    ),
    "forecast": "counts what the owner of the token may see; plans of whom they see all deals",
    "plans": "one's own, and those of whom one sees all deals (docs/adr/0034)",
    "plans_set": "who may change all deals, heads for their people (docs/adr/0034)",
    "duplicates_similar": "who may make such records; of what is not seen, that it is there (docs/adr/0021)",
    "duplicates_list": "pairs of which both may be edited",
    "duplicates_different": "pairs of which both may be edited",
    "duplicates_merge": "records that may be edited",
    "duplicates_undo": "merges of records that may be edited",
    "export_create": "who may export such records; only what one sees and may export is written",
    "export_get": "one's own",
    "export_file": "one's own",
    "import_create": "who may make such records",
    "import_get": "one's own",
    "import_cancel": "one's own",
    "import_pause": "one's own",
    "import_resume": "one's own",
    "import_go": "one's own",
    "import_undo": "one's own, or an administrator's; names only as far as one sees the records",
    "quick": "who may make such records",
    "quick_undo": "one's own",
    "hand_over": "what the owner of the token may change",
    "hand_overs": "what one gave or got",
    "hand_over_get": "what one gave or got",
    "hand_over_undo": "what one gave; administrators",
    "bonus_statement": "one's own, or of people whose bonuses one may see; deals only as far as one sees them",
    "registration_list": "of the records that the owner of the token may see",
    "registration_claim": "records that the owner of the token may see",
    "registration_uphold": "of a record that one sees, by whoever is above its owner and has no side",
    "registration_refuse": "of a record that one sees, by whoever is above its owner and has no side",
    "registration_withdraw": "one's own claim",
    "registration_prolong": "of a record that one sees, by whoever is above its owner",
    "registration_release": "one's own, or of a record whose owner one is above",
    "search": "what the owner of the token may see",
    "my_day": "one's own day, or that of people whose tasks one may see",
}
# What differs between two answers by itself: tokens of forms, ids of requests, how long it took.
CHANCE = re.compile(r"[0-9a-f]{32}|\b[A-Za-z0-9]{64}\b|'(Content-Length|Server-Timing)': '[^']*'")


@pytest.fixture
def canaries(sales: Department) -> Canaries:
    owner = User.objects.create_user("owner@example.com", None, first_name="Ирина", department=sales)
    return Canaries(owner)


def with_grants(email: str, department: Department, scope: Scope, names: Iterable[str], *does: Action) -> User:
    """Somebody of a department whose one role may do this to these kinds."""
    role = Role.objects.create(name=email)
    Grant.objects.bulk_create(
        Grant(role=role, kind=name, action=action, scope=scope) for name in names for action in does or Action
    )
    user = User.objects.create_user(email, None, first_name="Сосед", department=department)
    user.roles.add(role)
    return user


def every_kind() -> list[str]:
    """The names of all kinds."""
    return [kind.name for kind in kinds.all_kinds()]


@pytest.fixture
def neighbour(service: Department) -> User:
    """The head of another department: may do everything within it."""
    return with_grants("near@example.com", service, Scope.DEPARTMENT, every_kind())


@pytest.fixture
def newcomer(sales: Department) -> User:
    """Has no role yet."""
    return User.objects.create_user("new@example.com", None, first_name="Новый", department=sales)


@pytest.fixture
def performer(service: Department) -> User:
    """Takes part in a deal of others, and did in the one that is watched."""
    user = with_grants("perform@example.com", service, Scope.OWN, every_kind())
    watched = Deal.objects.get()
    stage = Stage.objects.create(pipeline=watched.pipeline, name="Расчёт")
    other = Deal.objects.create(
        name="Своя", pipeline=watched.pipeline, stage=stage, stage_since=NOW, created_at=NOW, updated_at=NOW
    )
    Participant.objects.create(deal=watched, user=user, stage=stage, since=NOW, ended_at=NOW)
    Participant.objects.create(deal=other, user=user, stage=stage, since=NOW)
    taking_part.begin(user.pk)
    user.refresh_from_db()
    return user


@pytest.fixture
def auditor(service: Department) -> User:
    """Reads everything and may do nothing."""
    return with_grants("audit@example.com", service, Scope.ALL, every_kind(), Action.VIEW)


@pytest.fixture
def program(service: Department) -> User:
    """A program that keeps organizations and people, and has no business with anything else."""
    return with_grants("robot@example.com", service, Scope.ALL, OF_THE_PROGRAM)


def faults_of(user: User, canaries: Canaries, song: re.Pattern[str] | None, *, thorough: bool = False) -> list[str]:
    """Requests of a person whose answer held what it must not, or that changed what this person may not change."""
    found = []
    for asked in Walk(user, canaries).everywhere(thorough=thorough):
        if song and song.search(asked.body):
            found.append(f"{asked} shows a canary")
        if not asked.untouched:
            found.append(f"{asked} changed a canary")
    return found


@pytest.mark.req("E1")
@pytest.mark.parametrize("role", ["seller", "neighbour", "newcomer", "performer"])
def test_a_foreign_record_is_nowhere(
    role: str, canaries: Canaries, faults: list[str], request: pytest.FixtureRequest
) -> None:
    assert faults_of(request.getfixturevalue(role), canaries, SONG, thorough=role == "neighbour") == []
    assert faults == []


@pytest.mark.req("E1")
def test_who_only_reads_changes_nothing(canaries: Canaries, auditor: User, faults: list[str]) -> None:
    assert faults_of(auditor, canaries, None) == []
    assert faults == []


@pytest.mark.req("E1")
def test_a_program_of_two_kinds_meets_no_other(canaries: Canaries, program: User, faults: list[str]) -> None:
    own = {kinds.get(name).model for name in OF_THE_PROGRAM}
    canaries.unwatched = own
    others = "|".join(str(model._meta.model_name) for model in canaries.made if model not in own)
    assert faults_of(program, canaries, re.compile(rf"{WORD} ({others})\b")) == []
    assert faults == []


@pytest.mark.req("E1")
def test_every_operation_of_the_api_has_a_rule() -> None:
    described = list(operations())
    walked = {
        (method, "/" + PARAMETER.sub(lambda found: f"{{{found['name']}}}", route.text))
        for route in all_routes()
        if route.is_api
        for method in route.methods
    }
    assert {(one.method, one.path) for one in described} <= walked
    assert {one.name for one in described if not one.kind} == set(BESIDE), "say in BESIDE what such an operation shows"


@pytest.mark.req("E1")
def test_every_operation_answers_a_foreign_record_like_an_absent_one(canaries: Canaries, seller: User) -> None:
    walk, found, compared, ids = Walk(seller, canaries), [], 0, canaries.ids()
    for one in operations():
        if not one.about_one or one.kind in KNOWN_TO_ALL:
            continue
        pk = ids[f"{one.kind}.pk"][0]
        foreign = walk.ask(one.method, one.address(ids), body=one.body(ids))
        never = walk.ask(one.method, one.address(ids, pk=str(NEVER)), body=one.body(ids))
        compared += 1
        if (foreign.status, _shape(foreign.body, pk)) != (never.status, _shape(never.body, str(NEVER))):
            found.append(f"{foreign}: {foreign.status} and {never.status}")
        if foreign.status != 404:
            found.append(f"{foreign}: {foreign.status} instead of 404")
    assert found == []
    assert compared > 40


@pytest.mark.req("E1")
def test_a_foreign_record_answers_like_an_absent_one(canaries: Canaries, seller: User) -> None:
    walk, found, compared = Walk(seller, canaries), [], 0
    for route in all_routes():
        names = [match["name"] for match in PARAMETER.finditer(route.text)]
        if route.kind not in {one.name for one in kinds.all_kinds()} - set(KNOWN_TO_ALL) or "pk" not in names:
            continue
        address = next(route.addresses(canaries.ids()))
        pk = canaries.ids()[f"{route.kind}.pk"][0]
        absent = next(route.addresses(canaries.ids() | {f"{route.kind}.pk": [str(NEVER)]}))
        for method in route.methods:
            foreign, never = walk.ask(method, address), walk.ask(method, absent)
            compared += 1
            if (foreign.status, _shape(foreign.body, pk)) != (never.status, _shape(never.body, str(NEVER))):
                found.append(f"{foreign}: {foreign.status} and {never.status}")
    assert found == []
    assert compared > 40


def _shape(body: str, pk: str) -> str:
    return re.sub(rf"(?<=/){pk}\b", "#", CHANCE.sub("~", body))


@pytest.mark.req("E1")
def test_nothing_answers_without_a_sign_in(canaries: Canaries, faults: list[str]) -> None:
    found = []
    for asked in Walk(None, canaries).everywhere(thorough=False, besides=tuple(PUBLIC)):
        to_sign_in = asked.status == 302 and asked.response.headers["Location"].startswith(SIGN_IN)
        if not (to_sign_in or asked.status in ANSWERS_WITHOUT_SIGN_IN) or not asked.untouched:
            found.append(f"{asked}: {asked.status}")
        if tells(asked.body):
            found.append(f"{asked} shows a canary")
    assert found == []
    assert faults == []


@pytest.mark.req("E1")
@pytest.mark.parametrize("role", ["colleague", "head", "admin"])
def test_the_walk_has_eyes(role: str, canaries: Canaries, request: pytest.FixtureRequest) -> None:
    walk = Walk(request.getfixturevalue(role), canaries)
    for kind in kinds.all_kinds():
        if kind.name in KNOWN_TO_ALL:
            continue
        assert tells(walk.ask("GET", reverse(f"{kind.name}:card", args=[canaries.made[kind.model].pk])).body), kind.name
        lists = [walk.ask("GET", reverse(f"{kind.name}:list") + query) for query in ("", "?view=team")]
        assert any(tells(asked.body) for asked in lists), kind.name
        assert tells(walk.ask("GET", f"/api/v1/{kind.plural}").body), kind.name
        patched = walk.ask("PATCH", f"/api/v1/{kind.plural}/{canaries.made[kind.model].pk}")
        assert patched.status == 200, kind.name
        assert not patched.untouched, kind.name
