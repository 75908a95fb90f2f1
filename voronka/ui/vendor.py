"""Copies from node_modules to static/vendor exactly what we serve: `python -m voronka.ui.vendor`."""

import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NODE = ROOT / "node_modules"
TARGET = HERE / "static" / "vendor"
ICONS = HERE / "icons.list"

GOLOS = "@fontsource-variable/golos-text/files/golos-text"

FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "idiomorph-ext.js": "idiomorph/dist/idiomorph-ext.min.js",
    "sortable.js": "sortablejs/Sortable.min.js",
    "tom-select.js": "tom-select/dist/js/tom-select.base.min.js",
    "trix.js": "trix/dist/trix.esm.min.js",
    "trix.css": "trix/dist/trix.css",
    "echarts.js": "echarts/dist/echarts.common.min.js",
    **{f"fonts/golos-text-{subset}.woff2": f"{GOLOS}-{subset}-wght-normal.woff2" for subset in ("cyrillic", "latin")},
}
SOURCE_MAP = re.compile(rb"^//[#@] sourceMappingURL=.*$", re.MULTILINE)
DRAWING = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)


def icon_names() -> list[str]:
    """Names of the Lucide icons that Voronka draws, as icons.list has them."""
    return ICONS.read_text(encoding="utf-8").split()


def sprite(names: list[str]) -> str:
    """One SVG with a symbol for each icon; raises FileNotFoundError for a name that Lucide does not know."""
    symbols = []
    for name in names:
        drawing = DRAWING.search((NODE / "lucide-static" / "icons" / f"{name}.svg").read_text(encoding="utf-8"))
        assert drawing  # noqa: S101  # every icon of the package is one <svg>
        inside = re.sub(r"\s*\n\s*", "", drawing["inside"])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def main() -> int:
    """Lay everything anew; 1 when `npm ci` has not been run."""
    if not NODE.is_dir():
        sys.stderr.write("No node_modules: run `npm ci` first (make setup does).\n")
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    for name, source in FILES.items():
        place = TARGET / name
        place.parent.mkdir(parents=True, exist_ok=True)
        content = (NODE / source).read_bytes()
        place.write_bytes(SOURCE_MAP.sub(b"", content) if place.suffix in {".js", ".css"} else content)
    (TARGET / "icons.svg").write_text(sprite(icon_names()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
