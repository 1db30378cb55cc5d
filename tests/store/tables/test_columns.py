"""What statements are written on is made from the models, and the program loads nothing else."""

import ast
from collections.abc import Iterator
from pathlib import Path

from scripts import tables
from sqlalchemy import Table

from kaohe_tui.store.tables import columns, trust_models, year_models
from kaohe_tui.store.tables.models import METADATA
from tests.test_house import KAOHE

SOURCE = Path(columns.__file__).parents[2]
MODELS = {module.__name__ for module in tables.MODELS}


def test_the_columns_are_those_of_the_models() -> None:
    text = tables.MODULE.read_text(encoding="utf-8")
    assert text == tables.module(), "write it anew: .venv/bin/python -m scripts.tables"


def test_a_column_is_as_it_is_declared() -> None:
    # Importing the modules is what declares their tables.
    assert year_models.MatterRow.metadata is trust_models.FormsRow.metadata is METADATA

    def described(table: Table) -> list[tuple[object, ...]]:
        return [
            (each.name, repr(each.type), each.primary_key, each.nullable, each.autoincrement)
            for each in table.columns
        ]

    assert set(METADATA.tables) - set(columns.METADATA.tables) == {*tables.AS_TEXT, "rating"}
    for name, table in columns.METADATA.tables.items():
        declared = METADATA.tables[name]
        assert described(table) == described(declared)
        # What SQLAlchemy would put in by itself would have to stand in both.
        assert not any(each.default or each.server_default for each in declared.columns)


def test_statements_are_written_on_every_one_of_them() -> None:
    assert set(columns.METADATA.tables) <= set(used())


def used() -> Iterator[str]:
    """Yield what the store names of the module of columns."""
    for path in (SOURCE / "store").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == columns.__name__:
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "columns":
                yield node.attr


def test_no_module_of_the_program_loads_the_models() -> None:
    importers = {each.importer for each in KAOHE.imports if each.imported in MODELS}
    assert importers <= MODELS
    loading = {
        path.relative_to(SOURCE.parent).with_suffix("").as_posix().replace("/", ".")
        for path in SOURCE.rglob("*.py")
        if "sqlmodel" in path.read_text(encoding="utf-8").split()
    }
    assert loading == MODELS
