"""What was understood of a pasted block."""

from dataclasses import dataclass, field


@dataclass
class Reading:
    """Values by field of a legal entity, accounts by requisite, doubtful ones, and the lines that nobody understood.

    `doubts` names what failed its check digits: «inn», «ogrn», «account-1-number», «account-1-correspondent».
    """

    values: dict[str, str] = field(default_factory=dict)
    accounts: list[dict[str, str]] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many values were understood."""
        return len(self.values) + sum(len(account) for account in self.accounts)
