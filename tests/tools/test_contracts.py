"""The contract about the edges of apps lets in whom it should, and nobody else."""

import grimp
import pytest

from tools.contracts import InsidesContract


def contract(**options: object) -> InsidesContract:
    given = {"root": "voronka", "private": ["views", "forms"], "openers": ["voronka.config"], **options}
    return InsidesContract(name="edges", session_options={"root_package": "voronka"}, contract_options=given)


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("voronka.home.queries", "voronka.people.views.cards", False),
        ("voronka.home.views", "voronka.people.forms", False),
        ("voronka.people.urls", "voronka.people.views.cards", True),
        ("voronka.config.urls", "voronka.people.forms", True),
        ("voronka.home.queries", "voronka.people.queries", True),
    ],
)
def test_edges_are_opened_by_their_own_app_only(importer: str, imported: str, kept: bool) -> None:
    graph = grimp.ImportGraph()
    for module in (importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="import")
    result = contract().check(graph, verbose=False)
    assert result.kept is kept
    assert result.metadata["intrusions"] == ([] if kept else [(importer, imported)])


def test_an_ignored_import_is_no_intrusion() -> None:
    graph = grimp.ImportGraph()
    for module in ("voronka.home.views", "voronka.people.forms"):
        graph.add_module(module)
    graph.add_import(
        importer="voronka.home.views", imported="voronka.people.forms", line_number=1, line_contents="import"
    )
    lenient = contract(ignore_imports=["voronka.home.views -> voronka.people.forms"])
    assert lenient.check(graph, verbose=False).kept
