"""The data folder as the commands see it: database, secret key, files, and Django set up over them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voronka.commands.trouble import Trouble
from voronka.core import postgres

KEY_BYTES = 48


def default_data_dir() -> Path:
    """`VORONKA_DATA_DIR`, else /var/lib/voronka for root and ~/.local/share/voronka for anybody else."""
    if chosen := os.environ.get("VORONKA_DATA_DIR"):
        return Path(chosen)
    if os.geteuid() == 0:
        return Path("/var/lib/voronka")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "voronka"


class Place:
    """One data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.expanduser().resolve()

    @property
    def key_file(self) -> Path:
        """The secret key of the installation; with the database it makes the whole state to keep."""
        return self.data_dir / "secret.key"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The environment that Django's settings read, with the database up until the end of the block.

        The database is the one of DATABASE_URL, or the embedded one of this folder: found running or started.
        """
        # Reads .env, so that an address written there counts.
        from voronka.config.env import env  # noqa: PLC0415  # the environment is read when a command starts, not on import

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voronka.config.settings")
        self._make_folder()
        if not env.str("SECRET_KEY", ""):
            os.environ["SECRET_KEY"] = self.secret_key()
        os.environ.setdefault("MEDIA_ROOT", str(self.data_dir / "files"))
        os.environ.setdefault("STATIC_ROOT", str(self.data_dir / "static"))
        if env.str("DATABASE_URL", ""):
            yield
            return
        with postgres.ensure(self.data_dir) as server:
            os.environ["DATABASE_URL"] = server.url
            yield

    def secret_key(self) -> str:
        """The key of this folder, made at the first call; only its owner can read the file."""
        try:
            handle = os.open(self.key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self.key_file.read_text().strip()
        key = secrets.token_urlsafe(KEY_BYTES)
        with os.fdopen(handle, "w") as file:
            file.write(f"{key}\n")
        return key

    def _make_folder(self) -> None:
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not os.access(self.data_dir, os.R_OK | os.W_OK | os.X_OK):
                raise PermissionError(13, os.strerror(13))
        except OSError as error:
            raise Trouble(
                f"The data folder {self.data_dir} cannot be used: {error.strerror}.",
                advice="Run as the user who owns it, or choose another folder with --data-dir.",
            ) from error
