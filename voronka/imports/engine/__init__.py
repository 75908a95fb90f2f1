"""Rows become records, set by set: staged by COPY, matched, inserted and updated by SQL in one transaction."""
