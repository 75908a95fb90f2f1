"""Files that prove an expense or a claim: taken as they are, never opened by us, given out as downloads only."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.sales.models import Expense, Registration
from voronka.sales.models.proofs import Proven

type Proof = File[Any]

LARGEST = 10 * 1024 * 1024
PROOFS = frozenset(
    {".pdf", ".jpg", ".jpeg", ".png", ".webp", ".heic", ".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".txt"}
)
NAME = 120
AGE = timedelta(days=1)
PROVEN: tuple[type[Proven], ...] = (Expense, Registration)


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


@contextmanager
def kept(proven: Proven, proof: Proof | None) -> Iterator[None]:
    """The file, if there is one, is kept with the row that is saved inside; nothing stays of it when that fails."""
    if proof is None:
        yield
        return
    proven.proof_name = check(proof)
    proven.proof.save(proven.proof_name, proof, save=False)
    try:
        yield
    except BaseException:
        proven.proof.delete(save=False)
        raise


def drop(names: Iterable[str]) -> None:
    """Files go once what no longer needs them is certain."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))


def sweep(*, at: datetime) -> int:
    """Files of rows that are no more, and of those that were never saved, a day after they came; how many."""
    return sum(_sweep(model, at) for model in PROVEN)


def _sweep(model: type[Proven], at: datetime) -> int:
    folder = model.PROOF_FOLDER
    _folders, files = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
    names = {f"{folder}/{name}" for name in files}
    lost = names - set(model._default_manager.exclude(proof="").values_list("proof", flat=True))
    old = [name for name in sorted(lost) if default_storage.get_modified_time(name) < at - AGE]
    for name in old:
        default_storage.delete(name)
    return len(old)
