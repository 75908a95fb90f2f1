"""How probable a win is and why, as the card of a deal, the API and the settings tell it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.sales.models import Deal, Finding, Learning
from voronka.sales.probability.amount import DEALS, OF_EACH, Amount, amount_now
from voronka.sales.probability.words import LABELS, Told, tell
from voronka.sales.queries import chances

SHOWN = 8  # learnings on the settings page


@dataclass(frozen=True, kw_only=True)
class Chance:
    """Per cent, by the model or (`is_learned` false) by the stage; then `silence` says why the model says nothing."""

    probability: int
    by_stage: int
    is_learned: bool
    reasons: list[Told]
    at: datetime | None
    silence: str = ""


def chance_of(deal: Deal, *, to: User) -> Chance:
    """What is known of an open deal, in three queries at the most and one more for each reason that needs it."""
    typed = deal.stage.probability
    found = chances.learned_of(deal) if deal.is_open else None
    if found is None:
        silence = why_silent() if deal.is_open else ""
        return Chance(probability=typed, by_stage=typed, is_learned=False, reasons=[], at=None, silence=silence)
    reasons = tell(found.reasons, deal, to=to)
    return Chance(probability=found.probability, by_stage=typed, is_learned=True, reasons=reasons, at=found.at)


def why_silent() -> str:
    """Why nothing is said of a deal, in words."""
    if not chances.is_on():
        return _("The company does without learning.")
    last = chances.latest().first()
    if last is None:
        return _("Nothing has been learned yet.")
    if last.is_in_force or last.finding == Finding.OLD_BETTER:
        return _("Too few closed deals have stood at this stage.")
    if last.finding == Finding.TOO_FEW:
        told = {"deals": last.figures["deals"], "needed": DEALS}
        return _("There is too little to learn from: %(deals)s closed deals of %(needed)s.") % told
    return _("What could be learned is no better than the stage alone.")


@dataclass(frozen=True, kw_only=True)
class State:
    """All that the settings page shows; `shown` is the learning whose figures stand there, in force or not."""

    is_on: bool
    force: Learning | None
    shown: Learning | None
    learnings: list[Learning]
    amount: Amount
    needed: int = DEALS
    needed_of_each: int = OF_EACH

    @property
    def last(self) -> Learning | None:
        """The latest learning, whatever came of it."""
        return self.learnings[0] if self.learnings else None

    @property
    def judged(self) -> tuple[date, date] | None:
        """The days from and until which the deals were closed by which the shown model is judged."""
        if self.shown is None or "judged_from" not in self.shown.figures:
            return None
        first, last = (date.fromisoformat(self.shown.figures[name]) for name in ("judged_from", "judged_until"))
        return first, last

    @property
    def weights(self) -> list[dict[str, Any]]:
        """The features by how much they count, the greatest first."""
        found = self.shown.figures.get("weights", {}) if self.shown else {}
        ordered = sorted(found.items(), key=lambda one: -abs(one[1]))
        return [{"name": name, "label": LABELS[name], "weight": weight} for name, weight in ordered if name in LABELS]


def state(*, at: datetime) -> State:
    """The state of learning, in four queries."""
    learnings = list(chances.latest()[:SHOWN])
    force = next((one for one in learnings if one.is_in_force), None) or chances.in_force()
    shown = force or next((one for one in learnings[:1] if "auc" in one.figures), None)
    return State(is_on=chances.is_on(), force=force, shown=shown, learnings=learnings, amount=amount_now(at=at))
