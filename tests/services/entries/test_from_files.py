"""What files hold of adjustments and absences, taken whole or not at all."""

from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import Absence
from kaohe_tui.domain.record.events import AbsenceFileImported, AdjustmentFileImported
from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.entries import entries, from_files
from kaohe_tui.services.integrity import verifying
from kaohe_tui.services.result import freezing
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.record import records
from kaohe_tui.store.record.records import Entry
from tests.bureau import ROSTER, new_room
from tests.refused import refused
from tests.services.closed_quarter import SCHEME, close_quarter
from tests.services.conftest import MakeRoom

Q1 = "q1"


@pytest.fixture
def ruled(make_room: MakeRoom) -> Room:
    """The bureau with rules, before its first period."""
    return make_room(SCHEME)


def _record(room: Room) -> list[Entry]:
    with room.database.reading() as tx:
        return list(records.entries(tx))


def _absences(folder: Path, *lines: str) -> Path:
    path = folder / "缺勤.csv"
    path.write_text("\n".join(["姓名,天数,事由", *lines]) + "\n", encoding="utf-8")
    return path


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "加减分.csv"
    path.write_text("\n".join(["编号,项目,次数,依据,批准人", *lines]) + "\n", encoding="utf-8")
    return path


def test_a_file_is_taken_whole(ruled: Room, tmp_path: Path) -> None:
    path = _file(tmp_path, "s1,research,2,5期,h", "s2,违反局规定,,督查通报,")
    assert len(from_files.import_adjustments(ruled, path, Q1)) == 2
    first, second = ruled.period(Q1).facts.adjustments
    assert (first.code, first.count, first.counts, first.approved_by) == ("s1", 2, True, "何局长")
    assert (second.rule, second.count, second.counts) == ("violation", 1, False)
    with refused("lines-wrong") as info:
        from_files.import_adjustments(ruled, path, Q1)
    for line, number in ((2, 1), (3, 2)):
        assert f"加减分.csv, line {line}: 依据:" in str(info.value)
        assert f"already used (no. {number})" in str(info.value)
    assert len(ruled.period(Q1).facts.adjustments) == 2


def test_a_file_with_one_bad_line_is_not_taken_at_all(ruled: Room, tmp_path: Path) -> None:
    path = _file(tmp_path, "s1,research,2,5期,h", "s2,research,1,6期,s2")
    with refused("self-approval", line=3, name="孙红"):
        from_files.import_adjustments(ruled, path, Q1)
    assert ruled.period(Q1).facts.adjustments == ()


def test_a_name_beside_a_code_must_be_the_codes(ruled: Room, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "编号,姓名,项目,依据\n"
    path.write_text(head + "s1,孙红,research,1期\n", encoding="utf-8")
    with refused("name-not-of-code", file="a.csv", line=2, code="s1", name="单雄", other="孙红"):
        from_files.import_adjustments(ruled, path, Q1)
    name = ruled.period(Q1).roster["s1"].name
    path.write_text(head + f"s1,{name},research,1期\ns2,,research,1期\n", encoding="utf-8")
    assert len(from_files.import_adjustments(ruled, path, Q1)) == 2


def test_a_document_twice_in_a_file_is_told_by_its_lines(ruled: Room, tmp_path: Path) -> None:
    """Nothing of the file is taken: there is no entry to withdraw."""
    path = tmp_path / "a.csv"
    head = "code,rule,evidence\n"
    path.write_text(
        head + "s1,research,统发〔2026〕7号\ns1,research,统发[2026]07号\n", encoding="utf-8"
    )
    with refused("evidence-twice", file="a.csv", line=3, first=2) as info:
        from_files.import_adjustments(ruled, path, Q1)
    assert "in line 2 already; delete one of the two" in str(info.value)
    entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "统发〔2026〕7号")
    path.write_text(head + "s1,research,统发[2026]07号\n", encoding="utf-8")
    with refused("evidence-used", file="a.csv", line=2, number=1) as info:
        from_files.import_adjustments(ruled, path, Q1)
    assert "already used (no. 1)" in str(info.value)


@pytest.mark.parametrize(
    ("rule", "count", "heading", "cell", "given"),
    [
        ("research", "", "分值", "0.5", ""),
        ("research", "2", "分值", "0.5", ""),
        ("research", "2", "分值", "+1", ""),
        ("research", "", "分值", "", ""),
        ("violation", "", "分值", "2", ""),
        ("violation", "", "分值", "-2", ""),
        ("violation", "", "扣分", "2", ""),
        ("research", "", "分值", "3", "3"),
        ("research", "2", "分值", "3", "3"),
        ("research", "", "分值", "-0.5", "-0.5"),
        ("violation", "", "加分", "2", "+2"),
        ("violation", "", "分值", "0", "0"),
    ],
)
def test_points_in_a_file_are_held_to_the_scheme(
    ruled: Room, tmp_path: Path, rule: str, count: str, heading: str, cell: str, given: str
) -> None:
    """The column was named as left out, and a clerk's 3 counted as the scheme's 2 in silence."""
    path = tmp_path / "a.csv"
    path.write_text(
        f"编号,项目,次数,依据,{heading}\ns1,{rule},{count},1期,{cell}\n", encoding="utf-8"
    )
    if not given:
        assert not any(
            "left out" in each for each in from_files.look_at_adjustments(ruled, path, Q1).told
        )
        assert len(from_files.import_adjustments(ruled, path, Q1)) == 1
        return
    with refused("points-not-of-rule", given=given, line=2, key=heading) as info:
        from_files.import_adjustments(ruled, path, Q1)
    assert ("+0.5" if rule == "research" else "-2") in str(info.value)
    assert ruled.period(Q1).facts.adjustments == ()


def test_every_fault_of_file_and_meeting_is_told(ruled: Room, tmp_path: Path) -> None:
    entries.enter_adjustment(ruled, Q1, "s1", "research", 1, "1期")
    path = _file(
        tmp_path,
        "s1,research,1,1期,",
        "s2,调研,1,2期,",
        "s2,research,1000,2期,",
        "单雄,research,1,3期,单雄",
        "x9,research,1,3期,",
        "s2,research,1,4期,没有",
        "s2,research,,4期,",
        "s2,research,1,,",
    )
    before = _record(ruled)
    with refused("lines-wrong") as info:
        from_files.import_adjustments(ruled, path, Q1)
    *faults, last = str(info.value).splitlines()
    assert [each.split("line ")[1].split(": ")[:2] for each in faults] == [
        ["2", "依据"],
        ["3", "项目"],
        ["4", "次数"],
        ["5", "批准人"],
        ["6", "编号"],
        ["8", "依据"],
        ["9", "依据"],
    ]
    assert "research (调研信息采用)" in faults[1]
    assert last == "Nothing was imported from the file."
    assert _record(ruled) == before


def test_a_rule_is_known_by_key_or_name_however_it_is_written(ruled: Room, tmp_path: Path) -> None:
    path = _file(
        tmp_path, "s1,RESEARCH,1,1期,", "s1,ｒｅｓｅａｒｃｈ,1,2期,", "s1,调研 信息采用,1,3期,"
    )
    lines = from_files.import_adjustments(ruled, path, Q1)
    assert len(lines) == 3
    assert {each.rule for each in ruled.period(Q1).facts.adjustments} == {"research"}


def test_looking_enters_nothing(ruled: Room, tmp_path: Path) -> None:
    before = _record(ruled)
    path = _file(tmp_path, "单雄,research,2次,5期,h")
    reading = from_files.look_at_adjustments(ruled, path, Q1)
    assert "1 line read" in reading.told[0]
    with refused("evidence-twice", line=3):
        from_files.look_at_adjustments(ruled, _file(tmp_path, *["s1,research,1,5期,"] * 2), Q1)
    path = _absences(tmp_path, "单雄,1,病假")
    assert "1 line read" in from_files.look_at_absences(ruled, path, Q1).told[0]
    with refused("days-wrong", line=2):
        from_files.look_at_absences(ruled, _absences(tmp_path, "单雄,0,病假"), Q1)
    assert _record(ruled) == before


def test_absences_are_entered_as_the_single_command_does(ruled: Room, tmp_path: Path) -> None:
    path = _absences(tmp_path, "单雄,3天,病假", "孙红,０.５,事假", "单雄,1,事假")
    assert len(from_files.import_absences(ruled, path, Q1)) == 3
    brought = [(each.code, each.half_days, each.reason) for each in _stored(ruled)]
    assert brought == [("s1", 6, "病假"), ("s2", 1, "事假"), ("s1", 2, "事假")]
    by_file = _record(ruled)[-3:]
    for code, days, reason in (("s1", "3", "病假"), ("s2", "0.5", "事假"), ("s1", "1", "事假")):
        entries.absent(ruled, Q1, code, Fraction(days), reason)
    singly = _record(ruled)[-3:]
    assert [(e.action, e.subject, e.new.split(" ", 1)[1], e.reason) for e in by_file] == [
        (e.action, e.subject, e.new.split(" ", 1)[1], e.reason) for e in singly
    ]


def _stored(room: Room) -> list[Absence]:
    return list(room.period(Q1).facts.absences)


def test_absences_are_taken_whole_or_not_at_all(ruled: Room, tmp_path: Path) -> None:
    path = _absences(tmp_path, "单雄,300,病假", "单雄,66.5,病假", "孙红,0,病假", "何人,1,病假")
    with refused("lines-wrong") as info:
        from_files.import_absences(ruled, path, Q1)
    told = str(info.value)
    assert "line 3: 天数: 单雄 (s1) has 300 days" in told
    assert "line 4: 天数: " in told
    assert "nobody in the roster is called “何人”" in told
    assert _stored(ruled) == []


def test_absences_that_are_there_already_are_asked_about(ruled: Room, tmp_path: Path) -> None:
    """The same file brought twice would count everybody's days twice."""
    path = _absences(tmp_path, "单雄,1,病假")
    from_files.import_absences(ruled, path, Q1)
    path = _absences(tmp_path, "单雄,1,病 假", "孙红,2,事假", "孙红,2,事假")
    with refused("table-doubtful"):
        from_files.import_absences(ruled, path, Q1)
    reading = from_files.look_at_absences(ruled, path, Q1)
    assert ["(no. 1)" in reading.doubts[0].question, "(line 3)" in reading.doubts[1].question] == [
        True,
        True,
    ]
    choices = Choices(is_accepted=True)
    assert len(from_files.import_absences(ruled, path, Q1, choices=choices)) == 3


def test_a_closed_period_needs_a_reason(ruled: Room, tmp_path: Path) -> None:
    close_quarter(ruled)
    path = _absences(tmp_path, "单雄,1,病假")
    with refused("reason-missing"):
        from_files.import_absences(ruled, path, Q1)
    from_files.import_absences(ruled, path, Q1, correction="补录")
    assert len(_stored(ruled)) == 1


NAMESAKES = ROSTER + "s4,单雄,农业科,staff,\n"


def test_two_of_one_name_are_asked_about(tmp_path: Path) -> None:
    room = new_room(tmp_path, SCHEME, NAMESAKES)
    path = _absences(tmp_path, "单雄,1,病假", "孙红,1,病假")
    with refused("table-doubtful") as info:
        from_files.import_absences(room, path, Q1)
    assert "s1, 综合科; s4, 农业科" in str(info.value)
    choices = Choices(answers={"who A2": "s4"})
    from_files.import_absences(room, path, Q1, choices=choices)
    assert [each.code for each in _stored(room)] == ["s4", "s2"]
    path = _file(tmp_path, "单雄,research,1,5期,")
    reading = from_files.look_at_adjustments(room, path, Q1)
    assert [each.key for each in reading.doubts] == ["who A2"]
    room.close()


def test_what_is_brought_is_kept_where_the_scheme_says_so(
    make_room: MakeRoom, tmp_path: Path
) -> None:
    room = make_room("keep_originals = true\n" + SCHEME)
    folder = Path(f"{room.database.path}.originals")
    absences = _absences(tmp_path, "单雄,1,病假")
    freezing.preview(room, Q1, lambda stage: from_files.import_absences(stage, absences, Q1))
    with refused("rule-unknown"):
        from_files.import_adjustments(room, _file(tmp_path, "s1,x,2,5期,h"), Q1)
    assert not folder.exists()
    adjustments = _file(tmp_path, "s1,research,2,5期,h")
    from_files.import_adjustments(room, adjustments, Q1)
    from_files.import_absences(room, absences, Q1)
    kept = {each.name.split("-", 1)[1] for each in folder.iterdir()}
    assert kept == {"加减分.csv", "缺勤.csv"}
    assert from_files.look_at_absences(room, absences, Q1, UNASKED).doubts


def test_the_record_names_the_file_and_what_was_understood(ruled: Room, tmp_path: Path) -> None:
    """Nobody could tell afterwards which table an adjustment or absence had come from."""
    absences = tmp_path / "缺勤.csv"
    absences.write_text(
        "缺勤登记表\n姓名,电话,天数,事由\n单雄,110,1,病假\n孙红,119,,\n合计,,1,\n", encoding="utf-8"
    )
    from_files.import_absences(ruled, absences, Q1)
    adjustments = _file(tmp_path, "s1,research,2,5期,h")
    from_files.import_adjustments(ruled, adjustments, Q1)
    of_file = [each.event for each in _record(ruled) if each.event.action.startswith("import")]
    assert of_file == [
        AbsenceFileImported(
            period=Q1,
            file="缺勤.csv",
            file_digest=sha256(absences.read_bytes()).hexdigest(),
            absences=1,
            understood=Understood("", (2, 2), ("电话",), (1, 4, 5)),
        ),
        AdjustmentFileImported(
            period=Q1,
            file="加减分.csv",
            file_digest=sha256(adjustments.read_bytes()).hexdigest(),
            adjustments=1,
            understood=Understood("", (1, 1)),
        ),
    ]
    assert verifying.verify(ruled).holds


def test_an_absence_that_is_there_already_can_be_left_out(ruled: Room, tmp_path: Path) -> None:
    """The question had one answer: a table that grows month by month could not be brought again."""
    from_files.import_absences(ruled, _absences(tmp_path, "单雄,1,病假"), Q1)
    path = _absences(tmp_path, "单雄,1,病假", "孙红,2,事假")
    choices = Choices(answers={"again B2": "-"})
    reading = from_files.look_at_absences(ruled, path, Q1, choices)
    assert "Lines left out that are there already: 2." in reading.told
    assert [each.code for each in from_files.import_absences(ruled, path, Q1, choices=choices)] == [
        "s2"
    ]
    assert [each.code for each in _stored(ruled)] == ["s1", "s2"]
    *_others, of_file, _entered = [each.event for each in _record(ruled)]
    assert isinstance(of_file, AbsenceFileImported)
    assert (of_file.absences, of_file.understood.lines) == (1, (2,))


@pytest.mark.parametrize("title", ["2026年第二季度汇总表", "2025年第一季度汇总表"])
def test_a_title_that_names_another_period_is_asked_about(
    ruled: Room, tmp_path: Path, title: str
) -> None:
    """Last quarter's file was entered into this one in silence."""
    adjustments = _file(tmp_path, "s1,research,2,5期,h")
    absences = _absences(tmp_path, "s1,3,病假")
    for path in (adjustments, absences):
        path.write_text(f"{title},,,,\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    accepted = Choices(is_accepted=True)
    [doubt] = from_files.look_at_adjustments(ruled, adjustments, Q1).doubts
    assert (doubt.key, doubt.proposed) == ("title period", "")
    with refused("table-doubtful"):
        from_files.import_adjustments(ruled, adjustments, Q1, choices=accepted)
    with refused("table-doubtful"):
        from_files.import_absences(ruled, absences, Q1, choices=accepted)
    meant = Choices(answers={"title period": "-"})
    assert len(from_files.import_adjustments(ruled, adjustments, Q1, choices=meant)) == 1
