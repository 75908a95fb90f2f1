"""The address of a mail server."""

import pytest

from voronka.config.mail import mailer_from_url


def test_nothing_is_sent_without_an_address() -> None:
    assert mailer_from_url("")["BACKEND"].endswith("dummy.EmailBackend")


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://robot%40firma.ru:p%23ss@mail.firma.ru", 587, True, False),
        ("smtps://robot%40firma.ru:p%23ss@mail.firma.ru", 465, False, True),
        ("smtp://robot%40firma.ru:p%23ss@mail.firma.ru:25?tls=0", 25, False, False),
    ],
)
def test_addresses(url: str, port: int, *, tls: bool, ssl: bool) -> None:
    options = mailer_from_url(url)["OPTIONS"]
    assert (options["username"], options["password"]) == ("robot@firma.ru", "p#ss")
    assert (options["host"], options["port"], options["use_tls"], options["use_ssl"]) == (
        "mail.firma.ru",
        port,
        tls,
        ssl,
    )


@pytest.mark.parametrize("url", ["http://mail.firma.ru", "smtp:", "mail.firma.ru"])
def test_bad_addresses(url: str) -> None:
    with pytest.raises(ValueError, match="EMAIL_URL"):
        mailer_from_url(url)
