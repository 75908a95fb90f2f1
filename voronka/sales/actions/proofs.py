"""Files that prove an expense or a claim: taken as they are, never opened by us, given out as downloads only."""

import re
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
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".heic"})
OFFICE = frozenset({".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt"})
PROOFS = PICTURES | OFFICE | {".pdf", ".txt"}
# How such files begin: magic numbers as in file(1). A picture of a phone is often of another kind than its name says.
PICTURE_HEADS = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP|....ftyp", re.DOTALL)
OFFICE_HEADS = re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1|\{\\rtf")
PDF_WITHIN = 1024  # bytes in which readers look for the mark
NAME = 120
AGE = timedelta(days=1)
PROVEN: tuple[type[Proven], ...] = (Expense, Registration)


def check(proof: Proof) -> str:
    """The name that a file is kept under; raises Refused for an empty or too large one, and for another kind.

    The kind is that of the name and of the content alike; a text may hold anything.
    """
    name = PurePath((proof.name or "").replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable()).strip()
    if PurePath(name.lower()).suffix not in PROOFS:
        raise Refused(_("Attach a picture, a .pdf or an office file."), field="proof")
    if not proof.size:
        raise Refused(_("The file is empty."), field="proof")
    if proof.size > LARGEST:
        raise Refused(_("The file is larger than 10 MB."), field="proof")
    suffix = PurePath(name).suffix
    if not _is_what_it_says(proof, suffix.lower()):
        raise Refused(_("Inside, the file is not what its name says. Save it anew and attach that."), field="proof")
    return name if len(name) <= NAME else name[: NAME - len(suffix)] + suffix


def _is_what_it_says(proof: Proof, suffix: str) -> bool:
    proof.seek(0)
    head = proof.read(PDF_WITHIN)
    proof.seek(0)
    if suffix in PICTURES:
        return bool(PICTURE_HEADS.match(head))
    if suffix in OFFICE:
        return bool(OFFICE_HEADS.match(head))
    return suffix != ".pdf" or b"%PDF-" in head


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
