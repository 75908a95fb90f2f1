"""The tests' own database is there without any setting."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ЖУК')")
        assert cursor.fetchone() == ("жук",)
