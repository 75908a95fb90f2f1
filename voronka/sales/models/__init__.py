"""The tables of sales."""

from voronka.sales.models.approvals import Approval
from voronka.sales.models.bonuses import Base, BonusEntry, BonusRole, BonusRule, Credit, LockedMonth
from voronka.sales.models.chances import ChanceTerms, DealChance, Finding, Learning
from voronka.sales.models.conversions import LeadConversion
from voronka.sales.models.deals import Currency, Deal
from voronka.sales.models.economics import Expense, Rate, SellingTerms
from voronka.sales.models.forecasts import Category, ForecastDay, PlannedDay
from voronka.sales.models.leads import Answer, Lead, LeadState
from voronka.sales.models.macro_stages import MacroKind, MacroStage, StageMapping
from voronka.sales.models.method import Advice, AdviceSort, CheckItem, CheckMark, RequiredActivity
from voronka.sales.models.participants import Part, Participant
from voronka.sales.models.payments import Payment
from voronka.sales.models.pipelines import Outcome, Pipeline, Stage
from voronka.sales.models.plans import Measure, Plan, PlanSpan
from voronka.sales.models.qualification import (
    Fact,
    LeadVerdict,
    QualificationAnswer,
    QualificationQuestion,
    Verdict,
)
from voronka.sales.models.registrations import (
    Ground,
    Registration,
    RegistrationDeed,
    RegistrationState,
    RegistrationTerms,
)
from voronka.sales.models.routing import Ending, LeadAssignment, Method, RoutingRule
from voronka.sales.models.signals import Choice, Decision, Signal, SignalKind
from voronka.sales.models.spent import StaleCost
from voronka.sales.models.stage_changes import StageChange

__all__ = [
    "Advice",
    "AdviceSort",
    "Answer",
    "Approval",
    "Base",
    "BonusEntry",
    "BonusRole",
    "BonusRule",
    "Category",
    "ChanceTerms",
    "CheckItem",
    "CheckMark",
    "Choice",
    "Credit",
    "Currency",
    "Deal",
    "DealChance",
    "Decision",
    "Ending",
    "Expense",
    "Fact",
    "Finding",
    "ForecastDay",
    "Ground",
    "Lead",
    "LeadAssignment",
    "LeadConversion",
    "LeadState",
    "LeadVerdict",
    "Learning",
    "LockedMonth",
    "MacroKind",
    "MacroStage",
    "Measure",
    "Method",
    "Outcome",
    "Part",
    "Participant",
    "Payment",
    "Pipeline",
    "Plan",
    "PlanSpan",
    "PlannedDay",
    "QualificationAnswer",
    "QualificationQuestion",
    "Rate",
    "Registration",
    "RegistrationDeed",
    "RegistrationState",
    "RegistrationTerms",
    "RequiredActivity",
    "RoutingRule",
    "SellingTerms",
    "Signal",
    "SignalKind",
    "Stage",
    "StageChange",
    "StageMapping",
    "StaleCost",
    "Verdict",
]
