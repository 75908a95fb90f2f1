"""What the mapping screen sends: the meaning of the columns, the country of phones, the terms of the rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from voronka.imports.consent_columns import PREFIX
from voronka.imports.terms import Do, RowTerms, terms_of

DETAILS = ("consent_at", "consent_channel", "consent_proof")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The screen as it was sent; `fixed` are all lines of fixed values, those that say nothing yet too."""

    mapping: Mapping[str, str]
    region: str
    adds_values: bool
    terms: RowTerms
    fixed: Mapping[str, str] = field(default_factory=dict)


def sent(post: QueryDict) -> Sent:
    """Read the screen; raises Refused for what no screen sends."""
    mapping = dict(zip(post.getlist("heading"), post.getlist("column"), strict=False))
    lines = dict(zip(post.getlist("fixed_name"), post.getlist("fixed_text"), strict=False))
    for name in (post.get("fixed_add", ""), *post.getlist("fixed_drop")):
        if name:
            lines.pop(name, None)
    if added := post.get("fixed_add", ""):
        lines[added] = ""
    lines = {name: text for name, text in lines.items() if name and name not in mapping.values()}
    given = {name: text.strip() for name, text in lines.items() if text.strip()} | _consents(post)
    owner = post.get("owner", "")
    terms = terms_of(
        {
            "fixed": given,
            "values": _values(post),
            "owner": owner,
            "among": [one for one in post.getlist("among") if one] if owner == "share" else [],
            "conflicts": post.get("conflicts") or "sure",
            "ground": post.get("ground", ""),
            "ground_note": post.get("ground_note", "") if post.get("ground") == "other" else "",
        }
    )
    return Sent(
        mapping=mapping,
        region=post.get("region", ""),
        adds_values="adds_values" in post,
        terms=terms,
        fixed=lines,
    )


def _consents(post: QueryDict) -> dict[str, str]:
    """The consents that are said for all rows at once, where they are the ground."""
    purposes = [code for code in post.getlist("consent_purpose") if code]
    if post.get("ground") != "consent" or not purposes:
        return {}
    details = {name: post.get(name, "").strip() for name in DETAILS}
    return {f"{PREFIX}{code}": "1" for code in purposes} | {name: text for name, text in details.items() if text}


def _values(post: QueryDict) -> dict[str, dict[str, dict[str, Any]]]:
    """The lines of values that lists lack, one input for each: `value:<column>:<text>` is `use:<value>` or a word.

    `among:<column>:<text>` are the letter boxes of those who share the records of an unknown owner.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for name in post:
        mark, _sign, line = name.partition(":")
        column, _sign, text = line.partition(":")
        do, _sign, value = post.get(name, "").partition(":")
        if mark == "value" and do:
            found.setdefault(column, {})[text] = {"do": do} | ({"value": value} if value else {})
            if do == Do.SHARE:
                found[column][text]["among"] = [one for one in post.getlist(f"among:{line}") if one]
    return found
