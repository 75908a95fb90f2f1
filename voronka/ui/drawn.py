"""Pieces of the frame that are drawn once and sent with every page that shows the same."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix
from django.utils import translation
from markupsafe import Markup

# Two small pieces for every person, a handful for every role, language and section: some ten megabytes at most.
MOST = 2_000

_lock = Lock()
_pieces: dict[Hashable, Markup] = {}


def drawn(name: str, key: Hashable = (), *, caller: Callable[[], Any]) -> Markup:
    """What the block says, drawn anew only for another key, language or prefix of addresses.

    `key` names everything that the piece depends on; nothing secret or of one request may stand inside.
    """
    known = (name, key, translation.get_language(), get_script_prefix())
    piece = _pieces.get(known)
    if piece is None:
        piece = Markup(caller())  # noqa: S704  # a block of a template, escaped there
        if not settings.DEBUG:
            _keep(known, piece)
    return piece


def forget() -> None:
    """Draw everything anew: for tests that change what the frame offers."""
    _pieces.clear()


def _keep(known: Hashable, piece: Markup) -> None:
    with _lock:
        if len(_pieces) >= MOST:
            _pieces.clear()
        _pieces[known] = piece
