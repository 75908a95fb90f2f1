"""`voronka import` keeps a run, and `voronka import --undo` takes it back."""

import json
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from voronka.accounts.models import User
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.people.kinds import PERSON
from voronka.people.models import Organization, Person
from voronka.records import actions
from voronka.sales.models import Deal

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]


def brought(tmp_path: Path, *options: str) -> str:
    path, out = tmp_path / "люди.csv", StringIO()
    path.write_text("Фамилия\nИванов\nПетров\n")
    call_command("import_file", str(path), "--as", "persons", *options, stdout=out)
    return out.getvalue()


def test_what_was_imported_is_taken_back_by_its_number(tmp_path: Path, admin: User) -> None:
    told = brought(tmp_path)
    run = ImportRun.objects.get()
    assert f"run: {run.pk}\n" in told
    assert (run.state, run.owner, run.file_name, run.counts["created"]) == (RunState.DONE, admin, "люди.csv", 2)
    out = StringIO()
    call_command("import_file", "--undo", str(run.pk), stdout=out)
    assert out.getvalue() == "deleted: person 2\nrestored: 0\nstayed: 0\n"
    assert not Person.objects.exists()
    with pytest.raises(CommandError):
        call_command("import_file", "--undo", str(run.pk), stdout=out)


def test_what_stays_is_told(tmp_path: Path, admin: User) -> None:
    brought(tmp_path)
    one = Person.objects.get(last_name="Иванов")
    actions.update(record=one, changes={"note": "?"}, by=admin, at=one.created_at)
    out = StringIO()
    call_command("import_file", "--undo", str(ImportRun.objects.get().pk), stdout=out)
    assert out.getvalue().splitlines() == ["deleted: person 1", "restored: 0", "stayed: 1", f"person {one.pk}: changed"]
    assert PERSON.model._default_manager.count() == 1


def test_a_whole_migration_is_taken_back_by_its_number(tmp_path: Path, admin: User) -> None:
    folder = tmp_path / "zoho"
    shutil.copytree(Path(__file__).parent / "data", folder)
    users = "USER_ID,First Name,Last Name,Email\n1,,Zed Zero,zed@old.example\n"
    (folder / "Users.csv").write_text(users, encoding="utf-8")
    for options in ((), ("--json",)):
        out = StringIO()
        call_command("import_file", str(folder), "--preset", "zoho", "--json", stdout=out)
        number = str(json.loads(out.getvalue())["migration"])
        one = Person.objects.latest("pk")
        actions.update(record=one, changes={"note": "?"}, by=admin, at=one.created_at)
        out = StringIO()
        call_command("import_file", "--undo-migration", number, *options, stdout=out)
        assert [person.note for person in Person.objects.filter(pk=one.pk)] == ["?"]
        assert Organization.objects.count() <= 1  # that of the person who stays
        assert not Deal.objects.exists()
        assert not User.objects.filter(email="zed@old.example").exists()
        Person.objects.all().delete()
        Organization.objects.all().delete()
        if not options:
            assert "Potentials.csv: deleted deal 4" in out.getvalue()
            continue
        told = json.loads(out.getvalue())
        assert (told["migration"], told["kept"] > 0) == (int(number), True)
        assert [file["file"] for file in told["files"]][-1] == "Accounts.csv"
    for wrong in (number, "999999"):
        with pytest.raises(CommandError):
            call_command("import_file", "--undo-migration", wrong, stdout=StringIO())


def test_a_check_leaves_no_run(tmp_path: Path, admin: User) -> None:
    brought(tmp_path, "--dry-run")
    assert not ImportRun.objects.exists()


def test_all_of_the_result_is_one_object(tmp_path: Path, admin: User) -> None:
    told = json.loads(brought(tmp_path, "--json"))
    run = ImportRun.objects.get()
    counts = {"rows": 2, "created": 2, "updated": 0, "duplicates": 0, "rejected": 0}
    assert told == {"id": run.pk, **counts, "problems": [], "new_values": []}
    one = Person.objects.get(last_name="Иванов")
    actions.update(record=one, changes={"note": "?"}, by=admin, at=one.created_at)
    out = StringIO()
    call_command("import_file", "--undo", str(run.pk), "--json", stdout=out)
    undone = json.loads(out.getvalue())
    assert (undone["id"], undone["deleted"], undone["kept"]) == (run.pk, {"person": 1}, 1)
    assert [(one["kind"], one["why"]) for one in undone["stayed"]] == [("person", "changed")]
    assert json.loads(brought(tmp_path, "--dry-run", "--json"))["id"] is None


@pytest.mark.parametrize("given", [["--undo", "1"], [], ["a.csv"], ["--as", "persons"]])
def test_bad_input_is_told(given: list[str], admin: User) -> None:
    with pytest.raises(CommandError):
        call_command("import_file", *given)


def test_import_of_another_person_is_not_there(tmp_path: Path, admin: User, colleague: User) -> None:
    brought(tmp_path)
    with pytest.raises(CommandError):
        call_command("import_file", "--undo", str(ImportRun.objects.get().pk), "--by", colleague.email)
    assert Person.objects.count() == 2


def test_terms_come_out_of_a_file(tmp_path: Path, admin: User) -> None:
    terms = tmp_path / "terms.json"
    terms.write_text('{"fixed": {"note": "Стенд 5"}}')
    brought(tmp_path, "--terms", str(terms))
    assert {one.note for one in Person.objects.all()} == {"Стенд 5"}
    terms.write_text('{"colour": 1}')
    with pytest.raises(CommandError):
        brought(tmp_path, "--terms", str(terms))
