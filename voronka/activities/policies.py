"""Who may see and change entries and tasks: they follow what they are about."""

from django.db.models import Exists, OuterRef, Q

from voronka.accounts.models import Action, User
from voronka.activities import subjects
from voronka.records import access, kinds


def about_visible(user: User) -> Q:
    """The condition «its subject is for this person», over `subject_kind` and `subject_id`."""
    result = Q(pk__in=[])
    for name in subjects.names():
        kind = kinds.get(name)
        rule = access.condition(kind, user)
        if rule == access.NOTHING:
            continue
        seen = Q(subject_kind=name)
        if rule != Q():
            seen &= Q(Exists(kind.model._default_manager.filter(rule, pk=OuterRef("subject_id"))))
        result |= seen
    return result


def interaction_reach(user: User, action: str) -> Q:
    """An interaction is seen with its subject; changed and erased, beyond that, as the role's scope says."""
    reach = access.scope(kinds.get("interaction"), user, action)
    if reach is None or not user.is_active:
        return access.NOTHING
    if user.is_superuser:
        return Q()
    if action in {Action.VIEW, Action.EXPORT}:
        return about_visible(user)
    return about_visible(user) & access.owned(reach, user)


def task_reach(user: User, action: str) -> Q:
    """A task is for its assignee, its author and the role’s scope; seen also by those who may see its subject."""
    reach = access.scope(kinds.get("task"), user, action)
    if reach is None or not user.is_active:
        return access.NOTHING
    rule = access.owned(reach, user)
    if rule == Q():
        return rule
    rule |= Q(created_by=user.pk)
    if action in {Action.VIEW, Action.EXPORT}:
        rule |= Q(subject_id__isnull=False) & about_visible(user)
    return rule
