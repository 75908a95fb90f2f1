"""The API keeps its word: whatever is sent, it answers as its OpenAPI description says, and never breaks."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, HookContext
from schemathesis.generation.meta import CoverageScenario
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from voronka.accounts.actions import tokens
from voronka.accounts.models import User

pytestmark = pytest.mark.once

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
schema.config.phases.coverage.unexpected_methods = set()  # the access walk looks at these
_sent: set[tuple[str, str]] = set()


@schema.hook
def filter_case(context: HookContext, case: Case) -> bool:
    """Send a wrong value of a field once: all kinds read fields of one name alike, whether made or changed."""
    about = getattr(case.meta and case.meta.phase.data, "scenario", None)
    if about != CoverageScenario.INCORRECT_TYPE or not isinstance(case.body, dict):
        return True
    field = case.meta.phase.data.description.partition(":")[0]
    sent = (field, json.dumps(case.body.get(field), default=str, sort_keys=True))
    is_new = sent not in _sent
    _sent.add(sent)
    return is_new


# The business may refuse what has the right shape; a wrong method and a missing token are looked at by the access walk.
NOT_PROMISED = [positive_data_acceptance, ignored_auth, unsupported_method]


@pytest.fixture
def open_connection(db: None) -> Iterator[None]:
    """The connection stays open between requests, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(admin: User) -> str:
    """A key with all rights, so that refusals are not the only answers."""
    return tokens.issue(user=admin, name="schemathesis", at=datetime.now(tz=UTC))[1]


@pytest.mark.req("B2")
@schema.parametrize()
@settings(
    max_examples=5,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_as_described(case: Case, token: str, open_connection: None) -> None:
    # A request that was spoilt by taking its token away is mended here.
    mended = [] if "Authorization" in case.headers else [negative_data_rejection]
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
        excluded_checks=[*NOT_PROMISED, *mended],
    )
