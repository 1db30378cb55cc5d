"""Every event: its texts in an entry, its words in both languages, who it is about."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe_tui import words
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Duty, Power
from kaohe_tui.domain.entries.entries import EntryKind, ExemptionKind
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.record import events
from kaohe_tui.domain.record.event import kind_of
from kaohe_tui.domain.record.events import (
    EVENTS,
    AbsenceFileImported,
    AdjustmentFileImported,
    BallotsImported,
    Event,
    HandedIn,
    MarkChanged,
    Names,
    OpinionTaken,
    RecordKind,
    RecusalFileImported,
    Recused,
    Registered,
    Restored,
    RosterChanged,
    RosterChanges,
    SecretHandedIn,
    SignedIn,
    SignInFailed,
    TaskFileImported,
    TasksMoved,
    Texts,
    TierClosed,
    Unknown,
    moment,
    sentence,
)
from kaohe_tui.domain.record.fields.contents import Content
from kaohe_tui.domain.record.fields.labels import LABELS
from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.domain.record.fields.value import Value
from kaohe_tui.domain.record.words import LONGEST, joined
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.tasks.task import TaskState, Verdict
from tests.domain.events import HASH, made

NAMES = Names(
    {"q2": "第二季度小评"},
    {("q2", "peer"): "全员互评", ("q2", "middle"): "中层评分"},
    {"s1": "单雄[/]", "s2": "Anna Li"},
    {("q2", "work"): "工作实绩"},
    {("q2", "research"): "调研信息"},
)


class Entry(NamedTuple):
    """What a sentence is made of."""

    actor: str
    event: Event


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = words.language()
    words.use_language(request.param)
    yield request.param
    words.use_language(before)


# -- the texts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@given(data=st.data())
def test_an_event_is_read_from_its_texts_as_it_was(event: type[Event], data: st.DataObject) -> None:
    happened = data.draw(made(event))
    assert events.read(happened.word, happened.to_fields()) == happened


# The bytes of records that exist: they are hashed, and hold for good.
@pytest.mark.parametrize(
    ("action", "texts", "event"),
    [
        (
            "close_tier",
            Texts("q1", "peer", "陈静", "m2:3;:1", "李强", "到时间"),
            TierClosed(
                period="q1",
                tier="peer",
                missing={"m2": 3, "": 1},
                counted_by="陈静",
                supervised_by="李强",
                reason="到时间",
            ),
        ),
        (
            "hand_in",
            Texts("q1", "peer", "s1", "2", HASH, "code"),
            HandedIn(period="q1", tier="peer", rater="s1", lacking=2, digest=HASH, by_code=True),
        ),
        ("hand_in", Texts("q1", "peer", "12"), SecretHandedIn(period="q1", tier="peer", number=12)),
        (
            "hand_in",
            Texts("q1", "peer", "12", "3"),
            SecretHandedIn(period="q1", tier="peer", number=12, lacking=3),
        ),
        (
            "import",
            Texts("q1", "middle,peer", "", '{"peer":{"m1":[],"m2":["s3"]}}', "a: b.csv: 3/12"),
            BallotsImported(
                period="q1",
                tiers=("middle", "peer"),
                file="a: b.csv",
                ballots=3,
                ratings=12,
                brought={"peer": {"m1": (), "m2": ("s3",)}},
            ),
        ),
        (
            "import",
            Texts("q1", "peer", "", "", "a.csv: 3"),
            BallotsImported(period="q1", tiers=("peer",), file="a.csv", ballots=3, brought={}),
        ),
        (
            "mark",
            Texts("q1", "peer", "s1>s2", "spirit 36.5", ""),
            MarkChanged(
                period="q1", tier="peer", rater="s1", ratee="s2", indicator="spirit", before=365
            ),
        ),
        (
            "task_opinion",
            Texts(subject="s1>s2", old="light 少了", new="agree"),
            OpinionTaken(
                rater="s1",
                ratee="s2",
                before=Verdict.LIGHT,
                remark_before="少了",
                verdict=Verdict.AGREE,
            ),
        ),
        (
            "task_step",
            Texts(subject="s1", old="approved", new="posted 2026-02-03", reason=""),
            TasksMoved(
                person="s1",
                before=TaskState.APPROVED,
                state=TaskState.POSTED,
                posted_on=date(2026, 2, 3),
            ),
        ),
        ("restore", Texts(old="", new=HASH), Restored(copy=HASH)),
        (
            "restore",
            Texts(old=HASH, new=f"{HASH} a b.db"),
            Restored(replaced=HASH, copy=HASH, file="a b.db"),
        ),
        (
            "change_roster",
            Texts(old=HASH, new=f"{HASH} joined:s1"),
            RosterChanged(
                roster_before=HASH, roster_digest=HASH, changes=RosterChanges(("s1",), (), ())
            ),
        ),
        (
            "import_adjustments",
            Texts("q1", "", HASH, "", "加: 减.csv: 3", '["",[1,2],["分数"],[7]]'),
            AdjustmentFileImported(
                period="q1",
                file="加: 减.csv",
                file_digest=HASH,
                adjustments=3,
                understood=Understood("", (1, 2), ("分数",), (7,)),
            ),
        ),
        (
            "import_absences",
            Texts("q1", "", HASH, "", "缺勤.xlsx: 1", '["表一",[1,1],[],[]]'),
            AbsenceFileImported(
                period="q1",
                file="缺勤.xlsx",
                file_digest=HASH,
                absences=1,
                understood=Understood("表一", (1, 1)),
            ),
        ),
        (
            "import_recusals",
            Texts("q1", "", HASH, "", "回避.csv: 2", '["",[1,1],[],[]]'),
            RecusalFileImported(
                period="q1",
                file="回避.csv",
                file_digest=HASH,
                recusals=2,
                understood=Understood("", (1, 1)),
            ),
        ),
        (
            "import_tasks",
            Texts("", "", HASH, "", "任务.csv: 6/2"),
            TaskFileImported(file="任务.csv", file_digest=HASH, count_of_tasks=6, people=2),
        ),
    ],
)
def test_the_texts_of_an_event(action: str, texts: Texts, event: Event) -> None:
    assert (event.word, event.to_fields()) == (action, texts)
    assert events.read(action, texts) == event


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("en", "imported 3 ballots with 12 ratings of peer of q1 from the file a.csv"),
        ("zh_CN", "从文件 a.csv 导入了 q1peer 的 3 张评分表，共 12 人次评分"),
    ],
    indirect=["language"],
)
def test_ratings_are_no_raters(language: str, wording: str) -> None:
    """A file of twelve ratings told of twelve raters in Chinese."""
    event = BallotsImported(
        period="q1", tiers=("peer",), file="a.csv", ballots=3, ratings=12, brought={}
    )
    assert event.what(Names({}, {}, {}), "陈静") == wording


@pytest.mark.parametrize(
    ("action", "texts"),
    [
        ("fly_away", Texts("q1", subject="s1", old="{x}", new="长" * 99, reason="no")),
        ("import", Texts("q1", "peer", old='{"peer": 3}', new="a.csv: 1")),
        ("import", Texts("q1", "peer", old="[1]", new="a.csv: 1")),
        ("import", Texts("q1", "peer", old="[" * 100_000, new="a.csv: 1")),
        ("give_back", Texts("q1", "peer", "s1", old="{x")),
        ("give_back", Texts("q1", "peer", "s1", old='{"s1": {"marks": 3}}')),
        ("close_period", Texts("q1", "", "007", new=HASH)),
        ("hand_in", Texts("q1", "peer", "s1")),
        ("sign_in", Texts(subject="陈静", new="king")),
        ("", Texts()),
    ],
)
def test_what_is_not_understood_keeps_its_texts(action: str, texts: Texts) -> None:
    event = events.read(action, texts)
    assert isinstance(event, Unknown)
    assert (event.word, event.to_fields()) == (action, texts)


def test_an_event_is_frozen_and_has_the_fields_of_its_class() -> None:
    event = SecretHandedIn(period="q1", tier="peer", number=1)
    with pytest.raises(AttributeError):
        event.number = 2  # type: ignore[misc]
    with pytest.raises(TypeError, match="number"):
        SecretHandedIn(period="q1", tier="peer")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="ratee"):
        SecretHandedIn(period="q1", tier="peer", number=1, ratee="")  # type: ignore[call-arg]
    assert event != SecretHandedIn(period="q1", tier="peer", number=2)
    assert len({event, SecretHandedIn(period="q1", tier="peer", number=1)}) == 1
    assert repr(event) == "SecretHandedIn(period='q1', tier='peer', number=1, lacking=0)"


# -- power and kind ------------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_event_has_its_power_its_kind_and_its_labels(event: type[Event]) -> None:
    assert isinstance(event.power, Power)
    assert event.power is not duties.UNKNOWN
    assert event.kind is not RecordKind.OTHER
    assert {name for name in event.values if name not in LABELS} == set()
    assert event.__doc__


def test_events_of_one_action_are_of_one_kind_and_power() -> None:
    for of_action in Event.known.values():
        assert len({(each.kind, each.power, each.effect) for each in of_action}) == 1
    assert kind_of("close_tier") is RecordKind.STEPS
    assert kind_of("fly_away") is RecordKind.OTHER


def test_every_kind_of_entry_is_entered_and_withdrawn() -> None:
    assert events.ENTERED.keys() == events.WITHDRAWN.keys() == set(EntryKind)
    assert {each.action for each in events.ENTERED.values()} == {f"enter_{k}" for k in EntryKind}
    assert {e.action for e in events.WITHDRAWN.values()} == {f"withdraw_{k}" for k in EntryKind}


# -- the words -----------------------------------------------------------------------------------

_RAW = re.compile(
    r"[0-9a-f]{16}|[{}]|#\d|\bx\d|/2\b|None|\bFalse|\bTrue"
    r"|undetermined|not_assessed|in_force|\bagree|_"
)
"""What is no word: digests, numbers and keys as they are stored, Python."""
_STORED = re.compile(r"[a-z]{2,}")


_LINE = Person("s1", "单雄", "综合科", Role.STAFF, ("s2",), "公务员")


def example(event: type[Event]) -> Event:
    """One with known keys."""
    known: dict[str, Any] = {
        "period": "q2", "tier": "peer", "rater": "s1", "ratee": "s2", "person": "s1",
        "indicator": "work", "rule": "research", "tiers": ("peer", "middle"), "handler": "s2",
        "reason": "原因", "remark": "备注", "half_days": 70, "missing": {"s1": 3, "": 1},
        "before": 0, "mark": None, "scheme": "方案", "operator": "陈静", "purpose": "unlock",
        "file": "甲", "marks": "50 30", "exemption": ExemptionKind.UNDETERMINED,
        "state": TaskState.IN_FORCE, "duty": Duty.HOST, "verdict": Verdict.LIGHT,
        "said": {"s1": Content({"s2": (1, None)}, frozenset({"s1"}))},
        "begun": {"s1": Content()}, "brought": {"peer": {"s1": ("s2",)}},
        "forms": (6, 7), "ratings": 3, "posted_on": date(2026, 1, 2), "part": 2,
        "changes": RosterChanges(("s1",), ("s2",), ()), "sort": MatterKind.REPORT,
        "things": (("tier", "q2", "peer", "open"),), "standing": "handed_in", "other": "s2",
        "line": _LINE, "change": (_LINE, replace(_LINE, section="农业科", supervisors=())),
        "understood": Understood("表一", (1, 2), ("电话",), (1, 9)),
        "until": date(2026, 1, 7), "due_on": date(2026, 1, 7), "received_on": date(2026, 1, 2),
        "level": "省级", "of_matter": "竞赛", "points": "2.5", "absence": "research",
        "first": 1, "second": None, "by_code": False, "came_back": False, "revision": "0004",
        "was": Registered("-", "s1", MatterKind.REVIEW, date(2026, 1, 2), date(2026, 1, 7), "一"),
        "now": Registered("q2", "s1", MatterKind.REVIEW, date(2026, 1, 2), date(2026, 1, 7), "二"),
    }  # fmt: skip
    fields: dict[str, Any] = {}
    for name, value in event.values.items():
        fields[name] = known.get(name, HASH if "digest" in name or name == "copy" else 3)
        if name in ("before", "first", "second", "marks"):
            fields[name] = _fitting(value, fields[name])
        if not _writes(value, fields[name]):
            fields[name] = "三"
    return event(**fields)


def _fitting(value: Value[Any], wanted: Any) -> Any:
    choices = (wanted, 3, None, "3", HASH, (6, 7), (3, HASH), Duty.CLERK, TaskState.APPROVED)
    return next(each for each in choices if _writes(value, each))


def _writes(value: Value[Any], given: Any) -> bool:
    try:
        text = value.write(given)
        return re.fullmatch(value.pattern, text) is not None and value.read(text) == given
    except (AttributeError, TypeError, ValueError):
        return False


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_every_sentence_is_in_words(event: type[Event], language: str) -> None:
    happened = example(event)
    assert events.read(happened.word, happened.to_fields()) == happened
    told = sentence(Entry("root", happened), NAMES)
    assert not _RAW.search(told.replace("Anna Li", "")), told
    if language == "zh_CN":
        left = told.replace("Anna Li", "").replace("root", "")
        assert not [word for word in _STORED.findall(left) if word not in ("s1", "s2")], told
        assert not re.search(r"[A-Za-z0-9][一-鿿]|[一-鿿][A-Za-z0-9]", told), told
    for name, line in happened.details(NAMES):
        assert "{" not in name + line
        assert "None" not in line
        if language == "zh_CN":
            left = re.sub(r"Anna Li|\bs[12]\b|\b[0-9a-f]{8}\b", "", line)
            assert not _STORED.search(left), (name, line)


def test_fields_are_not_called_as_keys_are(language: str) -> None:
    # The keys for the person before, the mark above and another rater once lent their Chinese.
    if language == "zh_CN":
        called = {name: words._(LABELS[name]) for name in ("before", "was", "copy", "mark")}
        assert called == {"before": "此前", "was": "此前", "copy": "备份校验码", "mark": "分数"}
        assert words._(LABELS["other"]) == "另一评分人"


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@given(data=st.data())
def test_whatever_an_event_holds_it_is_told(event: type[Event], data: st.DataObject) -> None:
    happened = data.draw(made(event))
    assert sentence(Entry("root", happened), NAMES)
    assert all(isinstance(line, str) for _name, line in happened.details(NAMES))


def test_a_step_is_a_whole_sentence() -> None:
    event = TierClosed(period="q2", tier="peer", missing={}, reason="到时间")
    told = sentence(Entry("陈静", event), NAMES)
    assert told == "陈静 closed 全员互评 of 第二季度小评, reason: 到时间"
    assert sentence(Entry("", event), NAMES).startswith("Somebody closed")


def test_who_signed_in_is_named_and_not_who_was_there_before(language: str) -> None:
    told = sentence(Entry("root", SignedIn(operator="Anna", duty=Duty.HOST)), NAMES)
    assert told.startswith("Anna ")
    assert "root" not in told


def test_names_are_shown_as_they_are_and_unknown_codes_stay_codes() -> None:
    told = Recused(period="q2", tier="peer", rater="s1", ratee="x9").what(NAMES)
    assert told == "recused 单雄[/] (s1) from rating x9 in 全员互评 of 第二季度小评"


def test_an_action_of_a_newer_kaohe_is_shown_as_it_stands() -> None:
    event = events.read("fly_away", Texts(subject="s1", old="{x}", new="长" * 99))
    told = event.what(NAMES)
    assert told.startswith("fly_away s1 {x} 长长")
    assert told.endswith("…")
    assert len(told) < LONGEST + 20
    assert ("Old", "{x}") in list(event.details(NAMES))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["root", "登录了"], "root 登录了"),
        (["陈静", "登录了"], "陈静登录了"),
        (["第", "3", "号"], "第 3 号"),
        (["（s1）", "的"], "（s1）的"),
        (["a", "", "的"], "a 的"),
        (["a", "b"], "ab"),
    ],
)
def test_a_space_stands_between_scripts(parts: list[str], text: str) -> None:
    assert joined(parts) == text


def test_a_time_is_shown_without_its_offset() -> None:
    assert moment("2026-07-03T09:00:05+00:00") == "2026-07-03 09:00"
    assert moment("2026-07-03T09:00:05+08:00", seconds=True) == "2026-07-03 09:00:05"


@pytest.mark.parametrize(
    ("actor", "told"),
    [("王录", "王录 mistyped their own PIN"), ("李敏", "李敏 mistyped the PIN of 王录")],
)
def test_whose_pin_was_mistyped(actor: str, told: str) -> None:
    entry = Entry(actor, SignInFailed(operator="王录", failures=1))
    assert sentence(entry, NAMES) == told
