"""The databases of several years, and a new year made from the one before."""

from pathlib import Path

import pytest

from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.services.database import years
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.integrity import verifying
from tests.bureau import ROSTER, new_room, scheme_text
from tests.refused import refused
from tests.services.graded_year import make_year

COMMENTED = scheme_text().replace("year = 2026", "year = 2026  # 本年度")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Last year's database."""
    scheme = COMMENTED.replace("县统计局绩效", "县统计局2026年度绩效")
    new_room(tmp_path, scheme).close()
    return tmp_path / "kaohe.db"


def test_a_new_year_takes_people_and_scheme_from_the_old_one(old: Path) -> None:
    made_of = years.plan(old, None, None)
    path = years.place_for(old, made_of.scheme.year)
    assert path.name == "kaohe-2027.db"
    room = years.make(path, made_of)
    before = enter_room(old, read_only=True)
    assert (room.rules()[0].year, room.rules()[0].name) == (2027, "县统计局2027年度绩效考核方案")
    assert room.roster() == before.roster()
    assert room.rules()[0].tiers == before.rules()[0].tiers
    assert "# 本年度" in made_of.text
    assert verifying.verify(room).findings == ()
    before.close()
    room.close()


def test_files_that_are_named_take_the_place_of_what_the_old_year_has(
    old: Path, tmp_path: Path
) -> None:
    (tmp_path / "few.csv").write_text(
        "code,name,section,role,supervisors\nh,何局长,局领导,head,\ns1,单雄,综合科,staff,\n",
        encoding="utf-8",
    )
    made_of = years.plan(old, None, tmp_path / "few.csv")
    assert (made_of.scheme.year, len(made_of.roster)) == (2027, 2)


def test_words_for_roles_are_kept_in_the_scheme_of_the_old_year(old: Path, tmp_path: Path) -> None:
    roster = tmp_path / "r.csv"
    roster.write_text(ROSTER + "n1,新来者,综合科,督办,l1\n", encoding="utf-8")
    made_of, copy = years.settle(old, None, roster, Choices(answers={"role 督办": "middle"}))
    assert copy is None
    assert "督办" in made_of.scheme.role_words[Role.MIDDLE]
    room = years.make(tmp_path / "new.db", made_of)
    assert "督办" in room.rules()[0].role_words[Role.MIDDLE]
    room.close()


def test_where_the_new_database_goes(old: Path, tmp_path: Path) -> None:
    assert years.place_for(tmp_path / "free.db", 2027) == tmp_path / "free.db"
    assert years.place_for(old, 2027) == tmp_path / "kaohe-2027.db"
    with refused("file-exists", year=2026):
        years.place_for(old, 2026)
    (tmp_path / "kaohe-2027.db").write_text("mine")
    with refused("file-exists") as info:
        years.place_for(old, 2027)
    assert "kaohe-2027.db" in str(info.value.values["path"])


def test_the_years_of_a_folder(old: Path, tmp_path: Path) -> None:
    years.make(tmp_path / "kaohe-2027.db", years.plan(old, None, None)).close()
    (tmp_path / "notes.db").write_text("no database")
    (tmp_path / "kaohe.before-0005.db").write_bytes(old.read_bytes())
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    found = years.years(tmp_path)
    assert [(each.year, each.path.name, each.is_complete) for each in found] == [
        (2027, "kaohe-2027.db", False), (2026, "kaohe.db", False),
    ]  # fmt: skip
    assert found[1].name == "县统计局2026年度绩效考核方案"
    assert "全员互评" in found[0].state
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_year_in_the_middle_says_what_comes_next(tmp_path: Path) -> None:
    make_year(tmp_path).close()
    (one,) = years.years(tmp_path)
    assert one.state == "第一季度小评: 2 grades wait for the group: decide them."
