"""A new roster and a new scheme in the middle of the year."""

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kaohe_tui.domain.entries.entries import Adjustment, EntryKind, ExemptionKind
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.files.tables.doubts import Choices
from kaohe_tui.services.entries import entries as group
from kaohe_tui.services.periods.roster_and_scheme import change_roster, change_scheme
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.tiers import steps, taking_back
from kaohe_tui.services.year.same_person import answered
from kaohe_tui.store.entries import entries
from kaohe_tui.store.periods import in_use
from kaohe_tui.store.record import records
from kaohe_tui.store.tables.columns import METADATA, matter, receipt
from tests.bureau import ROSTER, key_tier, planted, scheme_text
from tests.refused import refused
from tests.services.conftest import MakeRoom

RULE = """[[adjustments]]
key = "praise"
name = "表彰"
kind = "bonus"
points = "2"
"""
NEW = ROSTER.replace("s2,孙红,综合科", "s2,孙红,农业科").replace("s3,王芳[/],农业科,staff,\n", "")


def _file(room: Room, name: str, text: str) -> Path:
    path = room.database.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    return path


def _actions(room: Room) -> list[str]:
    with room.database.reading() as tx:
        return [entry.action for entry in records.entries(tx)]


def test_a_new_roster_holds_for_what_is_still_to_be_opened(room: Room) -> None:
    steps.recuse(room, "q2", ("s2", "s3"), "亲属")
    steps.open_tier(room, "q1", "peer")
    before = room.period("q1").roster
    path = _file(room, "new.csv", NEW + "n1,新来者,综合科,staff,l1\n")
    looked = change_roster(room, path, only_look=True)
    assert room.period("q2").roster == before
    change = change_roster(room, path)
    assert change == looked
    assert [p.code for p in change.joined] == ["n1"]
    assert [p.code for p in change.left] == ["s3"]
    assert [(a.section, b.section) for a, b in change.moved] == [("综合科", "农业科")]
    assert (change.holds_for, change.kept_by) == (("q2 小评",), ("q1 小评",))
    assert not change.reordered
    assert room.period("q1").roster == before
    assert "s3" not in room.period("q2").roster
    with room.database.reading() as tx:
        line = records.entries(tx)[-1]
    assert (line.action, line.new.split(" ", 1)[1]) == (
        "change_roster",
        "joined:n1 left:s3 moved:s2",
    )
    # A recusal that names who left stays and does no harm.
    for tier in ("peer", "middle", "leader", "head"):
        if tier != "peer":
            steps.open_tier(room, "q1", tier)
        key_tier(room, "q1", tier)
        steps.close_tier(room, "q1", tier)
    steps.open_tier(room, "q2", "peer")
    assert ("s2", "s3") in room.period("q2").recused_in("peer")
    key_tier(room, "q2", "peer")
    steps.close_tier(room, "q2", "peer")
    with refused("no-period-left"):
        change_roster(room, path)


def test_namesakes_without_codes_are_named_and_not_told_apart_by_chance(room: Room) -> None:
    head = "序号,姓名,科室,层级,分管领导\n1,何局长,局领导,head,\n2,李副局长,局领导,leader,\n"
    text = head + "3,孙红,农业科,staff,2\n4,孙红,农业科,staff,2\n"
    with refused("namesakes-without-codes"):
        change_roster(room, _file(room, "new.csv", text), choices=Choices(is_accepted=True))


def test_words_for_roles_that_were_answered_are_kept_in_the_scheme(room: Room) -> None:
    path = _file(room, "posts.csv", NEW + "n1,新来者,综合科,督办,l1\n")
    with refused("table-doubtful"):
        change_roster(room, path)
    steps.open_tier(room, "q1", "peer")
    choices = Choices(answers={"role 督办": "middle"})
    looked = change_roster(room, path, only_look=True, choices=choices)
    assert not room.rules()[0].role_words
    change = change_roster(room, path, choices=choices)
    assert change.words == looked.words == ("督办",)
    assert "“督办”" in change.words_told
    assert _actions(room)[-2:] == ["change_roster", "change_scheme"]
    assert "督办" in room.rules()[0].role_words[Role.MIDDLE]
    # The opened period keeps its scheme, and the role is shown by the usual word.
    assert not room.period("q1").scheme.role_words
    assert room.rules()[0].role_name(Role.MIDDLE) == "中层干部"
    again = change_roster(room, path)
    assert not again.is_any
    assert not again.words_told


def test_the_same_files_change_nothing(room: Room) -> None:
    before = _actions(room)
    assert not change_roster(room, _file(room, "same.csv", ROSTER)).is_any
    assert not change_scheme(room, _file(room, "same.toml", scheme_text())).is_any
    assert _actions(room) == before


def test_a_new_scheme_holds_for_what_is_still_to_be_opened(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    path = _file(room, "new.toml", scheme_text(weights=(10, 30, 30, 30)))
    change = change_scheme(room, path)
    assert change.removed[0] == "weight = 40"
    assert change.added[0] == "weight = 10"
    assert change.holds_for == ("q2 小评",)
    assert room.period("q1").scheme.tier("peer").weight == 40
    assert room.period("q2").scheme.tier("peer").weight == 10
    # An earlier text is put in force again.
    change_scheme(room, _file(room, "old.toml", scheme_text()))
    assert room.period("q2").scheme.tier("peer").weight == 40
    assert _actions(room)[-2:] == ["change_scheme", "change_scheme"]


@pytest.mark.parametrize(
    ("old", "new", "kind", "values"),
    [
        ('key = "q1"', 'key = "q3"', "scheme-lacks-period", {"key": "q1"}),
        ("year = 2026", "year = 2027", "scheme-of-other-year", {"new": 2027}),
        ("year = 2026", "year = 2026x", "toml-wrong", {"file": "bad.toml"}),
    ],
)
def test_a_scheme_that_cannot_follow_is_refused(
    room: Room, old: str, new: str, kind: str, values: dict[str, object]
) -> None:
    steps.open_tier(room, "q1", "peer")
    before = _actions(room), room.base()[1]
    with refused(kind, **values):
        change_scheme(room, _file(room, "bad.toml", scheme_text().replace(old, new)))
    assert (_actions(room), room.base()[1]) == before


def test_a_rule_that_an_entry_rests_on_stays(room: Room) -> None:
    change_scheme(room, _file(room, "rules.toml", scheme_text() + RULE))
    entry = Adjustment(0, "q2", "s1", "x", room.now(), "", "", "", "praise", 1, "文件", "y", "z")
    with planted(room) as tx:
        id = entries.add(tx, entry)
    room.forget()
    plain = _file(room, "plain.toml", scheme_text())
    with refused("scheme-lacks-rule", rule="praise", entry="adjustment no. 1 for 单雄 in q2 小评"):
        change_scheme(room, plain)
    with planted(room) as tx:
        entries.withdraw(tx, replace(entry, id=id), "x", room.now(), "错")
    room.forget()
    assert change_scheme(room, plain).is_any


GRADES = """
[[grades]]
name = "优秀"
min = "90"
[[grades]]
name = "称职"
min = "60"
[[grades]]
name = "不称职"
min = "0"
"""
VETOES = """[vetoes]
grade = "不称职"
grounds = ["违纪", "失职"]
"""
BARS = """[bars]
absence_days = 30
"""
WHOLE = scheme_text() + RULE + GRADES + VETOES + BARS


LEADS = "a veto leads to the grade 不称职 at best"
"""What is said of a veto before the scheme changes."""


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ('"bonus"', '"deduction"', "bonus of 2 each time", "deduction of 2 each time"),
        ('points = "2"', 'points = "3"', "bonus of 2 each time", "bonus of 3 each time"),
        (RULE, RULE + 'cap = "1"\n', "bonus of 2 each time", "bonus of 2 each time, at most 1"),
        (VETOES, "", LEADS, "there are no vetoes"),
        ('grade = "不', 'grade = "', LEADS, "a veto leads to"),
        (
            '"违纪", ',
            "",
            LEADS,
            "“违纪” is no ground for a veto",
        ),
        (BARS, "", "31 days bar from the top grade", "31 days do not bar from the top grade"),
        ("days = 30", "days = 31", "31 days bar from the top grade", "31 days do not bar from"),
    ],
    ids=["kind", "points", "cap", "no vetoes", "grade", "ground", "no bars", "days"],
)
def test_an_entry_means_the_same_under_a_new_scheme_or_is_withdrawn_first(
    make_room: MakeRoom, old: str, new: str, before: str, after: str
) -> None:
    """An approved bonus became a deduction, and a veto nothing at all."""
    room = make_room(WHOLE)
    numbers = {
        EntryKind.ADJUSTMENT: group.enter_adjustment(room, "q2", "s1", "praise", 1, "文件"),
        EntryKind.VETO: group.enter_veto(room, "q2", "s1", "违纪", "1 号", "纪委"),
        EntryKind.ABSENCE: group.absent(room, "q2", "s1", Fraction(31), "病假"),
    }
    group.exempt(room, "q2", "s2", ExemptionKind.NOT_ASSESSED, "新录用")
    assert WHOLE.count(old) == 1
    path = _file(room, "other.toml", WHOLE.replace(old, new))
    for only_look in (True, False):
        with refused("scheme-changes-entry", before=before) as info:
            change_scheme(room, path, only_look=only_look)
    assert str(info.value.values["after"]).startswith(after)
    assert "no. 1 for 单雄 in q2" in str(info.value)
    for kind, number in numbers.items():
        group.withdraw(room, kind, number, "方案已改")
    assert change_scheme(room, path).is_any


def test_each_entry_that_would_mean_something_else_is_named(make_room: MakeRoom) -> None:
    room = make_room(WHOLE)
    for code in ("s1", "s2", "s3", "m1", "m2", "l1", "l2"):
        group.enter_adjustment(room, "q2", code, "praise", 1, "文件")
    with refused("scheme-changes-entry") as info:
        change_scheme(room, _file(room, "other.toml", WHOLE.replace('"2"', '"3"')))
    assert "So would: adjustment no. 2 for 孙红 in q2 小评; " in str(info.value)
    assert "马科长" in str(info.value)
    assert "李副局长" in str(info.value)
    assert "刘副局长" not in str(info.value)
    assert "; and 1 more entry." in str(info.value)


def test_a_veto_of_an_opened_period_holds_in_the_year_under_a_new_scheme(
    make_room: MakeRoom,
) -> None:
    room = make_room(WHOLE)
    steps.open_tier(room, "q1", "peer")
    group.enter_veto(room, "q1", "s1", "违纪", "1 号", "纪委")
    group.absent(room, "q1", "s1", Fraction(31), "病假")
    with refused("scheme-changes-entry", after="there are no vetoes"):
        change_scheme(room, _file(room, "other.toml", WHOLE.replace(VETOES, "")))
    # Its ground is the opened period's own.
    change_scheme(room, _file(room, "less.toml", WHOLE.replace('"违纪", ', "").replace(BARS, "")))


HEAD = ROSTER.replace("s1,单雄,综合科,staff,l1", "s1,单雄,综合科,head,")


def test_a_roster_is_refused_for_what_stands_when_it_is_only_looked_at(
    make_room: MakeRoom,
) -> None:
    room = make_room(WHOLE)
    group.absent(room, "q2", "s3", Fraction(1), "病假")
    path = _file(room, "new.csv", NEW)
    for only_look in (True, False):
        with refused("roster-lacks-person", code="s3", period="q2 小评"):
            change_roster(room, path, only_look=only_look)


def test_nobody_who_is_vetoed_is_left_without_a_rater(make_room: MakeRoom) -> None:
    """The veto stood in the list and counted nowhere."""
    room = make_room(WHOLE)
    number = group.enter_veto(room, "q2", "s1", "违纪", "1 号", "纪委")
    words = {"name": "单雄", "period": "q2 小评"}
    path = _file(room, "head.csv", HEAD)
    for only_look in (True, False):
        with refused("veto-without-rater", **words):
            change_roster(room, path, only_look=only_look)
    unrated = re.sub(r"ratees = .*", 'ratees = ["middle"]', WHOLE)
    with refused("veto-without-rater", **words):
        change_scheme(room, _file(room, "unrated.toml", unrated))
    group.withdraw(room, EntryKind.VETO, number, "有误")
    assert change_roster(room, path).is_any


def test_a_code_that_belongs_to_another_name_is_asked_about(room: Room) -> None:
    """The year would credit the newcomer with what the other person was given."""
    steps.open_tier(room, "q1", "peer")
    text = ROSTER.replace("s2,孙红", "s2,新来的")
    assert text != ROSTER
    path = _file(room, "new.csv", text)
    assert [each.is_renamed for each in change_roster(room, path, only_look=True).doubts] == [True]
    with refused("person-in-doubt") as info:
        change_roster(room, path)
    assert "code s2 was 孙红 and is now 新来的: for the same person add --same s2" in str(
        info.value.values["doubts"]
    )
    assert room.roster()["s2"].name == "孙红"
    with refused("person-not-in-doubt", code="s1"):
        change_roster(room, path, same=["s1", "s2"])
    change_roster(room, path, same=["s2"])
    assert room.period("q2").roster["s2"].name == "新来的"


def test_a_code_of_somebody_who_left_is_asked_about_when_it_comes_back(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    left = "".join(line for line in ROSTER.splitlines(keepends=True) if "s2," not in line)
    change_roster(room, _file(room, "left.csv", left))
    back = _file(room, "back.csv", ROSTER.replace("s2,孙红", "s2,新来的"))
    with refused("person-in-doubt") as info:
        change_roster(room, back)
    assert "code s2 was 孙红" in str(info.value.values["doubts"])
    change_roster(room, _file(room, "same.csv", ROSTER))
    assert room.roster()["s2"].name == "孙红"


def test_a_name_under_another_code_is_asked_about(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    path = _file(room, "new.csv", ROSTER.replace("s2,孙红", "x2,孙红"))
    with refused("person-in-doubt") as info:
        change_roster(room, path)
    doubts = str(info.value.values["doubts"])
    assert "孙红 had the code s2 and now has x2: the same person keeps s2" in doubts
    assert "for another person of that name add --new x2" in doubts
    change_roster(room, path, new=["x2"])
    assert "x2" in room.roster()


def test_of_namesakes_who_left_each_is_asked_about(room: Room) -> None:
    twins = ROSTER + "s9,孙红,综合科,staff,l1\ns8,孙红,农业科,staff,l2\n"
    change_roster(room, _file(room, "twins.csv", twins))
    renumbered = twins.replace("s2,孙红", "x2,孙红").replace("s9,孙红", "x9,孙红")
    renumbered = renumbered.replace("s8,孙红", "x8,孙红")
    path = _file(room, "new.csv", renumbered)
    asked = change_roster(room, path, only_look=True).doubts
    # Those of the same section alone may be the same person.
    assert [(each.before.code, each.after.code) for each in asked] == [
        ("s2", "x2"), ("s9", "x2"), ("s2", "x9"), ("s9", "x9"), ("s8", "x8"),
    ]  # fmt: skip
    choices = Choices(answers={each.asked().key: "new" for each in asked[1:]})
    choices = choices.with_answer(asked[0].asked(), "same")
    same, new = answered(asked, choices)
    assert (same, new) == (["x2"], ["x9", "x9", "x8"])
    change_roster(room, path, same=same, new=new)
    assert "x2" in room.roster()


EXCHANGED = ROSTER.replace("s1,单雄", "s1,孙红").replace("s2,孙红", "s2,单雄")
RENUMBERED = ROSTER.replace("s2,孙红", "x2,孙红")


def _open_and_take_back(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    taking_back.take_back(room, "q1", "peer", "名单有误")


@pytest.mark.parametrize("begin", [lambda _room: None, _open_and_take_back])
def test_a_code_that_has_nothing_yet_can_go_to_somebody_else(
    room: Room, begin: Callable[[Room], None]
) -> None:
    """Nothing can be credited to the wrong person: nobody has to say what is not true."""
    begin(room)
    path = _file(room, "exchanged.csv", EXCHANGED)
    with refused("person-in-doubt") as info:
        change_roster(room, path)
    assert re.search(r"same person add --same s1; .*another person add --new s1", str(info.value))
    with refused("person-in-doubt") as info:
        change_roster(room, path, same=["s1"], new=["s1", "s2"])
    assert re.search("code s1 was 单雄", str(info.value))
    change_roster(room, path, new=["s1", "s2"])
    assert [room.roster()[code].name for code in ("s1", "s2")] == ["孙红", "单雄"]


def test_a_person_whose_code_has_nothing_yet_can_get_another(room: Room) -> None:
    path = _file(room, "renumbered.csv", RENUMBERED)
    with refused("person-in-doubt") as info:
        change_roster(room, path)
    assert re.search(r"add --same x2; for another person of that name add --new", str(info.value))
    change_roster(room, path, same=["x2"])
    assert room.roster()["x2"].name == "孙红"


def _keep_apart(room: Room) -> None:
    steps.recuse(room, "q1", ("s1", "s2"), "亲属")


def _enter_and_withdraw(room: Room) -> None:
    number = group.absent(room, "q1", "s2", Fraction(2), "病假")
    group.withdraw(room, EntryKind.ABSENCE, number, "误登")


@pytest.mark.parametrize(
    "give", [lambda room: steps.open_tier(room, "q1", "peer"), _keep_apart, _enter_and_withdraw]
)
def test_a_code_that_has_something_belongs_to_one_person(
    room: Room, give: Callable[[Room], object]
) -> None:
    give(room)
    path = _file(room, "exchanged.csv", EXCHANGED)
    with refused("person-in-doubt") as info:
        change_roster(room, path, new=["s1", "s2"])
    assert re.search(r"code s2 was .* needs a code that nobody had this year", str(info.value))
    path = _file(room, "renumbered.csv", RENUMBERED)
    with refused("person-in-doubt") as info:
        change_roster(room, path, same=["x2"])
    assert re.search("the same person keeps s2", str(info.value))


def test_every_table_with_a_persons_code_is_looked_at() -> None:
    """A new kind of fact is not to be forgotten where it is asked whether a code has anything."""
    assert {receipt.name, matter.name} <= METADATA.tables.keys()
    columns = {
        (table.name, column.name)
        for table in METADATA.tables.values()
        for column in table.columns
        if column.name.endswith("code")
    }
    not_a_person = {("rater_code", "code"), ("receipt", "code")}
    # What a roster says of a person goes with the roster.
    of_rosters = {("person", "code"), ("roster_group", "code")}
    assert columns - not_a_person - of_rosters == set(in_use.WHERE)


def test_a_name_that_is_written_otherwise_is_the_same(room: Room) -> None:
    steps.open_tier(room, "q1", "peer")
    path = _file(room, "new.csv", ROSTER.replace("s2,孙红", "s2,孙 红"))
    assert change_roster(room, path).moved


def test_what_a_new_scheme_changes_of_the_year_is_told_of_periods_already_opened(
    room: Room,
) -> None:
    steps.open_tier(room, "q1", "peer")
    text = scheme_text()
    other = text.replace('name = "q1 小评"\nweight = ', 'name = "q1 小评"\nweight = 9')
    assert other != text
    change = change_scheme(room, _file(room, "new.toml", other), only_look=True)
    assert [each.period for each in change.reweighed] == ["q1 小评"]
    assert change.reweighed[0].before != change.reweighed[0].after
    # Twice as much of everything is the same part of the year.
    doubled = re.sub(r"(?<=小评\"\nweight = )(\d+)", lambda m: str(2 * int(m[1])), text)
    assert doubled != text
    assert not change_scheme(room, _file(room, "two.toml", doubled), only_look=True).reweighed
