"""`voronka doctor` names what is wrong and how to mend it."""

import json
from pathlib import Path

import pytest

from voronka.commands.tests.conftest import voronka

pytestmark = pytest.mark.installation


def findings(data_dir: Path, **environment: str) -> dict[str, dict[str, object]]:
    answer = voronka("doctor", "--json", "--data-dir", str(data_dir), "--port", "1", **environment)
    return {finding["subject"]: finding for finding in json.loads(answer.stdout)}


def test_a_new_folder_lacks_only_its_tables(data_dir: Path) -> None:
    found = findings(data_dir)
    assert found["python"]["ok"]
    assert found["database"]["ok"]
    assert not found["tables"]["ok"]
    assert "voronka run" in str(found["tables"]["advice"])


def test_an_open_key_is_a_finding(prepared_dir: Path) -> None:
    (prepared_dir / "secret.key").chmod(0o644)
    found = findings(prepared_dir)
    assert found["tables"]["ok"]
    assert not found["secret key"]["ok"]
    assert "chmod 600" in str(found["secret key"]["advice"])


def test_an_unreachable_database_is_a_finding_not_a_crash(data_dir: Path) -> None:
    found = findings(data_dir, DATABASE_URL="postgresql://voronka:wrong@127.0.0.1:1/voronka")
    assert not found["database"]["ok"]
    assert "DATABASE_URL" in str(found["database"]["advice"])


def test_an_unusable_data_folder_is_said_with_advice(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    found = findings(file / "inside")
    assert "--data-dir" in str(found["data folder"]["advice"])
