"""Whether something listens on a port of this machine, and what it says."""

import socket
from contextlib import closing

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # translated, not bound


def free(host: str, port: int) -> bool:
    """Whether the port can be taken now; False for an address that this machine does not have, too."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError:
        return False
    return True


def answers(host: str, port: int, path: str) -> bool:
    """Whether the web process behind the port answers 200 at the path."""
    host = ANYWHERE.get(host, host)
    try:
        with socket.create_connection((host, port), timeout=5) as connection:
            request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            return connection.recv(16).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
