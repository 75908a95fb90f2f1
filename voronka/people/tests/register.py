"""A service of this machine that speaks as DaData does, for tests: companies, refusals, and every kind of fault."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "0123456789abcdef"
ROMASHKA: dict[str, Any] = {
    "value": 'ООО "РОМАШКА"',
    "data": {
        "inn": "7707083893",
        "kpp": "770701001",
        "ogrn": "1027700132195",
        "type": "LEGAL",
        "branch_type": "MAIN",
        "name": {
            "full_with_opf": 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"',
            "short_with_opf": 'ООО "РОМАШКА"',
        },
        "management": {"name": "ПЕТРОВ ИВАН СЕРГЕЕВИЧ", "post": "ГЕНЕРАЛЬНЫЙ ДИРЕКТОР", "disqualified": None},
        "state": {"status": "ACTIVE", "liquidation_date": None},
        "address": {
            "value": "г Москва, ул Лесная, д 5",
            "unrestricted_value": "127055, г Москва, ул Лесная, д 5",
            "data": {"postal_code": "127055"},
        },
    },
}  # fmt: skip
BRANCH = {
    "value": "Филиал",
    "data": {**ROMASHKA["data"], "kpp": "540602001", "branch_type": "BRANCH"},
}
ENTREPRENEUR = {
    "value": "ИП Петрова Анна Ивановна",
    "data": {
        "inn": "500100732259",
        "kpp": None,
        "ogrn": "304500116000157",
        "type": "INDIVIDUAL",
        "name": {
            "full_with_opf": "Индивидуальный предприниматель Петрова Анна Ивановна",
            "short_with_opf": "ИП Петрова Анна Ивановна",
        },
        "fio": {"surname": "Петрова", "name": "Анна", "patronymic": "Ивановна"},
        "state": {"status": "LIQUIDATED"},
        "address": {"value": "г Пермь", "unrestricted_value": "г Пермь"},
    },
}
KNOWN = {"7707083893": [BRANCH, ROMASHKA], "500100732259": [ENTREPRENEUR]}
BROKEN = {
    "/text": b"<html>",
    "/list": b"[]",
    "/deep": b"[" * 100_000,
    "/nulls": b'{"suggestions": null}',
    "/odd": b'{"suggestions": [1, null, {"data": []}, {"data": {"inn": "7707083893", "name": [], "state": "x"}}]}',
    "/bytes": b"\xff\xfe\x00",
    "/huge": b" " * (2**20 + 1),
}
STATUSES = {"/403": 403, "/429": 429, "/500": 500, "/302": 302}


class Register(BaseHTTPRequestHandler):
    """Answers one question; the path says how."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)  # type: ignore[attr-defined]  # what `register` gave it
        if self.path in STATUSES:
            self._answer(STATUSES[self.path], b'{"family": "CLIENT_ERROR"}')
        elif self.path in BROKEN:
            self._answer(200, BROKEN[self.path])
        elif self.path == "/slow":
            time.sleep(3)
        elif self.headers["Authorization"] != f"Token {TOKEN}":
            self._answer(401, b"")
        else:
            body = {"suggestions": KNOWN.get(asked["query"], [])}
            self._answer(200, json.dumps(body, ensure_ascii=False).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 302:
            self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@contextmanager
def register() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a running service, and the questions that it was asked."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Register)
    server.daemon_threads, server.asked = True, []  # type: ignore[attr-defined]  # read by the handler
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}", server.asked  # type: ignore[attr-defined]  # set above
    finally:
        server.shutdown()
        server.server_close()
