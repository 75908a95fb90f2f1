"""Triggers of a table whose rows share a parent: one of them is always the default, whoever writes."""

import pgtrigger

# A partial unique index keeps it from being two; these triggers keep it from being none: the first row becomes the
# default, a new one takes over from the old one, and a default that leaves hands over to the oldest row. The parent's
# row is locked, so that two at once take turns.
_CHOOSE = """
    IF pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.{parent} = OLD.{parent} AND NEW.is_default = OLD.is_default THEN
            RETURN NEW;
        END IF;
        IF NEW.{parent} <> OLD.{parent} THEN
            NEW.is_default := FALSE;
        END IF;
    END IF;
    PERFORM 1 FROM {parents} WHERE id = NEW.{parent} FOR NO KEY UPDATE;
    IF NEW.is_default THEN
        UPDATE {table} SET is_default = FALSE WHERE {parent} = NEW.{parent} AND is_default AND id <> NEW.id;
    ELSIF NOT EXISTS (SELECT 1 FROM {table} WHERE {parent} = NEW.{parent} AND is_default AND id <> NEW.id) THEN
        NEW.is_default := TRUE;
    END IF;
    RETURN NEW;
"""
_HAND_OVER = """
    IF OLD.is_default THEN
        PERFORM 1 FROM {parents} WHERE id = OLD.{parent} FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT 1 FROM {table} WHERE {parent} = OLD.{parent} AND is_default) THEN
            UPDATE {table} SET is_default = TRUE
            WHERE id = (SELECT id FROM {table} WHERE {parent} = OLD.{parent} ORDER BY id LIMIT 1);
        END IF;
    END IF;
    RETURN NULL;
"""


def one_default(*, table: str, parent: str, parents: str) -> tuple[pgtrigger.Trigger, ...]:
    """The triggers of `table`, whose rows belong to a row of `parents` through the column `parent`."""
    names = {"table": table, "parent": parent, "parents": parents}
    moved = pgtrigger.UpdateOf(parent)  # type: ignore[no-untyped-call]  # the library says no types
    changed = pgtrigger.UpdateOf(parent, "is_default")  # type: ignore[no-untyped-call]  # as above
    return (
        pgtrigger.Trigger(
            name="choose_default",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | changed,
            func=_CHOOSE.format(**names),
        ),
        pgtrigger.Trigger(
            name="hand_over_default",
            when=pgtrigger.After,
            operation=pgtrigger.Delete | moved,
            func=_HAND_OVER.format(**names),
        ),
    )
