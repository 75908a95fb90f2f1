"""Numbers with right check digits, for tests."""

from voronka.people import account_key

BIC = "044525225"
CORRESPONDENT = "30101810400000000225"


def account(last: int = 1, *, bic: str = BIC, balance: str = "40702") -> str:
    """A rouble account with the key that fits the БИК."""
    number = f"{balance}810{{}}{last:011d}"
    return next(made for key in range(10) if account_key.key_fits(bic, made := number.format(key)))
