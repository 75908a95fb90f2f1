"""What happened to roles; higher apps listen."""

from dataclasses import dataclass

from voronka.accounts.models import Role


@dataclass(frozen=True, kw_only=True)
class RoleCopied:
    """A new role was made like another one: what the apps above keep by role goes along."""

    role: Role
    like: Role
