"""Every event that the record is followed by: where it may find things, and what it makes true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kaohe_tui.domain.access.duties import Duty
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.entries.entries import ExemptionKind
from kaohe_tui.domain.public.matter import MatterKind
from kaohe_tui.domain.record import events
from kaohe_tui.domain.record.events import Event
from kaohe_tui.domain.record.things import Key, key
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.tasks.task import TaskState, Verdict

GONE = ""
STATES = (GONE, "open", "closed", "keyed", "handed_in", "void", "active", "retired", "d0", "d1")
"""Where a thing of any kind may stand; those that an event may not find there are odd."""

PERIOD, OFF = key("period", "q1"), key("called_off", "q1")
TIER, OTHER_TIER = key("tier", "q1", "peer"), key("tier", "q1", "middle")
BALLOT, SECOND = key("ballot", "q1", "peer", "s1"), key("second", "q1", "peer", "s1")
COMPARISON, FORMS = key("comparison", "q1", "peer", "s1"), key("forms", "q1", "peer")
OF_TIER: dict[str, Any] = {"period": "q1", "tier": "peer"}
OF_BALLOT: dict[str, Any] = OF_TIER | {"rater": "s1"}
OF_PAIR: dict[str, Any] = OF_BALLOT | {"ratee": "s2"}
OF_TWO: dict[str, Any] = OF_BALLOT | {"other": "s2"}
ELSEWHERE: Mapping[Key, str] = {
    key("tier", "q2", "peer"): "open",
    key("tier", "q1", "leader"): "closed",
    key("ballot", "q2", "peer", "s1"): "handed_in",
    key("ballot", "q1", "middle", "s1"): "keyed",
    key("ballot", "q1", "peer", "s9"): "keyed",
    key("recusal", "q1", "peer", "s9", "s8"): "-",
    key("scheme", "q2"): "d7",
    key("tasks", "s9", 4): "declared",
}
"""What no event here is about; it stays."""
LINE = Person("s1", "单雄", "综合科", Role.STAFF, ("l1",), "", "", "")


@dataclass(frozen=True)
class Case:
    """An event and what it does."""

    event: Event
    found: Mapping[Key, tuple[str, ...]]
    """Thing -> where the event may find it; odd everywhere else."""
    after: Mapping[Key, str]
    """What stands otherwise afterwards."""
    about: str = ""
    free: Mapping[Key, str] = field(default_factory=dict)
    """What stands before and may stand anywhere."""

    def __str__(self) -> str:
        return f"{type(self.event).__name__} {self.about}".strip()


OPENED = {TIER: ("open",)}
HELD = {OFF: (GONE,)}
EXTRA: dict[str, Any] = {
    "rule": "praise",
    "times": 2,
    "evidence": "通报",
    "number": 3,
    "period": "q1",
    "person": "s1",
}
FIGURE: dict[str, Any] = {
    "period": "q1",
    "person": "§综合科",
    "number": 3,
    "component": "out",
    "figure": "40/3",
    "evidence": "报表 一",
}
CASES = [
    Case(
        events.PeriodOpened(period="q1", scheme_digest="d1", roster_digest="d2"),
        {PERIOD: (GONE,)},
        {PERIOD: "open", key("scheme", "q1"): "d1", key("roster", "q1"): "d2"},
    ),
    Case(
        events.PeriodClosed(period="q1", number=2, digest="d1"),
        {PERIOD: ("open",), key("result", "q1", 2): (GONE,)},
        {PERIOD: "closed", key("result", "q1", 2): "d1"},
    ),
    Case(events.PeriodReopened(period="q1"), {PERIOD: ("closed",)}, {PERIOD: "open"}),
    Case(
        events.ResultCorrected(period="q1", number=2, digest="d1"),
        {PERIOD: ("closed",), key("result", "q1", 2): (GONE,)},
        {key("result", "q1", 2): "d1"},
    ),
    Case(
        events.PeriodTakenBack(period="q1"),
        {PERIOD: ("open",)},
        {PERIOD: GONE, key("scheme", "q1"): GONE, key("roster", "q1"): GONE},
        free={key("scheme", "q1"): "d1", key("roster", "q1"): "d2"},
    ),
    Case(
        events.PeriodCalledOff(period="q1", reason="停办"),
        HELD | {PERIOD: tuple(each for each in STATES if each != "closed")},
        {OFF: "停办", TIER: GONE},
        free={TIER: "open"},
    ),
    Case(
        events.PeriodCalledOff(period="q1"),
        HELD,
        {OFF: "-"},
        "without a reason, a tier closed",
        free={TIER: "closed"},
    ),
    Case(
        events.PeriodHeldAfterAll(period="q1"),
        {OFF: STATES[1:]},
        {OFF: GONE},
        free={TIER: "closed"},
    ),
    Case(events.TierOpened(**OF_TIER), HELD | {TIER: (GONE,)}, {TIER: "open"}),
    Case(events.TierClosed(**OF_TIER, missing={}), HELD | {TIER: ("open",)}, {TIER: "closed"}),
    Case(
        events.TierReopened(**OF_TIER, begun={}),
        HELD | {TIER: ("closed",)},
        {TIER: "open", OTHER_TIER: GONE},
        free={OTHER_TIER: "open"},
    ),
    Case(
        events.OpeningTakenBack(**OF_TIER, ballots=0),
        HELD
        | {
            TIER: ("open",),
            BALLOT: (GONE,),
            SECOND: (GONE,),
            key("ballot", "q1", "peer", "s9"): (GONE,),
        },
        {TIER: GONE, FORMS: GONE, COMPARISON: GONE},
        free={FORMS: "3/2", COMPARISON: "甲"},
    ),
    # -- ballots
    Case(
        events.HandedIn(**OF_BALLOT, digest="d1"),
        OPENED | {BALLOT: (GONE, "keyed")},
        {BALLOT: "handed_in", SECOND: GONE},
        free={SECOND: "keyed"},
    ),
    Case(
        events.BallotsImported(
            period="q1",
            tiers=("peer", "middle"),
            file="a.csv",
            ballots=2,
            brought={"peer": {"s1": (), "s2": ("s3",)}, "middle": {"m1": ()}},
        ),
        OPENED
        | {OTHER_TIER: ("open",)}
        | dict.fromkeys(
            (
                BALLOT,
                key("ballot", "q1", "peer", "s2"),
                key("ballot", "q1", "middle", "m1"),
            ),
            (GONE, "handed_in"),
        ),
        {
            BALLOT: "handed_in",
            key("ballot", "q1", "peer", "s2"): "handed_in",
            key("ballot", "q1", "middle", "m1"): "handed_in",
        },
    ),
    Case(
        events.BallotsImported(
            period="q1", tiers=("peer", "middle"), file="a.csv", ballots=2, brought={}
        ),
        OPENED | {OTHER_TIER: ("open",)},
        {},
        "of the first kaohe",
    ),
    *(
        Case(
            kind(**OF_BALLOT),
            OPENED | {BALLOT: ("keyed", "handed_in")},
            {BALLOT: "void", SECOND: GONE},
            free={SECOND: "keyed"},
        )
        for kind in (events.StruckOut, events.VoidedByLimit)
    ),
    Case(
        events.GivenBack(**OF_BALLOT, said={}),
        OPENED | {BALLOT: ("keyed", "handed_in", "void")},
        {BALLOT: GONE, SECOND: GONE},
        free={SECOND: "keyed"},
    ),
    *(
        Case(
            events.Reinstated(**OF_BALLOT, standing=standing),
            OPENED | {BALLOT: ("void",)},
            {BALLOT: standing},
            standing,
        )
        for standing in (BallotState.HANDED_IN, BallotState.KEYED)
    ),
    *(
        Case(
            kind(**OF_TWO),
            OPENED,
            {
                BALLOT: GONE,
                key("ballot", "q1", "peer", "s2"): "handed_in",
                SECOND: "keyed",
                key("second", "q1", "peer", "s2"): GONE,
                COMPARISON: "乙",
                key("comparison", "q1", "peer", "s2"): "甲",
            },
            free={
                BALLOT: "handed_in",
                key("second", "q1", "peer", "s2"): "keyed",
                COMPARISON: "甲",
                key("comparison", "q1", "peer", "s2"): "乙",
            },
        )
        for kind in (events.BallotMoved, events.BallotsExchanged)
    ),
    Case(events.KeyedFirst(**OF_BALLOT), OPENED | {BALLOT: (GONE,)}, {BALLOT: "keyed"}),
    Case(
        events.KeyedSecond(**OF_BALLOT, first_by="甲", differing=0),
        OPENED | {BALLOT: ("keyed",)},
        {COMPARISON: "甲"},
        "without a difference",
    ),
    Case(
        events.KeyedSecond(**OF_BALLOT, first_by="甲", differing=1),
        OPENED | {BALLOT: ("keyed",), SECOND: (GONE,)},
        {SECOND: "keyed"},
        "with a difference",
    ),
    Case(
        events.Settled(
            **OF_BALLOT, first_by="甲", first_wrong=0, second_by="乙", second_wrong=1, differing=1
        ),
        OPENED | {SECOND: ("keyed",)},
        {SECOND: GONE, COMPARISON: "甲"},
    ),
    Case(events.FormsEntered(**OF_TIER, forms=(5, 4)), {}, {FORMS: "5/4"}, free={FORMS: "1/1"}),
    # -- the group
    Case(
        events.AdjustmentEntered(**EXTRA),
        {key("adjustment", 3): (GONE,)},
        {key("adjustment", 3): "q1 s1 #3 praise x2 通报"},
    ),
    Case(
        events.AdjustmentApproved(**EXTRA, approved_by="h"),
        {key("adjustment", 3): ("q1 s1 #3 praise x2 通报",)},
        {key("adjustment", 3): "q1 s1 #3 praise x2 通报 +"},
    ),
    Case(
        events.VetoEntered(period="", person="s1", number=3, grounds="廉政 号 委"),
        {key("veto", 3): (GONE,)},
        {key("veto", 3): "- s1 #3 廉政 号 委"},
    ),
    Case(
        events.ExemptionEntered(
            period="q1",
            person="s1",
            number=3,
            exemption=ExemptionKind.UNDETERMINED,
            because="新任职",
        ),
        {key("exemption", 3): (GONE,)},
        {key("exemption", 3): f"q1 s1 #3 {ExemptionKind.UNDETERMINED.value} 新任职"},
    ),
    Case(
        events.AbsenceEntered(period="q1", person="s1", number=3, half_days=3, because="病假"),
        {key("absence", 3): (GONE,)},
        {key("absence", 3): "q1 s1 #3 3/2 病假"},
    ),
    Case(
        events.FigureEntered(**FIGURE),
        {key("figure", 3): (GONE,)},
        {key("figure", 3): "q1 §综合科 #3 out 40/3 报表 一"},
    ),
    Case(
        events.FigureApproved(**FIGURE, approved_by="h"),
        {key("figure", 3): ("q1 §综合科 #3 out 40/3 报表 一",)},
        {key("figure", 3): "q1 §综合科 #3 out 40/3 报表 一 +"},
    ),
    Case(
        events.FigureWithdrawn(**FIGURE),
        {key("figure", 3): ("q1 §综合科 #3 out 40/3 报表 一 +",)},
        {key("figure", 3): "q1 §综合科 #3 out 40/3 报表 一 + -"},
    ),
    *(
        Case(
            events.AdjustmentWithdrawn(**EXTRA),
            {key("adjustment", 3): (stood,)},
            {key("adjustment", 3): f"{stood} -"},
            about,
        )
        for about, stood in (
            ("waiting", "q1 s1 #3 praise x2 通报"),
            ("approved", "q1 s1 #3 praise x2 通报 +"),
        )
    ),
    Case(
        events.VetoWithdrawn(period="", person="s1", number=3, grounds="廉政 号 委"),
        {key("veto", 3): ("- s1 #3 廉政 号 委",)},
        {key("veto", 3): "- s1 #3 廉政 号 委 -"},
    ),
    Case(
        events.ExemptionWithdrawn(
            period="q1",
            person="s1",
            number=3,
            exemption=ExemptionKind.UNDETERMINED,
            because="新任职",
        ),
        {key("exemption", 3): (f"q1 s1 #3 {ExemptionKind.UNDETERMINED.value} 新任职",)},
        {key("exemption", 3): f"q1 s1 #3 {ExemptionKind.UNDETERMINED.value} 新任职 -"},
    ),
    Case(
        events.AbsenceWithdrawn(period="q1", person="s1", number=3, half_days=3, because="病假"),
        {key("absence", 3): ("q1 s1 #3 3/2 病假",)},
        {key("absence", 3): "q1 s1 #3 3/2 病假 -"},
    ),
    Case(
        events.GradeDecided(period="q1", person="s1", grade="称职"),
        {},
        {key("grade", "q1", "s1"): "称职"},
        "the first",
    ),
    Case(
        events.GradeDecided(period="q1", person="s1", grade="称职", before="优秀"),
        {},
        {key("grade", "q1", "s1"): "优秀 - 称职"},
        "another",
        free={key("grade", "q1", "s1"): "优秀 -"},
    ),
    Case(
        events.GradeTakenBack(period="q1", person="s1", before="优秀"),
        {},
        {key("grade", "q1", "s1"): "优秀 -"},
        free={key("grade", "q1", "s1"): "优秀"},
    ),
    # -- tasks
    Case(
        events.TasksDeclared(person="s1", before=1, tasks="月报"),
        {key("tasks", "s1", 2): (GONE,)},
        {key("tasks", "s1", 2): "declared"},
        free={key("tasks", "s1", 1): "returned"},
    ),
    Case(
        events.TasksMoved(person="s1", before=TaskState.DECLARED, state=TaskState.PRESENTED),
        {},
        {key("tasks", "s1", 10): "presented"},
        free={key("tasks", "s1", 9): "returned", key("tasks", "s1", 10): "declared"},
    ),
    Case(
        events.TasksMoved(person="s1", before=TaskState.DECLARED, state=TaskState.PRESENTED),
        {},
        {key("tasks", "s1", 0): "presented"},
        "that nobody declared",
    ),
    Case(
        events.OpinionTaken(rater="s2", ratee="s1", verdict=Verdict.AGREE),
        {},
        {key("opinion", "s1", 2, "s2"): Verdict.AGREE.value},
        free={key("tasks", "s1", 1): "returned", key("tasks", "s1", 2): "presented"},
    ),
    # -- notices and matters
    Case(
        events.NoticePosted(
            period="q1", number=2, digest="d1", posted_on=date(2026, 3, 1), until=date(2026, 3, 8)
        ),
        {key("notice", "q1", 2): (GONE,)},
        {key("notice", "q1", 2): "d1 2026-03-01 2026-03-08"},
    ),
    Case(
        events.MatterTaken(
            period="q1",
            matter=4,
            sort=MatterKind.OBJECTION,
            received_on=date(2026, 3, 1),
            due_on=date(2026, 3, 8),
        ),
        {key("matter", 4): (GONE,)},
        {key("matter", 4): "open"},
    ),
    Case(
        events.MatterClosed(period="q1", matter=4, outcome="维持"),
        {key("matter", 4): ("open",)},
        {key("matter", 4): "closed"},
    ),
    Case(
        events.MatterReopened(period="q1", matter=4, outcome="维持"),
        {key("matter", 4): ("closed",)},
        {key("matter", 4): "open"},
    ),
    # -- operators
    Case(
        events.OperatorAdded(operator="陈静", duty=Duty.HOST),
        {key("operator", "陈静"): (*(s for s in STATES if s != "active"), "host retired")},
        {key("operator", "陈静"): "host active"},
    ),
    Case(
        events.DutyChanged(operator="陈静", before=Duty.HOST, duty=Duty.CLERK),
        {key("operator", "陈静"): ("host active",)},
        {key("operator", "陈静"): "clerk active"},
    ),
    Case(
        events.OperatorRetired(operator="陈静", duty=Duty.HOST),
        {key("operator", "陈静"): ("host active",)},
        {key("operator", "陈静"): "host retired"},
    ),
    # -- recusals, rosters, schemes
    Case(
        events.Recused(**OF_PAIR, reason="夫妻"),
        {key("recusal", "q1", "peer", "s1", "s2"): (GONE,)},
        {key("recusal", "q1", "peer", "s1", "s2"): "夫妻"},
    ),
    Case(
        events.Recused(**OF_PAIR),
        {key("recusal", "q1", "peer", "s1", "s2"): (GONE,)},
        {key("recusal", "q1", "peer", "s1", "s2"): "-"},
        "without a reason",
    ),
    Case(
        events.RecusalLifted(**OF_PAIR),
        {},
        {key("recusal", "q1", "peer", "s1", "s2"): GONE},
        free={key("recusal", "q1", "peer", "s1", "s2"): "夫妻"},
    ),
    Case(
        events.YearBegun(scheme="方案", scheme_digest="d1", roster_digest="d2"),
        {key("scheme", ""): (GONE,), key("roster", ""): (GONE,)},
        {key("scheme", ""): "d1", key("roster", ""): "d2"},
    ),
    Case(
        events.SchemeChanged(scheme_before="d0", scheme="方案", scheme_digest="d2"),
        {key("scheme", ""): ("d0",)},
        {key("scheme", ""): "d2"},
    ),
    Case(
        events.RosterChanged(roster_before="d0", roster_digest="d2"),
        {key("roster", ""): ("d0",)},
        {key("roster", ""): "d2"},
    ),
    Case(
        events.PersonAdded(
            period="q1", person="s1", roster_before="d0", roster_digest="d2", line=LINE
        ),
        {key("roster", "q1"): ("d0",)},
        {key("roster", "q1"): "d2"},
    ),
    Case(
        events.PersonChanged(
            period="q1", person="s1", roster_before="d0", roster_digest="d2", change=(LINE, LINE)
        ),
        {key("roster", "q1"): ("d0",)},
        {key("roster", "q1"): "d2"},
    ),
    Case(
        events.Acknowledged(
            things=(
                ("tier", "q1", "peer", "closed"),
                ("ballot", "q1", "peer", "s1", GONE),
                ("table", "veto", "ab"),
            )
        ),
        {},
        {TIER: "closed", BALLOT: GONE, key("table", "veto"): "ab"},
        free={TIER: "open", BALLOT: "handed_in"},
    ),
    Case(events.Upgraded(before="0003", revision="0004"), {}, {}, free={TIER: "closed"}),
]
