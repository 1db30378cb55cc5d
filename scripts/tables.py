"""Writes store/tables/columns.py: the tables that statements are written on, from the models.

    .venv/bin/python -m scripts.tables

The models declare each table once, with its checks; loading them takes 0.3 seconds, which no start
of the program is to wait for. tests/store/tables/test_columns.py holds the file against what this
makes.
"""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Column
from sqlmodel import SQLModel

from kaohe_tui.store import tables
from kaohe_tui.store.tables import models, trust_models, year_models

MODULE = Path(tables.__path__[0]) / "columns.py"
MODELS = (models, year_models, trust_models)
"""Where tables are declared, in the order of the file."""
AS_TEXT = frozenset({"abstention", "ballot_sum", "comparison", "forms", "part_mark", "record_head"})
"""Tables that statements name in their text alone; so do they ``rating``, which has no class."""

_HEAD = '''\
# Made by: .venv/bin/python -m scripts.tables
"""Hold the tables as statements need them: columns, their types, keys, whether they may be empty.

What a table is, with its checks and references, is declared in the class named below it; this
module repeats it for a program that does not wait for SQLModel to load. Behind a column stands the
enum whose values it holds.
"""

from sqlalchemy import Column, Integer, MetaData, Table, Text

METADATA = MetaData()
"""The tables of this module."""

'''


def module() -> str:
    """The whole module, as it should stand on disk."""
    return _HEAD + "".join(_table(each) for each in _declared())


def _declared() -> Iterator[type[SQLModel]]:
    """Every class that declares a table whose columns are named, in the order of the models."""
    for each in MODELS:
        for found in vars(each).values():
            # A base of such classes has no table, and a module may import one of another's.
            is_own = getattr(found, "__module__", "") == each.__name__
            if is_own and hasattr(found, "__table__") and found.__tablename__ not in AS_TEXT:
                yield found


def _table(declared: Any) -> str:
    """One table, and where it is declared."""
    name = declared.__tablename__
    columns = "".join(f"    {_column(declared, each)}\n" for each in declared.__table__.columns)
    where = f"{declared.__module__.rpartition('.')[2]}.{declared.__name__}"
    return f'{name} = Table(\n    "{name}",\n    METADATA,\n{columns})\n"""See ``{where}``."""\n'


def _column(declared: type[SQLModel], column: Column[Any]) -> str:
    """One column, and the enum whose values it holds."""
    arguments = [f'"{column.name}"', repr(column.type).removesuffix("()")]
    if column.primary_key:
        arguments.append("primary_key=True")
    elif not column.nullable:
        arguments.append("nullable=False")
    text = f"Column({', '.join(arguments)}),"
    holds = declared.model_fields[column.name].annotation
    if isinstance(holds, type) and issubclass(holds, Enum):
        text += f"  # {holds.__name__}"
    return text


def main() -> None:
    """Write the module."""
    MODULE.write_text(module(), encoding="utf-8")


if __name__ == "__main__":
    main()
