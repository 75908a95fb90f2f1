"""Triggers by which each stage has its place in the common funnel, whoever makes it."""

from typing import Any

import pgtrigger

_AGREE = """
    IF NOT EXISTS (
        SELECT FROM sales_macrostage m JOIN sales_stage s ON s.id = NEW.stage_id
        WHERE m.id = NEW.macro_stage_id AND s.outcome = CASE m.kind WHEN 'paused' THEN 'open' ELSE m.kind END
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'stage_mapping_kind_agrees',
            MESSAGE = 'a stage is counted only under a macro-stage with its outcome';
    END IF;
    RETURN NEW;
"""
_PLACE = """
    IF TG_OP = 'UPDATE' AND OLD.outcome = NEW.outcome THEN
        RETURN NULL;
    END IF;
    SELECT id INTO place FROM sales_macrostage WHERE kind = NEW.outcome
    ORDER BY is_active DESC, abs(probability - NEW.probability), position, id LIMIT 1;
    IF place IS NULL THEN
        INSERT INTO sales_macrostage (name, kind, probability, position, is_active)
        SELECT CASE WHEN bool_or(name = NEW.name) THEN left(NEW.name, 60) || ' ' || NEW.id ELSE NEW.name END,
            NEW.outcome, NEW.probability, count(*), true FROM sales_macrostage
        RETURNING id INTO place;
    END IF;
    INSERT INTO sales_stagemapping (stage_id, macro_stage_id) VALUES (NEW.id, place);
    RETURN NULL;
"""


def place() -> pgtrigger.Trigger:
    """The trigger of the table of stages: a new one, and one with another outcome, gets its place by its probability.

    A list without a macro-stage of that outcome gets one that is called like the stage, so that each stage has a place.
    What changed its outcome is counted by it from ever: rows of the stage history keep what they say.
    """
    outcome: Any = pgtrigger.UpdateOf("outcome")  # type: ignore[no-untyped-call]  # the library says no types
    return pgtrigger.Trigger(
        name="place",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | outcome,
        declare=[("place", "bigint")],
        func=_PLACE,
    )


def kind_agrees() -> pgtrigger.Trigger:
    """The trigger of the table of mappings: an open stage is never counted among the won ones, nor the other way."""
    return pgtrigger.Trigger(name="kind_agrees", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_AGREE)
