"""What all rows of the big base are thrown from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.base.moments import Moments
from bench.base.team import Team


@dataclass(frozen=True, kw_only=True)
class Way:
    """The stages of the pipeline as COPY writes them; `macros` by stage, as history and deals remember them."""

    pipeline: str
    unit: str
    opened: Sequence[str]
    won: str
    lost: str
    reasons: Sequence[str]
    macros: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class World:
    """People, moments and the values of classifiers, as COPY writes them."""

    team: Team
    moments: Moments
    way: Way
    sources: Sequence[str]
    roles: Sequence[str]
    industries: Sequence[str]
    types: Sequence[str]
