"""Adjustments of several sizes and kinds of absence, entered, imported, replayed and verified."""

from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import EntryKind
from kaohe_tui.domain.record.event import sentence
from kaohe_tui.files.entries.adjustments import Size
from kaohe_tui.services.entries import away, entries, from_files
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.periods.roster_and_scheme import change_scheme
from kaohe_tui.services.record.reading import names
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record import records
from kaohe_tui.words import use_language
from tests.refused import refused
from tests.services.closed_quarter import SCHEME
from tests.services.conftest import MakeRoom

F = Fraction
RULES = """
[[adjustments]]
key = "prize"
name = "竞赛获奖"
kind = "bonus"
levels = { "省级" = 3, "市级" = "1.5" }
highest = true
[[adjustments]]
key = "task"
name = "专项工作"
kind = "bonus"
free = true
most = 5
[[absences]]
key = "leave"
name = "事假"
free = 3
points = "0.5"
bars_from = 10
out_from = 15
[[absences]]
key = "sick"
name = "病假"
"""
SIZED = SCHEME.replace('bonus_cap = "5"', "") + RULES


@pytest.fixture
def sized(make_room: MakeRoom) -> Room:
    """The bureau with rules of several sizes, before its first period."""
    return make_room(SIZED)


REFUSED = [
    ("prize", 1, Size(), "rule-level-missing"),
    ("prize", 1, Size("县级"), "rule-level-unknown"),
    ("prize", 1, Size("省级", "", "3"), "points-of-scheme"),
    ("research", 1, Size("省级"), "levels-none"),
    ("research", 1, Size("", "", "1"), "points-of-scheme"),
    ("task", 1, Size(), "points-missing"),
    ("task", 1, Size("", "", "5.5"), "points-over-most"),
    ("task", 3, Size("", "", "2"), "points-over-most"),
    ("task", 1, Size("", "", "0"), "given-points-wrong"),
    ("task", 1, Size("", "", "-1"), "given-points-wrong"),
    ("task", 1, Size("", "", "1/3"), "given-points-wrong"),
]


@pytest.mark.parametrize(("rule", "count", "size", "code"), REFUSED)
def test_a_size_that_does_not_fit_is_refused(
    sized: Room, rule: str, count: int, size: Size, code: str
) -> None:
    with refused(code):
        entries.enter_adjustment(sized, "q1", "s1", rule, count, "文件", size=size)
    assert not sized.period("q1").facts.adjustments


def test_sizes_are_kept_as_written_counted_and_told(sized: Room) -> None:
    use_language("zh_CN")
    for rule, size in (
        ("prize", Size("市级", "竞赛")),
        ("prize", Size("省级", "竞赛")),
        ("task", Size("", "", "2.50")),
    ):
        entries.enter_adjustment(sized, "q1", "s1", rule, 1, "证书", approved_by="h", size=size)
    facts = sized.period("q1").facts.adjustments
    assert [(a.level, a.matter, a.points) for a in facts] == [
        ("市级", "竞赛", ""),
        ("省级", "竞赛", ""),
        ("", "", "2.50"),
    ]
    assert sized.period("q1").extras["s1"].bonus == F("5.5")
    with sized.database.reading() as tx:
        told = [sentence(each, names(sized)) for each in records.entries(tx)]
    assert "竞赛获奖，1 次，证书、市级、竞赛" in told[1]
    assert "每次 2.50 分" in told[-1]
    entries.withdraw(sized, EntryKind.ADJUSTMENT, 2, "误录")
    assert sized.period("q1").extras["s1"].bonus == F(4)
    assert not verifying.verify(sized).findings
    with refused("evidence-used"):
        entries.enter_adjustment(sized, "q1", "s1", "prize", 1, "证书", size=Size("市级", "竞赛"))


def test_a_table_names_level_matter_and_points(sized: Room, tmp_path: Path) -> None:
    path = tmp_path / "加减分.csv"
    path.write_text(
        "编号,项目,级别,事项,分值,依据,批准人\n"
        "s1,竞赛获奖,省级,竞赛,3,证书甲,h\ns1,专项工作,,,+2.5,会议纪要,h\n",
        encoding="utf-8",
    )
    from_files.import_adjustments(sized, path, "q1")
    facts = sized.period("q1").facts.adjustments
    assert [(a.level, a.matter, a.points) for a in facts] == [("省级", "竞赛", ""), ("", "", "2.5")]
    assert sized.period("q1").extras["s1"].bonus == F("5.5")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("s1,竞赛获奖,市级,,3,证书,h", "points-not-of-rule"),
        ("s1,专项工作,,,-2,证书,h", "points-not-of-rule"),
        ("s1,专项工作,,,9,证书,h", "points-over-most"),
        ("s1,专项工作,,,,证书,h", "points-missing"),
        ("s1,竞赛获奖,国家级,,,证书,h", "rule-level-unknown"),
    ],
)
def test_a_line_that_does_not_fit_is_refused(
    sized: Room, tmp_path: Path, line: str, code: str
) -> None:
    path = tmp_path / "加减分.csv"
    path.write_text(f"编号,项目,级别,事项,分值,依据,批准人\n{line}\n", encoding="utf-8")
    with refused(code):
        from_files.import_adjustments(sized, path, "q1")
    assert not sized.period("q1").facts.adjustments


def test_days_are_of_a_kind_and_take_points_off(sized: Room, tmp_path: Path) -> None:
    with refused("kind-missing"):
        entries.absent(sized, "q1", "s1", F(2), "家事")
    with refused("kind-unknown"):
        entries.absent(sized, "q1", "s1", F(2), "家事", kind="旷工")
    entries.absent(sized, "q1", "s1", F("3.5"), "家事", kind="事假")
    entries.absent(sized, "q1", "s1", F(2), "家事", kind="leave")
    path = tmp_path / "缺勤.csv"
    path.write_text("编号,天数,类别,事由\ns1,1,事假,搬家\ns1,20,病假,住院\n", encoding="utf-8")
    from_files.import_absences(sized, path, "q1")
    assert [a.kind for a in sized.period("q1").facts.absences] == [
        "leave",
        "leave",
        "leave",
        "sick",
    ]
    assert sized.period("q1").extras["s1"].deduction == F("1.75")
    assert not verifying.verify(sized).findings


def test_many_days_are_summed_up_before_they_are_entered(sized: Room) -> None:
    use_language("zh_CN")
    entries.absent(sized, "q1", "s1", F(8), "家事", kind="事假")
    period_room = sized.period("q1")
    person = period_room.person("s1")
    lines = away.weighty_absence(period_room, person, F(8), "家事", "事假")
    assert lines[1:] == [
        "事假：8 天：家事。",
        "后果：事假 16 天，达到 10 天：不得评为最高等次",
        "后果：事假 16 天，达到 15 天：建议不参加考核",
    ]
    assert not away.weighty_absence(period_room, person, F(8), "住院", "病假")


NEW_SCHEMES = [
    ('"市级" = "1.5"', '"市级" = "2"', "scheme-changes-entry"),
    (', "市级" = "1.5"', "", "scheme-lacks-size"),
    ("free = true\nmost = 5", "points = 2", "scheme-lacks-size"),
    ('points = "0.5"\n', 'points = "1"\n', "scheme-changes-entry"),
    ('key = "leave"', 'key = "away"', "scheme-lacks-kind"),
    ("bars_from = 10\n", "", "scheme-changes-entry"),
    ("highest = true\n", "", "scheme-changes-entry"),
]


@pytest.mark.parametrize(("old", "new", "code"), NEW_SCHEMES)
def test_a_scheme_under_which_an_entry_is_another_is_refused(
    sized: Room, tmp_path: Path, old: str, new: str, code: str
) -> None:
    entries.enter_adjustment(sized, "q1", "s1", "prize", 1, "证书", size=Size("市级"))
    entries.enter_adjustment(sized, "q1", "s1", "task", 1, "纪要", size=Size("", "", "2"))
    entries.absent(sized, "q1", "s1", F(4), "家事", kind="事假")
    path = tmp_path / "scheme.toml"
    assert old in SIZED
    path.write_text(SIZED.replace(old, new), encoding="utf-8")
    with refused(code):
        change_scheme(sized, path)
