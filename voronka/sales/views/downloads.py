"""Files that prove something are given out as downloads."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from voronka.core.errors import NotFound
from voronka.sales.models.proofs import Proven


def download(proven: Proven) -> FileResponse:
    """The file itself, as a download: a browser never opens it in our name. NotFound where there is none."""
    if not proven.proof or not proven.proof.storage.exists(str(proven.proof.name)):
        raise NotFound(_("The file is gone."))
    content = "application/octet-stream"
    return FileResponse(proven.proof.open("rb"), as_attachment=True, filename=proven.proof_name, content_type=content)
