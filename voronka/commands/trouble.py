"""Why a command cannot go on, said together with what to do about it."""


class Trouble(Exception):
    """Shown by the command line without a traceback."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(f"{message}\n{advice}" if advice else message)
        self.message = message
        self.advice = advice
