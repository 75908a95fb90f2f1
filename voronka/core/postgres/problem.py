"""What can be wrong with the embedded database, said together with what to do about it."""


class PostgresProblem(Exception):
    """The embedded database cannot be used; `advice` tells the administrator how to mend it."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(f"{message}\n{advice}" if advice else message)
        self.message = message
        self.advice = advice
