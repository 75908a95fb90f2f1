"""A trigger of deals that remembers each stage a deal has stood at, whoever writes."""

import pgtrigger

# What stood there counts, not what the writer believes: a whole row may be saved by somebody who read it long ago.
_REMEMBER = """
    IF TG_OP = 'UPDATE' THEN
        NEW.passed := OLD.passed;
    END IF;
    IF NOT NEW.stage_id = ANY (NEW.passed) THEN
        NEW.passed := array_append(NEW.passed, NEW.stage_id);
    END IF;
    RETURN NEW;
"""


def passed_stages() -> pgtrigger.Trigger:
    """The trigger of the table of deals, which has the columns `stage_id` and `passed`."""
    moved = pgtrigger.UpdateOf("stage_id")  # type: ignore[no-untyped-call]  # the library says no types
    return pgtrigger.Trigger(
        name="passed_stages", when=pgtrigger.Before, operation=pgtrigger.Insert | moved, func=_REMEMBER
    )
