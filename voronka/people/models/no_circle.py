"""A trigger of a table whose rows stand above one another: no row stands above itself, whoever writes."""

import pgtrigger

# All who change a tree take turns: two who hang A under B and B under A at once would both see nothing wrong.
_CLIMB = """
    IF TG_OP = 'UPDATE' AND NEW.parent_id = OLD.parent_id THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('{table}.parent_id'));
    above := NEW.parent_id;
    WHILE above IS NOT NULL LOOP
        steps := steps + 1;
        IF above = NEW.id OR steps > 100 THEN
            RAISE EXCEPTION 'a circle of parents' USING ERRCODE = 'check_violation', CONSTRAINT = '{constraint}';
        END IF;
        SELECT parent_id INTO above FROM {table} WHERE id = above;
    END LOOP;
    RETURN NEW;
"""


def no_circle(*, table: str, constraint: str) -> pgtrigger.Trigger:
    """The trigger of `table`, whose column `parent_id` points to itself; `constraint` names the rule in errors."""
    changed = pgtrigger.UpdateOf("parent_id")  # type: ignore[no-untyped-call]  # the library says no types
    return pgtrigger.Trigger(
        name="no_circle",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | changed,
        condition=pgtrigger.Q(new__parent_id__isnull=False),
        declare=[("above", "bigint"), ("steps", "int := 0")],
        func=_CLIMB.format(table=table, constraint=constraint),
    )
