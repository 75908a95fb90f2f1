"""Which style sheets and scripts every page loads, in order; the budget of the first page is tested over this list."""

STYLES = [
    "ui/css/tokens.css",
    "ui/css/fonts.css",
    "ui/css/reset.css",
    "ui/css/base.css",
    "ui/css/components/frame.css",
    "ui/css/components/button.css",
    "ui/css/components/field.css",
    "ui/css/components/chip.css",
    "ui/css/components/tabs.css",
    "ui/css/components/floating.css",
    "ui/css/components/table.css",
    "ui/css/components/card.css",
    "ui/css/components/timeline.css",
    "ui/css/components/picker.css",
    "ui/css/components/report.css",
    "ui/css/overrides.css",
]

SCRIPTS = ("vendor/htmx.js", "vendor/idiomorph-ext.js")

# Loaded at once by every page; what these import lazily (pickers, boards, charts, editor) comes when it is needed.
MODULES = ["ui/js/boot.js"]

# Fetched when the browser is idle, so that the navigation which needs it is light.
AHEAD = ("vendor/sortable.js",)

FONTS = ("ui/fonts/golos-text-cyrillic.woff2", "ui/fonts/golos-text-latin.woff2")


def register(*, style: str = "", module: str = "") -> None:
    """Load a style sheet or a module of an app on every page, because its panels may stand on any card."""
    if style and style not in STYLES:
        STYLES.insert(len(STYLES) - 1, style)  # overrides stay last
    if module and module not in MODULES:
        MODULES.append(module)
