"""The gallery shows every macro, to builders only."""

import re
from pathlib import Path

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.ui import navigation

UI = Path(__file__).parent.parent / "jinja2/ui"
MACRO = re.compile(r"\{%-?\s*macro (\w+)\(")
# Drawn inside other macros or only with a real form: macro -> where it is seen.
ELSEWHERE = {
    "frame": "every field",
    "_told": "every field",
    "sheet_head": "dialog, dialog_form",
    "dialog_form": "ui/gallery_dialog.html",
    "bound": "forms of the apps",
    "form_fields": "forms of the apps",
}


def macros() -> set[str]:
    """Names of all components."""
    return {
        name for path in (UI / "components").glob("*.html") for name in MACRO.findall(path.read_text(encoding="utf-8"))
    }


def test_the_gallery_names_every_macro() -> None:
    gallery = (UI / "gallery.html").read_text(encoding="utf-8")
    assert {name for name in macros() - ELSEWHERE.keys() if not re.search(rf"\b{name}\b", gallery)} == set()


@pytest.mark.django_db
def test_builders_see_it_and_nobody_else(client: Client, admin: User, seller: User) -> None:
    client.force_login(admin)
    for address in ("", "dialog/", "panel/", "options/?q=а"):
        assert client.get(f"/ui/gallery/{address}").status_code == 200
    client.force_login(seller)
    assert client.get("/ui/gallery/").status_code == 404


@pytest.mark.django_db
def test_the_sample_dialog(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert client.post("/ui/gallery/dialog/", {"name": ""}).status_code == 422
    assert client.post("/ui/gallery/dialog/", {"name": "Иван"}).status_code == 204


@pytest.mark.django_db
def test_sections_know_where_one_stands(client: Client, admin: User) -> None:
    item = navigation.Item(label="Галерея", icon="layers", url_name="ui:gallery", order=1, shortcut="Y")
    navigation.register(item)
    try:
        client.force_login(admin)
        html = client.get("/ui/gallery/").content.decode()
    finally:
        navigation._sections.pop("ui:gallery")
    assert re.search(r'href="/ui/gallery/" title="Галерея" aria-current="page" data-go="Y"', html)
