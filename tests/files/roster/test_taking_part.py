"""Numbers that begin again in each section are numbered through, once that is answered."""

from pathlib import Path

import pytest

from kaohe_tui.files.roster.roster import RosterReading, understand_roster
from kaohe_tui.files.scheme.book.opening import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.resources import shipped
from tests.refused import refused

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]
HEAD = "序号,姓名,科室,层级,分管领导\n"
LEADERS = "1,周正,局领导,主要负责人,\n2,钱英,局领导,分管领导,\n"
OFFICE = "1,孙立,办公室,中层干部,钱英\n2,吴岩,办公室,一般人员,钱英\n"


def understood(folder: Path, text: str) -> RosterReading:
    path = folder / "r.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    return understand_roster(read_book(path), SCHEME, UNASKED)


def test_numbers_that_begin_again_are_numbered_through(tmp_path: Path) -> None:
    """The table was refused, for 1 was used already."""
    reading = understood(tmp_path, LEADERS + OFFICE)
    [doubt] = reading.doubts
    assert doubt.key == "serial"
    assert "line 4" in doubt.question
    assert reading.is_numbered
    with refused("table-doubtful"):
        reading.taken(UNASKED)
    roster = reading.taken(Choices(is_accepted=True))
    assert [(each.code, each.name) for each in roster] == [
        ("1", "周正"), ("2", "钱英"), ("3", "孙立"), ("4", "吴岩"),
    ]  # fmt: skip
    assert roster["3"].supervisors == ("2",)


@pytest.mark.parametrize(
    "office",
    [
        "2,孙立,办公室,中层干部,钱英\n3,吴岩,办公室,一般人员,钱英\n",
        OFFICE.replace("中层干部,钱英", "中层干部,2"),
    ],
)
def test_a_number_that_stands_there_twice_is_refused(tmp_path: Path, office: str) -> None:
    with refused("lines-wrong" if office.startswith("1") else "code-used-twice"):
        understood(tmp_path, LEADERS + office)
