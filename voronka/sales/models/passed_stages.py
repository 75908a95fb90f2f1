"""Triggers by which a deal remembers the stages it has stood at, and how long, whoever writes."""

import pgtrigger

# What stood there counts, not what the writer believes: a whole row may be saved by somebody who read it long ago.
_REMEMBER = """
    IF TG_OP = 'UPDATE' THEN
        NEW.passed := OLD.passed;
        NEW.left_stages := OLD.left_stages;
        NEW.left_minutes := OLD.left_minutes;
    END IF;
    IF NOT NEW.stage_id = ANY (NEW.passed) THEN
        NEW.passed := array_append(NEW.passed, NEW.stage_id);
    END IF;
    RETURN NEW;
"""
# No more than a hundred: an index holds them, and takes no rows of any length.
_LEAVE = """
    UPDATE sales_deal SET left_stages = array_append(left_stages, NEW.from_stage_id),
        left_minutes = array_append(left_minutes, (NEW.seconds_in_previous / 60)::int)
    WHERE id = NEW.deal_id AND cardinality(left_stages) < 100;
    RETURN NULL;
"""
_TAKE_BACK = """
    UPDATE sales_deal d SET passed = c.been, left_stages = c.stages, left_minutes = c.minutes
    FROM (
        SELECT array(
                SELECT to_stage_id FROM sales_stagechange WHERE deal_id = OLD.deal_id
                GROUP BY to_stage_id ORDER BY min(at), min(id)
            ) AS been,
            coalesce((array_agg(from_stage_id ORDER BY at, id))[:100], '{}') AS stages,
            coalesce((array_agg((seconds_in_previous / 60)::int ORDER BY at, id))[:100], '{}') AS minutes
        FROM sales_stagechange WHERE deal_id = OLD.deal_id AND from_stage_id IS NOT NULL
    ) c
    WHERE d.id = OLD.deal_id;
    RETURN NULL;
"""


def passed_stages() -> pgtrigger.Trigger:
    """The trigger of the table of deals, which has `stage_id` and the columns that are remembered."""
    moved = pgtrigger.UpdateOf("stage_id")  # type: ignore[no-untyped-call]  # the library says no types
    return pgtrigger.Trigger(
        name="passed_stages", when=pgtrigger.Before, operation=pgtrigger.Insert | moved, func=_REMEMBER
    )


def left_stages() -> tuple[pgtrigger.Trigger, ...]:
    """The triggers of the stage history: a change is added to what its deal remembers, or taken out of it."""
    return (
        pgtrigger.Trigger(
            name="left_stage",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__from_stage__isnull=False),
            func=_LEAVE,
        ),
        pgtrigger.Trigger(
            name="came_back",
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            func=_TAKE_BACK,
        ),
    )
