"""What a browser says of itself, in two words that a person knows."""

import re
from dataclasses import dataclass

_BROWSERS = (
    ("YaBrowser/", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
_PHONE = re.compile(r"iPhone|iPad|Android|Mobile")


@dataclass(frozen=True)
class Device:
    """A browser on a system; empty strings where neither is known."""

    browser: str
    system: str
    is_phone: bool

    @property
    def name(self) -> str:
        """«Chrome, Windows»."""
        return ", ".join(part for part in (self.browser, self.system) if part)


def describe(user_agent: str) -> Device:
    """The device behind the header User-Agent."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return Device(browser, system, bool(_PHONE.search(user_agent)))
