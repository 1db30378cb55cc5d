"""Sections that no cell names are asked about."""

from pathlib import Path

from kaohe_tui.files.roster.roster import understand_roster
from kaohe_tui.files.scheme.scheme import read_scheme
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.resources import shipped

SCHEME = read_scheme(shipped("sample_data") / "scheme.toml")[0]


def test_group_headings_may_be_the_sections_where_the_column_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        "编号,姓名,科室,层级,分管领导\n局领导,,,,\n01,周正,,主要负责人,\n02,钱英,,分管领导,\n"
        "办公室,,,,\n03,孙立,,中层干部,02\n综合科,,,,\n04,李敏,,一般人员,02\n",
        encoding="utf-8",
    )
    reading = understand_roster(read_book(path), SCHEME, Choices(is_accepted=True))
    assert [each.key for each in reading.doubts] == ["groups"]
    roster = reading.taken(Choices(is_accepted=True))
    assert [each.section for each in roster] == ["局领导", "局领导", "办公室", "综合科"]
