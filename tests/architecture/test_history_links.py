"""An erasure asks the history what once belonged to somebody: such a link is found by an index."""

from typing import Any

import pytest

from voronka.imports.engine.trace import Traced, traced
from voronka.records.kinds import all_kinds


@pytest.mark.req("H12")
@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in traced()])
def test_links_to_records_of_people_are_found(one: Traced) -> None:
    records = {kind.model for kind in all_kinds() if kind.name != "campaign"}
    history: Any = one.model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory
    found = {name for index in history._meta.indexes for name in index.fields}
    assert found == {link.name for link in one.links() if link.related_model in records and one.kind}
    links = [
        link
        for link in history._meta.concrete_fields
        if link.is_relation and link.name not in {"pgh_obj", "pgh_context"}
    ]
    assert not any(link.db_index for link in links)
