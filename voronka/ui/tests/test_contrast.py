"""Text is readable on its ground in both themes: contrast by WCAG 2.2, from the tokens themselves."""

import math
import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static/ui/css/tokens.css").read_text(encoding="utf-8")
COLOUR = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)"
PAIR = re.compile(rf"--([\w-]+): light-dark\({COLOUR}, {COLOUR}\);")
GROUNDS = ("canvas", "surface", "raised", "sunken", "hover", "selected")
READ = [(text, ground) for text in ("text", "text-2", "text-3") for ground in GROUNDS]
READ += [("accent-text", ground) for ground in (*GROUNDS, "active", "accent-soft")]
READ += [("text", "active"), ("text-2", "active"), ("text-2", "neutral-soft")]
READ += [("on-accent", ground) for ground in ("accent", "accent-hover", "bad", "bad-hover", "good-strong")]
READ += [
    (f"{tone}-text", ground) for tone in ("good", "warn", "bad") for ground in (f"{tone}-soft", "surface", "hover")
]
READ += [("text", f"{tone}-soft") for tone in ("good", "warn", "bad", "accent")]
READ += [(f"tint-{n}-text", f"tint-{n}") for n in range(1, 9)]
SEEN = [(sign, ground) for sign in ("focus", "accent", "good", "bad") for ground in ("surface", "canvas")]


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour; the matrices are Björn Ottosson's, the weights WCAG's."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return sum(w * min(max(c, 0), 1) for w, c in ((0.2126, red), (0.7152, green), (0.0722, blue)))


def palette(theme: int) -> dict[str, float]:
    """Luminance of each token; theme 0 is light, 1 is dark."""
    return {
        m[1]: luminance(*(float(x) for x in m.groups()[1 + 3 * theme : 4 + 3 * theme])) for m in PAIR.finditer(TOKENS)
    }


def contrast(first: float, second: float) -> float:
    """Ratio of WCAG 2.2."""
    lighter, darker = max(first, second), min(first, second)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_is_readable(theme: int) -> None:
    colours = palette(theme)
    ratios = {f"{text} on {ground}": contrast(colours[text], colours[ground]) for text, ground in READ}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_signs_are_seen(theme: int) -> None:
    colours = palette(theme)
    ratios = {f"{sign} on {ground}": contrast(colours[sign], colours[ground]) for sign, ground in SEEN}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 3} == {}


def test_the_formula_is_right() -> None:
    assert contrast(luminance(1, 0, 0), luminance(0, 0, 0)) == pytest.approx(21, abs=0.01)
    assert luminance(0.627955, 0.257683, 29.2339) == pytest.approx(0.2126, abs=0.001)  # #ff0000
