"""What a new installation begins with in sales: a pipeline with its method, beside the values of the classifiers."""

from django.db import transaction

from voronka.records import defaults
from voronka.records.defaults import UNKNOWN_REASON
from voronka.records.models import Classifier, ClassifierValue
from voronka.sales.models import MacroKind, MacroStage, Outcome, Pipeline, QualificationQuestion, Stage
from voronka.sales.usual_method import advise

PIPELINE = "Продажи"
STAGES: tuple[tuple[str, int, int | None, Outcome], ...] = (
    ("Новая", 10, 2, Outcome.OPEN),
    ("Квалификация", 20, 5, Outcome.OPEN),
    ("Предложение", 40, 7, Outcome.OPEN),
    ("Переговоры", 60, 10, Outcome.OPEN),
    ("Договор", 80, 7, Outcome.OPEN),
    ("Выиграна", 100, None, Outcome.WON),
    ("Проиграна", 0, None, Outcome.LOST),
)
# The common list of the company; units map the stages of their own pipelines to it.
MACRO_STAGES: tuple[tuple[str, MacroKind, int], ...] = (
    ("Новые", MacroKind.OPEN, 10),
    ("Квалификация", MacroKind.OPEN, 20),
    ("Предложение", MacroKind.OPEN, 40),
    ("Переговоры", MacroKind.OPEN, 60),
    ("Договор", MacroKind.OPEN, 80),
    ("Отложены", MacroKind.PAUSED, 10),
    ("Выиграны", MacroKind.WON, 100),
    ("Проиграны", MacroKind.LOST, 0),
)


QUESTIONS = (
    "Есть потребность, которую мы закрываем?",
    "Говорим с тем, кто решает?",
    "Есть бюджет?",
    "Понятно, когда нужно?",
)


@transaction.atomic
def ensure() -> Pipeline:
    """Make the default pipeline where there is none, fill the common list and classifiers that are empty.

    Gives the first pipeline.
    """
    defaults.ensure()
    if not QualificationQuestion.objects.exists():
        QualificationQuestion.objects.bulk_create(
            QualificationQuestion(text=text, position=position) for position, text in enumerate(QUESTIONS)
        )
    if not MacroStage.objects.exists():
        MacroStage.objects.bulk_create(
            MacroStage(name=name, kind=kind, probability=chance, position=position)
            for position, (name, kind, chance) in enumerate(MACRO_STAGES)
        )
    known = Pipeline.objects.first()
    return known or _pipeline()


def unknown_reason(classifier: Classifier) -> ClassifierValue:
    """The value for a reason that nobody wrote down; made when it is missing."""
    return ClassifierValue.objects.get_or_create(
        classifier=classifier, name=UNKNOWN_REASON, defaults={"position": 1000}
    )[0]


def _pipeline() -> Pipeline:
    pipeline = Pipeline.objects.create(name=PIPELINE)
    Stage.objects.bulk_create(
        Stage(pipeline=pipeline, name=name, position=position, probability=chance, days_norm=norm, outcome=outcome)
        for position, (name, chance, norm, outcome) in enumerate(STAGES)
    )
    advise(list(pipeline.stages.all()))
    return pipeline
