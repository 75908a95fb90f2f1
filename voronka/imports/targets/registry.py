"""The targets by the plural names of their kinds, in the order in which files of another CRM are best imported."""

from voronka.imports.targets.base import Target
from voronka.imports.targets.campaigns import CAMPAIGNS
from voronka.imports.targets.deals import DEALS
from voronka.imports.targets.interactions import INTERACTIONS
from voronka.imports.targets.leads import LEADS
from voronka.imports.targets.organizations import ORGANIZATIONS
from voronka.imports.targets.persons import PERSONS
from voronka.imports.targets.tasks import TASKS

TARGETS: dict[str, Target] = {
    target.kind.plural: target for target in (ORGANIZATIONS, PERSONS, CAMPAIGNS, LEADS, DEALS, INTERACTIONS, TASKS)
}
