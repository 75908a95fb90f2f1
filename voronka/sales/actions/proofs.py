"""Files that prove an expense: taken as they are, never opened by us, given out as downloads only."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.sales.models import Expense
from voronka.sales.models.economics import PROOF_FOLDER

type Proof = File[Any]

LARGEST = 10 * 1024 * 1024
PROOFS = frozenset(
    {".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".txt"}
)
NAME = 120
AGE = timedelta(days=1)


def check(proof: Proof) -> str:
    """The name that a file is kept under; raises Refused for an empty or too large one, and for another kind."""
    name = PurePath((proof.name or "").replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable()).strip()
    if PurePath(name.lower()).suffix not in PROOFS:
        raise Refused(_("Attach a picture, a .pdf or an office file."), field="proof")
    if not proof.size:
        raise Refused(_("The file is empty."), field="proof")
    if proof.size > LARGEST:
        raise Refused(_("The file is larger than 10 MB."), field="proof")
    suffix = PurePath(name).suffix
    return name if len(name) <= NAME else name[: NAME - len(suffix)] + suffix


def keep(expense: Expense, proof: Proof) -> None:
    """Keep the file with its expense, which is being saved; nothing stays of it when that fails."""
    expense.proof_name = check(proof)
    expense.proof.save(expense.proof_name, proof, save=False)
    try:
        expense.save()
    except BaseException:
        expense.proof.delete(save=False)
        raise


def drop(names: Iterable[str]) -> None:
    """Files go once what no longer needs them is certain."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def sweep(*, at: datetime) -> int:
    """Files of expenses that are no more, and of those that were never saved, a day after they came; how many."""
    _folders, files = default_storage.listdir(PROOF_FOLDER) if default_storage.exists(PROOF_FOLDER) else ([], [])
    names = {f"{PROOF_FOLDER}/{name}" for name in files}
    lost = names - set(Expense.objects.exclude(proof="").values_list("proof", flat=True))
    old = [name for name in sorted(lost) if default_storage.get_modified_time(name) < at - AGE]
    for name in old:
        default_storage.delete(name)
    return len(old)
