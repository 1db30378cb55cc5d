"""Tables as offices make them, and the people whom they are about."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from kaohe_tui.domain.rules.people import Person, Role, Roster

PEOPLE = Roster(
    tuple(
        Person(code, name, section, Role.STAFF)
        for code, name, section in (
            ("01", "曹守诚", "局领导"),
            ("06", "陈立群", "办公室"),
            ("07", "王芳", "办公室"),
            ("08", "王芳", "农业科"),
            ("09", "买买提·吐尔逊", "综合科"),
        )
    )
)
"""Five people, two of one name."""


def text(folder: Path, lines: str, encoding: str = "utf-8") -> Path:
    """Write a table as text."""
    path = folder / "表.csv"
    path.write_bytes(lines.encode(encoding))
    return path


def workbook(folder: Path, rows: Sequence[Sequence[object]], *merged: str) -> Path:
    """Write a table as a workbook of one sheet; merged cells keep their first cell's value."""
    path = folder / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("汇总")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        for area in merged:
            first = area.split(":")[0]
            line, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
            sheet.merge_range(area, rows[line][column])
    return path
