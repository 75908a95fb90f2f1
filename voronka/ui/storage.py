"""Static files under names that carry their content's hash, so that a browser keeps them for ever."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashes what `collectstatic` has seen, imports between ES modules too; anything else keeps its plain name."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name, or the plain one before `collectstatic` (development, tests)."""
        known: dict[str, Any] = self.hashed_files
        return str(known.get(self.hash_key(self.clean_name(name)), name))
