"""A contract for import-linter that its own kinds cannot say: the edges of an app are its own business."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.application import contract_utils


class InsidesContract(Contract):
    """Modules named in `private`, of every app under `root`, are imported only by the same app and by `openers`."""

    type_name = "insides"

    # Any: import-linter puts the parsed value in the place of each field.
    root: Any = fields.StringField()
    private: Any = fields.SetField(subfield=fields.StringField())
    openers: Any = fields.SetField(subfield=fields.StringField())
    ignore_imports: Any = fields.SetField(subfield=fields.ImportExpressionField(), required=False)
    unmatched_ignore_imports_alerting: Any = fields.EnumField(
        contract_utils.AlertLevel, default=contract_utils.AlertLevel.ERROR
    )
    broken_contract_guidance: Any = fields.TextField(required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001  # the interface of import-linter
        """Every import from another app into a private module, as (importer, imported) pairs."""
        removal = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,
            unmatched_alerting=self.unmatched_ignore_imports_alerting,
        )
        intrusions = [
            (importer, module)
            for module in sorted(graph.modules)
            if self._is_private(module)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not self._may_import(importer, module)
        ]
        return ContractCheck(
            kept=not intrusions,
            warnings=list(removal.warnings),
            ignored_import_count=removal.ignored_import_count,
            metadata={"intrusions": intrusions},
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Prints the imports that broke the contract."""
        for importer, module in check.metadata["intrusions"]:
            output.print_error(f"- {importer} -> {module}", bold=False)
        output.new_line()
        contract_utils.render_broken_contract_guidance(self.broken_contract_guidance)

    def _is_private(self, module: str) -> bool:
        root, _, rest = module.partition(".")
        parts = rest.split(".")
        return root == self.root and len(parts) > 1 and parts[1] in self.private

    def _may_import(self, importer: str, module: str) -> bool:
        app = ".".join(module.split(".")[:2])
        return any(importer == home or importer.startswith(f"{home}.") for home in {app, *self.openers})
