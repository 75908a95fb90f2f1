"""The catalogues of messages: everything is found, kept, checked and compiled."""

import gettext
from pathlib import Path

import pytest

from tools.messages.__main__ import main
from tools.messages.catalogues import compile_catalogue, complaints, po_path, quarrels, update

PYTHON = """
from django.utils.translation import gettext_lazy as _, gettext, ngettext_lazy, pgettext
NAME = _("Lazy name")
def f(): return gettext("Plain"), pgettext("month", "May"), ngettext_lazy("%(n)d deal", "%(n)d deals", "n")
"""
TEMPLATE = """{% from "ui/x.html" import button %}{% do things.append(1) %}
<p>{% trans who=user.name %}
  Hello,
  {{ who }}
{% endtrans %}</p>
{{ button(_("Save"), attrs={"title": _("Save it")}) }}
{% trans n=rows|length %}{{ n }} row{% pluralize %}{{ n }} rows{% endtrans %}
"""
SCRIPT = 'export const text = () => gettext("Moved") + ngettext("%s card", "%s cards", 2) + gettext("Undo");'


@pytest.fixture
def app(tmp_path: Path) -> Path:
    app = tmp_path / "voronka" / "people"
    (app / "jinja2" / "people").mkdir(parents=True)
    (app / "static" / "people").mkdir(parents=True)
    (app / "static" / "vendor").mkdir(parents=True)
    (app / "tests").mkdir()
    (app / "__init__.py").write_text("")
    (app / "models.py").write_text(PYTHON)
    (app / "tests" / "test_x.py").write_text('_("Not for users")')
    (app / "jinja2" / "people" / "list.html").write_text(TEMPLATE)
    (app / "static" / "people" / "board.js").write_text(SCRIPT)
    (app / "static" / "vendor" / "lib.js").write_text('gettext("Not ours")')
    return app


def translate(path: Path, **texts: str) -> None:
    text = path.read_text()
    for source, translation in texts.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{translation}"')
    path.write_text(text)


def test_everything_that_is_shown_is_found(app: Path) -> None:
    update(app, "django")
    update(app, "djangojs")
    python = po_path(app, "django").read_text()
    for message in ("Lazy name", "Plain", "May", "%(n)d deals", "Hello, %(who)s", "Save", "Save it", "%(n)s rows"):
        assert f'"{message}"' in python
    script = po_path(app, "djangojs").read_text()
    assert all(f'"{message}"' in script for message in ("Moved", "Undo", "%s cards"))
    assert "Not" not in python + script
    assert "#:" not in python
    assert "Date" not in python


def test_translations_stay_and_the_obsolete_go(app: Path) -> None:
    update(app, "django")
    path = po_path(app, "django")
    translate(path, Plain="Просто", Save="Сохранить")
    (app / "models.py").write_text(PYTHON.replace('gettext("Plain")', 'gettext("New")'))
    update(app, "django")
    text = path.read_text()
    assert 'msgid "Save"\nmsgstr "Сохранить"' in text
    assert 'msgid "New"\nmsgstr ""' in text
    assert "Plain" not in text
    update(app, "django")
    assert path.read_text() == text


def test_a_catalogue_with_marks_of_a_conflict_is_read_as_both_sides(app: Path) -> None:
    update(app, "djangojs")
    path = po_path(app, "djangojs")
    text = path.read_text().replace('msgid "Moved"\nmsgstr ""\n', "").replace('msgid "Undo"\nmsgstr ""\n', "")
    ours, theirs = 'msgid "Undo"\nmsgstr "Отменить"\n', 'msgid "Moved"\nmsgstr "Перемещено"\n'
    path.write_text(f"{text}\n<<<<<<< HEAD\n{ours}\n=======\n{theirs}>>>>>>> other\n")
    update(app, "djangojs")
    assert "<<<" not in path.read_text()
    assert ours in path.read_text()
    assert theirs in path.read_text()


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('msgid "Undo"\nmsgstr "Отменить"', 'msgid "Undo"\nmsgstr ""', "no translation: 'Undo'"),
        ('msgid "Undo"', '#, fuzzy\nmsgid "Undo"', "fuzzy: 'Undo'"),
        ('msgid "Undo"\nmsgstr "Отменить"', "", "not in the catalogue: 'Undo'"),
        ('msgstr[2] "%s карточек"', 'msgstr[2] "карточек"', "other placeholders than in the source: '%s card'"),
        ('msgstr[2] "%s карточек"', "", "no translation: '%s card'"),
        ('msgstr[2] "%s', 'msgstr[3] "%s карточек"\nmsgstr[2] "%s', "out of date"),
        ('msgid "Undo"', 'msgid "Old"\nmsgstr "Старое"\n\nmsgid "Undo"', "out of date"),
        ('msgid "Undo"', 'msgid "Отмена"\nmsgstr "Отмена"\n\nmsgid "Undo"', "the source is not English: 'Отмена'"),
    ],
)
def test_the_check_catches(app: Path, before: str, after: str, complaint: str) -> None:
    update(app, "djangojs")
    path = po_path(app, "djangojs")
    translate(path, Moved="Перемещено", Undo="Отменить")
    forms = "".join(f'msgstr[{n}] "%s {word}"\n' for n, word in enumerate(("карточка", "карточки", "карточек")))
    path.write_text(path.read_text().replace('msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n', forms))
    assert complaints(app, "djangojs") == []
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    assert any(complaint in line for line in complaints(app, "djangojs"))


def test_an_app_whose_text_was_never_extracted_is_caught(app: Path) -> None:
    assert any("not in the catalogue: 'Lazy name'" in line for line in complaints(app, "django"))
    assert main(["check"], root=app.parent.parent) == 1


def test_the_compiled_catalogue_speaks_russian(app: Path) -> None:
    update(app, "djangojs")
    path = po_path(app, "djangojs")
    translate(path, Undo="Отменить")
    compile_catalogue(app, "djangojs")
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Undo") == "Отменить"


def test_one_message_has_one_translation_in_all_apps(app: Path) -> None:
    other = app.parent / "sales"
    other.mkdir()
    (other / "__init__.py").write_text("")
    (other / "models.py").write_text('NAMES = [_("Plain"), pgettext("month", "May")]')
    for folder, words in ((app, {"Plain": "Просто"}), (other, {"Plain": "Равнина"})):
        update(folder, "django")
        translate(po_path(folder, "django"), **words)
    assert quarrels([app, other], "django") == [
        "django.po: 'Plain' is 'Просто' in people, 'Равнина' in sales; use one, or pgettext"
    ]


def test_russian_is_complete_in_every_app(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0, capsys.readouterr().err
