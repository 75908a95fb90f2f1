"""Whether terms make sense for a target and may be said by the one who imports; what remains of remembered ones."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import may_manage_company
from voronka.core.errors import ActionError, Forbidden, Refused
from voronka.imports.columns import reading_of
from voronka.imports.targets.base import Target
from voronka.imports.terms import Choice, Do, OwnerTo, RowTerms
from voronka.imports.value_lists import OWNER, ValueList, value_list, value_lists


def proved(terms: RowTerms, target: Target, by: User, *, region: str = "", adds_values: bool = True) -> RowTerms:
    """The same terms; raises Forbidden or Refused, with `fixed.<column>`, `values`, `among`, `among:<owner>` as field.

    Fixed values are read here as cells will be, so that a mistake is told when it is made.
    """
    for name, text in terms.fixed.items():
        _prove_fixed(target, name, text, by, region, may_add=adds_values and may_manage_company(by))
    lists = value_lists(target, terms.values)
    for name, choices in terms.values.items():
        if name not in lists:
            raise Refused(_("A column cannot mean “%(name)s”.") % {"name": name[:80]}, field="values")
        _prove_choices(lists[name], choices, by)
        for text, choice in choices.items():
            if choice.do == Do.SHARE:
                _prove_sharing(lists[name], choice.among, f"among:{text}")
    _prove_owner(terms, target)
    return terms


def still_right(terms: RowTerms, target: Target, by: User) -> RowTerms:
    """What of remembered terms this person may say today; the choices of single rows are of another file."""
    fixed = {name: text for name, text in terms.fixed.items() if _stands(RowTerms(fixed={name: text}), target, by)}
    values = {
        name: {text: one for text, one in choices.items() if _stands(RowTerms(values={name: {text: one}}), target, by)}
        for name, choices in terms.values.items()
    }
    kept = replace(terms, fixed=fixed, values={name: found for name, found in values.items() if found}, rows={})
    if not _stands(RowTerms(owner=terms.owner, among=terms.among), target, by):
        kept = replace(kept, owner=OwnerTo.USUAL, among=())
    return kept


def _stands(terms: RowTerms, target: Target, by: User) -> bool:
    try:
        proved(terms, target, by)
    except ActionError:
        return False
    return True


def _prove_fixed(target: Target, name: str, text: str, by: User, region: str, *, may_add: bool) -> None:
    column, field = target.by_name.get(name), f"fixed.{name}"
    if column is None:
        raise Refused(_("A column cannot mean “%(name)s”.") % {"name": name[:80]}, field=field)
    if not text.strip():
        raise Refused(_("Fill in “%(field)s”.") % {"field": column.label}, field=field)
    values = value_list(target, column)
    lacking = [piece for piece in values.pieces(text) if not values.has(piece)] if values else []
    if values and lacking and not (may_add and values.may_grow):
        raise _not_there(values, lacking[0], field)
    try:
        column.read(text, reading_of(by, region, adds_values=may_add))
    except Refused as refusal:
        raise Refused(refusal.message, field=field) from None


def _prove_choices(values: ValueList, choices: Mapping[str, Choice], by: User) -> None:
    for choice in choices.values():
        if choice.do == Do.CREATE and not (values.may_grow and may_manage_company(by)):
            raise Forbidden(_("Your role does not let you add values to this list."))
        if choice.do == Do.USE and not values.has(choice.value):
            raise _not_there(values, choice.value, "values")


def _prove_owner(terms: RowTerms, target: Target) -> None:
    if terms.owner == OwnerTo.USUAL:
        return
    if OWNER not in target.by_name:
        raise Forbidden(_("Your role does not let you give records to others."))
    if terms.owner == OwnerTo.QUEUE and not target.to_queue:
        raise Refused(_("These records have no queue: each has an owner."), field="owner")
    if terms.owner != OwnerTo.SHARE:
        return
    if employees := value_list(target, target.by_name[OWNER]):
        _prove_sharing(employees, terms.among, "among")


def _prove_sharing(values: ValueList, among: tuple[str, ...], field: str) -> None:
    if values.may_grow:  # a list of values, not the employees
        raise Refused(_("Only records are shared out among employees."), field=field)
    if not among:
        raise Refused(_("Choose who shares the records."), field=field)
    known = {email for email, _name in values.options}
    for email in among:
        if email not in known:
            raise Refused(_("There is no such employee: %(name)s.") % {"name": email[:80]}, field=field)


def _not_there(values: ValueList, text: str, field: str) -> Refused:
    if not values.may_grow:
        return Refused(_("There is no such employee: %(name)s.") % {"name": text[:80]}, field=field)
    return Refused(
        _("“%(value)s” does not fit the field “%(field)s”.") % {"value": text[:80], "field": values.column.label},
        field=field,
    )
