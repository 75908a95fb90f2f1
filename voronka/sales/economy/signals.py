"""When a deal asks for attention: rules over its facts, without a base; the same at a change and at night."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from voronka.sales.economy.figures import Economy
from voronka.sales.models.signals import SignalKind

NEAR = Decimal("0.8")  # of a norm


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is measured and the limit that it has passed: days, minutes or roubles; None where nothing is measured."""

    value: Decimal | None = None
    limit: Decimal | None = None


def judge(economy: Economy, *, silent_days: int, at: datetime) -> Mapping[SignalKind, Found]:
    """The signals of a deal at a moment; a closed one has none."""
    if not economy.facts.is_open:
        return {}
    return {
        **dict(_of_norm(SignalKind.DAYS_NEAR, SignalKind.DAYS_OVER, _days(economy, at), economy.facts.days_norm)),
        **dict(
            _of_norm(
                SignalKind.MINUTES_NEAR,
                SignalKind.MINUTES_OVER,
                economy.facts.minutes_here,
                economy.facts.minutes_norm,
            )
        ),
        **dict(_of_money(economy)),
        **dict(_of_contact(economy, silent_days, at)),
    }


def _days(economy: Economy, at: datetime) -> int:
    return max((at - economy.facts.stage_since).days, 0)


def _of_norm(near: SignalKind, over: SignalKind, value: int, norm: int | None) -> Iterator[tuple[SignalKind, Found]]:
    """Beyond the norm, else from 80 % of it on."""
    if not norm:
        return
    if value > norm:
        yield over, Found(value=Decimal(value), limit=Decimal(norm))
    elif value >= NEAR * norm:
        yield near, Found(value=Decimal(value), limit=Decimal(norm))


def _of_money(economy: Economy) -> Iterator[tuple[SignalKind, Found]]:
    """Cost above the plan; stop-loss: what is left above margin × probability, or the cost above the margin."""
    if economy.planned is not None and economy.cost > economy.planned:
        yield SignalKind.COST_OVER, Found(value=economy.cost, limit=economy.planned)
    if economy.margin is None or economy.expected is None:
        return
    if economy.left is not None and economy.left > max(economy.expected, Decimal(0)):
        yield SignalKind.STOP_LOSS, Found(value=economy.left, limit=economy.expected)
    elif economy.cost > max(economy.margin, Decimal(0)):
        yield SignalKind.STOP_LOSS, Found(value=economy.cost, limit=economy.margin)


def _of_contact(economy: Economy, silent_days: int, at: datetime) -> Iterator[tuple[SignalKind, Found]]:
    facts = economy.facts
    if not facts.has_step:
        yield SignalKind.NO_STEP, Found()
    elif facts.step_due is not None and facts.step_due < at:
        yield SignalKind.STEP_LATE, Found(value=Decimal((at - facts.step_due).days))
    silence = (at - facts.last_contact_at).days
    if silence >= silent_days:
        yield SignalKind.SILENT, Found(value=Decimal(silence), limit=Decimal(silent_days))
