"""What a row bears as its proof: a file, kept under a name that tells nothing, and what it was called."""

import secrets
from typing import ClassVar

from django.db import models


def proof_place(proven: "Proven", _name: str) -> str:
    """Where the file is kept: a name that nobody can guess, and no kind that a server would run."""
    return f"{proven.PROOF_FOLDER}/{secrets.token_hex(16)}"


class Proven(models.Model):
    """Rows with a `proof`, kept in a folder of their own, and `proof_name`, what the file was called."""

    PROOF_FOLDER: ClassVar[str]

    proof = models.FileField(upload_to=proof_place, blank=True, default="", db_default="")
    proof_name = models.CharField(max_length=120, blank=True, default="", db_default="")

    class Meta:
        abstract = True
