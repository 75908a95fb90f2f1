"""Templates are Jinja2, strict about content security, in words that can be translated, and none is dead."""

import re
from pathlib import Path

import allauth

from tests.architecture.source import ROOT, files, findings, is_test, text_of

FAR = r"(?:https?:)?//[\w.-]+\.\w+"
CDN = re.compile(
    rf"<(?:script|link|img|iframe|source|audio|video)\b[^>]*\b(?:src|href)\s*=\s*[\"']{FAR}"
    rf"|url\(\s*[\"']?{FAR}|@import\s+[\"']{FAR}|\bfrom\s+[\"']{FAR}|\bimport\s*\(?\s*[\"']{FAR}"
    r"|\b(?:cdn\.|unpkg\.com|jsdelivr|cdnjs|esm\.sh|skypack|googleapis\.com|gstatic\.com)"
)
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
HANDLER = re.compile(
    r"""<[^>]*\s(on[a-z]{3,}|hx-on[\w:.-]*)\s*=|["'](on(?:click|change|input|submit|load|key\w+))["']\s*:"""
)
STYLE = re.compile(r"""\sstyle\s*=|["']style["']\s*:|<style\b""")
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*type\s*=\s*[\"']application/json)[^>]*>")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
# Words in a template that are the same in every language: names of keys, brands, formats.
SAME_EVERYWHERE = {
    "Voronka",
    "Ctrl",
    "Enter",
    "Esc",
    "Shift",
    "Alt",
    "Space",
    "API",
    "ID",
    "CSV",
    "XLSX",
    "OpenAPI",
    "vCard",
}
# Templates rendered by others, not named in our source: error pages of Django and of allauth.
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
# Django templates of ours: path -> why Jinja2 could not do.
DJANGO_TEMPLATES: dict[str, str] = {}


def templates() -> tuple[Path, ...]:
    """Every Jinja2 template of ours."""
    return tuple(path for path in files(".html", ".txt") if "jinja2" in path.parts and not is_test(path))


def far_away(path: Path, text: str) -> list[str]:
    """Nothing is loaded from another host: no CDN, no fonts, no pixels."""
    return [f"{n} loads from another host" for n, line in enumerate(text.splitlines(), 1) if CDN.search(line)]


def insecure(path: Path, text: str) -> list[str]:
    """No inline handler, style or script: the content security policy would refuse them."""
    bare = COMMENT.sub("", text)
    found = [f" inline handler {match[1] or match[2]}" for match in HANDLER.finditer(bare)]
    found += [f" inline style: {match[0].strip()}" for match in STYLE.finditer(bare)]
    return found + [f" inline script: {match[0]}" for match in SCRIPT.finditer(bare)]


def untranslated(path: Path, text: str) -> list[str]:
    """Visible words go through gettext, so bare words between tags or in a title are a mistake."""
    bare = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", COMMENT.sub("", text), flags=re.DOTALL)
    bare = re.sub(r"<(script|style|svg)\b.*?</\1>", "", bare, flags=re.DOTALL)
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", bare, flags=re.DOTALL)
    shown = re.findall(r"""\b(?:title|placeholder|aria-label|alt)\s*=\s*"([^"]*)\"""", bare)
    shown += re.split(r"<[^>]*>", bare)
    words = {word for part in shown for word in re.findall(r"(?<![&\w#.-])[A-Za-zА-Яа-яЁё]{2,}", part)}
    return [f" not translated: {word}" for word in sorted(words - SAME_EVERYWHERE)]


def russian(path: Path, text: str) -> list[str]:
    """The source speaks English; Russian lives in the catalogues."""
    return [
        f"{n} Russian in the source"
        for n, line in enumerate(COMMENT.sub("", text).splitlines(), 1)
        if CYRILLIC.search(line)
    ]


def template_name(path: Path) -> str:
    """The name by which a template is rendered or included."""
    return "/".join(path.parts[path.parts.index("jinja2") + 1 :])


def dead(names: set[str], sources: str) -> set[str]:
    """Names of templates that nothing renders, extends, includes or imports."""
    return {name for name in names - ERROR_PAGES if f'"{name}"' not in sources and f"'{name}'" not in sources}


def is_third_party(name: str) -> bool:
    """Whether the template replaces one of allauth, which renders it."""
    return (Path(allauth.__file__).parent / "templates" / name).exists()


def test_nothing_comes_from_another_host() -> None:
    assert not findings(far_away, tuple(path for path in files(".html", ".css", ".js", ".svg") if not is_test(path)))


def test_nothing_needs_a_hole_in_the_security_policy() -> None:
    assert not findings(insecure, templates())


def test_visible_words_can_be_translated() -> None:
    assert not findings(untranslated, templates())


def test_templates_and_scripts_speak_english() -> None:
    assert not findings(russian, templates() + tuple(path for path in files(".js") if "tests" not in path.parts))


def test_templates_are_jinja2() -> None:
    html = [path for path in files(".html", ".txt") if path.parts[0] == "voronka" and not is_test(path)]
    wrong = [str(path) for path in html if "jinja2" not in path.parts and "static" not in path.parts]
    assert set(wrong) - set(DJANGO_TEMPLATES) == set()


def test_no_template_is_dead() -> None:
    sources = "".join(text_of(path) for path in files(".py", ".html", ".txt") if path.parts[0] == "voronka")
    names = {template_name(path) for path in templates()}
    assert {name for name in dead(names, sources) if not is_third_party(name)} == set()


def test_the_guards_bite() -> None:
    path = Path("voronka/people/jinja2/people/x.html")
    assert template_name(path) == "people/x.html"
    for bad in (
        '<script src="https://cdn.example.org/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example.org/x.css">',
        "@font-face { src: url(https://example.org/x.woff2) }",
        'import x from "https://esm.sh/x";',
    ):
        assert far_away(path, bad), bad
    assert not far_away(path, '<a href="https://example.org/">')
    for bad in (
        '<a onclick="go()">',
        '<p style="color: red">',
        "<script>go()</script>",
        '<div hx-on:click="go()">',
        "{{ button('x', attrs={'onclick': 'go()'}) }}",
        "<style>p {}</style>",
    ):
        assert insecure(path, bad), bad
    assert not insecure(path, '<script src="/x.js" type="module"></script><script type="application/json">{}</script>')
    for bad in ("<p>Hello</p>", '<a title="Delete it">{{ x }}</a>', "<p>{{ x }} шт.</p>"):
        assert untranslated(path, bad), bad
    assert not untranslated(path, '<p class="big">{% trans %}Hello <b>you</b>{% endtrans %} {{ _("word") }} &nbsp;</p>')
    assert russian(path, '{{ button("Сохранить") }}')
    assert dead({"people/x.html", "people/y.html"}, 'page(request, "people/y.html")') == {"people/x.html"}
    assert is_third_party("account/login.html")
    assert (ROOT / "voronka").is_dir()
