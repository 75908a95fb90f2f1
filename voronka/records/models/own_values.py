"""The index by which records are found by what their own fields hold."""

from django.contrib.postgres.indexes import GinIndex
from django.db.models import Q


def own_values(name: str) -> GinIndex:
    """Of the column `custom`, for «holds this value under this key»; records without own values are not in it.

    A question answers to it as `custom @> '{"key": 5}' AND NOT custom = '{}'`.
    """
    return GinIndex(fields=["custom"], opclasses=["jsonb_path_ops"], name=name, condition=~Q(custom={}))
