"""Triggers by which a deal remembers the stages it has stood at, and how long, whoever writes."""

import pgtrigger

# Said last of what had begun by then: see StageMapping.
_PLACE_OF = """(
        SELECT macro_stage_id FROM sales_stagemapping
        WHERE stage_id = {stage} AND (valid_from IS NULL OR valid_from <= {at}) ORDER BY id DESC LIMIT 1)"""
# What stood there counts, not what the writer believes: a whole row may be saved by somebody who read it long ago.
_REMEMBER = f"""
    IF TG_OP = 'UPDATE' THEN
        NEW.passed := OLD.passed;
        NEW.left_stages := OLD.left_stages;
        NEW.left_minutes := OLD.left_minutes;
        NEW.passed_macros := OLD.passed_macros;
        NEW.macro_minutes := OLD.macro_minutes;
        NEW.macro_stage_id := OLD.macro_stage_id;
        NEW.unit_id := OLD.unit_id;
        NEW.labour_minutes := OLD.labour_minutes;
        NEW.labour_sixtieths := OLD.labour_sixtieths;
        NEW.expenses_sum := OLD.expenses_sum;
    END IF;
    IF NOT NEW.stage_id = ANY (NEW.passed) THEN
        NEW.passed := array_append(NEW.passed, NEW.stage_id);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.stage_id = NEW.stage_id THEN
        RETURN NEW;
    END IF;
    NEW.macro_stage_id := {_PLACE_OF.format(stage="NEW.stage_id", at="NEW.stage_since")};
    NEW.unit_id := (SELECT unit_id FROM sales_pipeline WHERE id = NEW.pipeline_id);
    IF NOT NEW.macro_stage_id = ANY (NEW.passed_macros) THEN
        NEW.passed_macros := array_append(NEW.passed_macros, NEW.macro_stage_id);
        NEW.macro_minutes := array_append(NEW.macro_minutes, NULL);
    END IF;
    RETURN NEW;
"""  # noqa: S608  # our own tables
_AS_IT_WAS = f"""
    NEW.macro_stage_id := {_PLACE_OF.format(stage="NEW.to_stage_id", at="NEW.at")};
    NEW.unit_id := (
        SELECT p.unit_id FROM sales_stage s JOIN sales_pipeline p ON p.id = s.pipeline_id WHERE s.id = NEW.to_stage_id
    );
    RETURN NEW;
"""  # noqa: S608  # our own tables
# No more than a hundred: an index holds them, and takes no rows of any length. What a deal left that has no arrival
# there counts under the place that the stage had then.
_COUNT_ANEW = f"""
    WITH way AS (
        SELECT deal_id, from_stage_id, to_stage_id, macro_stage_id, unit_id, (seconds_in_previous / 60)::int AS minutes,
            row_number() OVER in_turn AS number,
            CASE WHEN from_stage_id IS NOT NULL THEN coalesce(
                lag(macro_stage_id) OVER in_turn, {_PLACE_OF.format(stage="from_stage_id", at="at")}
            ) END AS left_macro
        FROM sales_stagechange WHERE deal_id IN (SELECT deal_id FROM changed)
        WINDOW in_turn AS (PARTITION BY deal_id ORDER BY at, id)
    ), stays AS (
        SELECT deal_id, macro, min(number) AS number, sum(minutes)::int AS minutes
        FROM (
            SELECT deal_id, macro_stage_id AS macro, number, NULL::int AS minutes FROM way
            UNION ALL
            SELECT deal_id, left_macro, number, minutes FROM way WHERE left_macro IS NOT NULL
        ) every_stay GROUP BY deal_id, macro
    ), stages AS (
        SELECT deal_id, array_agg(stage ORDER BY number) AS passed FROM (
            SELECT deal_id, to_stage_id AS stage, min(number) AS number FROM way GROUP BY deal_id, to_stage_id
        ) been GROUP BY deal_id
    ), macros AS (
        SELECT deal_id, array_agg(macro ORDER BY number) AS macros, array_agg(minutes ORDER BY number) AS minutes
        FROM stays GROUP BY deal_id
    ), leaves AS (
        SELECT deal_id,
            (array_agg(from_stage_id ORDER BY number) FILTER (WHERE from_stage_id IS NOT NULL))[:100] AS stages,
            (array_agg(minutes ORDER BY number) FILTER (WHERE from_stage_id IS NOT NULL))[:100] AS minutes,
            (array_agg(macro_stage_id ORDER BY number DESC))[1] AS macro,
            (array_agg(unit_id ORDER BY number DESC))[1] AS unit
        FROM way GROUP BY deal_id
    ), counted AS (
        SELECT d.id, {{passed}} AS passed, coalesce(l.stages, '{{{{}}}}') AS left_stages,
            coalesce(l.minutes, '{{{{}}}}') AS left_minutes, coalesce(m.macros, '{{{{}}}}') AS macros,
            coalesce(m.minutes, '{{{{}}}}') AS macro_minutes, l.macro, l.unit
        FROM (SELECT DISTINCT deal_id AS id FROM changed) c JOIN sales_deal d USING (id)
        LEFT JOIN stages s ON s.deal_id = d.id LEFT JOIN macros m ON m.deal_id = d.id
        LEFT JOIN leaves l ON l.deal_id = d.id
    )
    UPDATE sales_deal d SET passed = n.passed, left_stages = n.left_stages, left_minutes = n.left_minutes,
        passed_macros = n.macros, macro_minutes = n.macro_minutes,
        macro_stage_id = coalesce(n.macro, d.macro_stage_id), unit_id = n.unit
    FROM counted n
    WHERE n.id = d.id AND (
        d.passed, d.left_stages, d.left_minutes, d.passed_macros, d.macro_minutes, d.macro_stage_id, d.unit_id
    ) IS DISTINCT FROM (
        n.passed, n.left_stages, n.left_minutes, n.macros, n.macro_minutes, coalesce(n.macro, d.macro_stage_id), n.unit
    );
    RETURN NULL;
"""  # noqa: S608  # our own tables
_STANDS = """CASE WHEN d.stage_id = ANY (coalesce(s.passed, '{}')) THEN s.passed
            ELSE array_append(coalesce(s.passed, '{}'), d.stage_id) END"""


def passed_stages() -> pgtrigger.Trigger:
    """The trigger of the table of deals, which has `stage_id` and the columns that are remembered."""
    moved = pgtrigger.UpdateOf("stage_id")  # type: ignore[no-untyped-call]  # the library says no types
    return pgtrigger.Trigger(
        name="passed_stages", when=pgtrigger.Before, operation=pgtrigger.Insert | moved, func=_REMEMBER
    )


def left_stages() -> tuple[pgtrigger.Trigger, ...]:
    """The triggers of the stage history.

    A row keeps the macro-stage and the business unit that held at its moment, for ever; what a deal remembers is
    counted anew from its rows, once for all deals of a statement.
    """
    return (
        pgtrigger.Trigger(name="as_it_was", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_AS_IT_WAS),
        pgtrigger.ReadOnly(name="was_stays", fields=["macro_stage", "unit"]),
        pgtrigger.Trigger(
            name="left_stage",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            level=pgtrigger.Statement,
            referencing=pgtrigger.Referencing(new="changed"),  # type: ignore[no-untyped-call]  # as above
            func=_COUNT_ANEW.format(passed=_STANDS),
        ),
        pgtrigger.Trigger(
            name="came_back",
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            level=pgtrigger.Statement,
            referencing=pgtrigger.Referencing(old="changed"),  # type: ignore[no-untyped-call]  # as above
            func=_COUNT_ANEW.format(passed="coalesce(s.passed, '{}')"),
        ),
    )
