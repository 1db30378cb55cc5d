"""List the tables in folders, so that a folder stands for every table in it."""

from collections.abc import Iterable
from pathlib import Path

from kaohe_tui.diskname import is_folder
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.decode import name_of, reason
from kaohe_tui.words import N_

_TABLES = frozenset((".xlsx", ".xls", ".et", ".ods", ".csv", ".txt", ".docx"))
_PASSED_OVER = ("~$", ".")
"""How the names of files begin that an editor keeps beside an open one, and of hidden ones."""


def tables_in(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Return the files that are meant by files and folders, and what is passed over in folders.

    Args:
        paths: files, which are taken whatever they are called, and folders, of which every table
            is, by name; folders in them are passed over.

    Raises:
        Refusal: when a folder cannot be read, or has no table.
    """
    files: dict[Path, None] = {}
    passed_over: list[Path] = []
    for path in paths:
        if not is_folder(path):
            files[path] = None
            continue
        try:
            entries = sorted(path.iterdir())
        except OSError as error:
            raise Refusal(
                "folder-unreadable",
                N_("The folder {folder} cannot be read ({reason})."),
                folder=name_of(path),
                reason=reason(error),
            ) from error
        tables = [each for each in entries if _is_table(each)]
        if not tables:
            raise Refusal(
                "folder-without-tables",
                N_("There is no table in the folder {folder}."),
                folder=name_of(path),
            )
        files |= dict.fromkeys(tables)
        passed_over += [each for each in entries if each not in tables]
    return list(files), passed_over


def _is_table(path: Path) -> bool:
    is_shown = not path.name.startswith(_PASSED_OVER)
    return is_shown and path.suffix.lower() in _TABLES and not is_folder(path)
