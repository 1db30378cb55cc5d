"""A roster gives groups by key or name; one that the scheme does not have is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Roster
from kaohe_tui.domain.rules.scheme.classes import Group
from kaohe_tui.files.roster.roster import read_roster
from kaohe_tui.files.roster.typed import typed_person
from tests.domain.strategies import SCHEME
from tests.files.refusals import refusal_of

GROUPS = (Group("rep", "职工代表"), Group("young", "青年"))
GROUPED = replace(SCHEME, groups=GROUPS)


def _roster(tmp_path: Path, cell: str) -> Path:
    path = tmp_path / "roster.csv"
    lines = (
        "编号,姓名,科室,层级,分管领导,组别",
        "01,何,局,主要负责人,,",
        f"02,孙,综合科,一般人员,01,{cell}",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("cell", "groups"),
    [
        ("", ()),
        ("职工代表", ("rep",)),
        ("青年；REP", ("rep", "young")),
        ("young、 青 年", ("young",)),
    ],
)
def test_groups_are_named_by_key_or_name(
    tmp_path: Path, cell: str, groups: tuple[str, ...]
) -> None:
    assert read_roster(_roster(tmp_path, cell), GROUPED)["02"].groups == groups


def test_one_that_the_scheme_does_not_have_is_refused(tmp_path: Path) -> None:
    told = str(refusal_of(lambda: read_roster(_roster(tmp_path, "青年;工会"), GROUPED)))
    assert "工会" in told
    assert "职工代表, 青年" in told


def test_without_groups_in_the_scheme_the_column_is_left_out(tmp_path: Path) -> None:
    assert read_roster(_roster(tmp_path, "工会"), SCHEME)["02"].groups == ()


def test_a_typed_line_may_name_groups() -> None:
    line = {"code": "02", "name": "孙", "role": "staff", "groups": "青年"}
    assert typed_person(line, Roster(()), groups=GROUPS).groups == ("young",)
    with pytest.raises(Refusal) as caught:
        typed_person(line | {"groups": "工会"}, Roster(()), groups=GROUPS)
    assert caught.value.code == "group-unknown"
