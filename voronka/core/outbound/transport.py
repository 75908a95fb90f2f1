"""httpx over connections whose addresses were checked at the moment of connecting."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from voronka.core.outbound.addresses import NotAllowed, checked


class CheckedBackend(httpcore.SyncBackend):
    """Connects to checked addresses only; the name stays for TLS, so certificates are verified as usual."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Try the addresses one after another."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in checked(host, port):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Sockets of this machine are not the outside."""
        raise NotAllowed(path)


class CheckedTransport(httpx.HTTPTransport):
    """Transport of one request: no proxy from the environment, no kept connections."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=CheckedBackend(),
        )
