"""The embedded PostgreSQL: `ensure(data_dir)` gives an address that works, whoever started the server."""

from voronka.core.postgres.problem import PostgresProblem
from voronka.core.postgres.server import Server, ensure

__all__ = ["PostgresProblem", "Server", "ensure"]
