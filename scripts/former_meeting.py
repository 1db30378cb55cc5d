"""The small meeting that ``scripts.former_databases`` holds with a program of any version.

Whatever a version does not have yet is left out; modules are looked up by name for that.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

FILES = Path(__file__).parents[1] / "tests" / "former"
"""Where scheme and roster lie."""
FIRST = datetime.fromisoformat("2026-04-01T09:00:00+08:00")
DAY = FIRST.date()
PIN = "2580"


def of(*names: str) -> Any:
    """A module of the checkout's program, by the names it has had; None where there is none."""
    for name in names:
        try:
            return import_module(f"kaohe_tui.{name}")
        except ModuleNotFoundError:
            continue
    return None


class Meeting:
    """Three quarters: one closed, reopened and closed again, two on their way."""

    def __init__(self, folder: Path, path: Path) -> None:
        """Make the database; files that the meeting needs are written into ``folder``."""
        self.folder, self.path = folder, path
        self.ballots, self.steps = (
            of("services.ballots.open_ballot", "meeting.ballots"),
            of("services.tiers.steps", "meeting.steps"),
        )
        self.group, self.closings = (
            of("services.entries.entries", "meeting.group"),
            of("services.tiers.closing_sheet", "meeting.closings"),
        )
        starting = of("services.database.starting", "meeting.starting")
        self.room = starting.new_year(path, FILES / "scheme.toml", FILES / "roster.csv")

    def hold(self) -> None:
        """All of it but the operators: with them a program has to sign in."""
        if self.group:
            self._declare_tasks()
        self._first_quarter()
        if self.group:
            self._enter()
            self._post()
        self._second_quarter()
        self._third_quarter()

    # -- at the keyboard -----------------------------------------------------------------------

    def _key(self, which: Sequence[str], hand_in: bool = True, leave: Sequence[str] = ()) -> None:
        """Key a ballot as a clerk would; of those in ``leave`` nothing."""
        ballot = self.ballots.OpenBallot(self.room, *which)
        for place, row in enumerate(list(ballot.sheet.rows)):
            if row.recused or row.ratee.code in leave:
                continue
            ballot.sheet.go_to(place)
            if (which[2], row.ratee.code) == ("s4", "s2"):
                self._press(ballot, "-")
                continue
            for mark in self._marks(which, row):
                self._press(ballot, *str(mark))
                if ballot.sheet.text:
                    self._press(ballot, "enter")
        if hand_in:
            ballot.hand_in()

    def _marks(self, which: Sequence[str], row: Any) -> list[int]:
        seen = int(hashlib.sha256(" ".join([*which, row.ratee.code]).encode()).hexdigest(), 16)
        if any(getattr(row, "parts", ()) or ()) or self._by_parts(which[0], which[1]):
            return [25 + seen % 10, 15 + seen % 9, 25 + seen % 13]
        return [40 + seen % 20, 25 + seen % 13]

    def _by_parts(self, period: str, tier: str) -> bool:
        return str(getattr(self.room.period(period).scheme.tier(tier), "detail", "")) == "criteria"

    def _press(self, ballot: Any, *keys: str) -> None:
        for key in keys:
            outcome = ballot.sheet.key(key)
            assert outcome is not None
            assert not outcome.refused, (key, outcome)

    def _close(self, period: str, tier: str, reason: str = "") -> None:
        if self.closings:
            signers = self.closings.Signers("何局长", "李副局长")
            self.steps.close_tier(self.room, period, tier, reason, signers)
        else:
            self.steps.close_tier(self.room, period, tier, reason)

    # -- the quarters --------------------------------------------------------------------------

    def _first_quarter(self) -> None:
        room, steps = self.room, self.steps
        steps.recuse(room, "q1", ("s1", "s2"), "夫妻")
        steps.recuse(room, "q1", ("s3", "s4"), "误录")
        steps.lift_recusal(room, "q1", ("s3", "s4"))
        steps.open_tier(room, "q1", "all")
        for rater in ("h", "l", "m", "s1", "s2", "s4"):
            self._key(("q1", "all", rater))
        self._key(("q1", "all", "s3"), hand_in=False, leave=("m",))
        self._close("q1", "all", "王芳出差，“未交”")
        steps.open_tier(room, "q1", "peer")
        self._peers_of_first()
        self._close("q1", "peer", "缺一份")
        steps.open_tier(room, "q1", "head")
        self._key(("q1", "head", "h"))
        self._key(("q1", "head", "l"))
        self._close("q1", "head")
        steps.reopen_tier(room, "q1", "peer", "录错一格")
        self.ballots.give_back(room, "q1", "peer", "m", "录错一格")
        ballot = self.ballots.OpenBallot(room, "q1", "peer", "m")
        ballot.sheet.go_to(0, 1)
        self._press(ballot, "3", "9")
        ballot.hand_in()
        self._close("q1", "peer", "缺一份")

    def _peers_of_first(self) -> None:
        room = self.room
        for rater in ("m", "s1", "s2"):
            self._key(("q1", "peer", rater))
        lines = [f"peer,s3,{ratee},5{n},3{n}," for n, ratee in enumerate(("m", "s1", "s2"))]
        file = self.folder / "互评.csv"
        text = "\n".join(["tier,rater,ratee,work,spirit,abstain", *lines, "peer,s3,s4,,,1"])
        file.write_text(text + "\n", encoding="utf-8")
        of("services.ballots.importing", "meeting.importing").import_ballots(room, file, "q1")
        self._key(("q1", "peer", "s4"), hand_in=False, leave=("m",))
        self.ballots.strike_out(room, "q1", "peer", "s2", "涂改")
        self.ballots.give_back(room, "q1", "peer", "s1", "看错一行")
        ballot = self.ballots.OpenBallot(room, "q1", "peer", "s1")
        ballot.sheet.go_to(0, 0)
        self._press(ballot, "5", "8")
        ballot.hand_in()

    def _second_quarter(self) -> None:
        room, steps = self.room, self.steps
        if self.group:
            self._change_scheme()
        steps.open_tier(room, "q2", "all")
        for rater in ("h", "l", "m", "s1", "s2", "s3", "s4"):
            self._key(("q2", "all", rater))
        self._close("q2", "all")
        steps.open_tier(room, "q2", "peer")
        if of("services.ballots.second_keying", "meeting.comparing"):
            self._twice()
        else:
            self._key(("q2", "peer", "m"))
            self._key(("q2", "peer", "s1"))
        self._key(("q2", "peer", "s2"), hand_in=False, leave=("s3", "s4"))

    def _third_quarter(self) -> None:
        self.steps.open_tier(self.room, "q3", "all")
        for rater in ("h", "s1"):
            self._key(("q3", "all", rater))
        self._key(("q3", "all", "m"), hand_in=False, leave=("s4",))

    def _change_scheme(self) -> None:
        """Let peers be keyed part by part, and twice where the program can."""
        more = 'detail = "criteria"\n' + (
            'entry = "double"\n'
            if of("services.ballots.second_keying", "meeting.comparing")
            else ""
        )
        file = self.folder / "scheme.toml"
        scheme = (FILES / "scheme.toml").read_text(encoding="utf-8")
        file.write_text(scheme.replace('key = "peer"\n', f'key = "peer"\n{more}'), "utf-8")
        of("services.periods.roster_and_scheme", "meeting.changing").change_scheme(self.room, file)

    def _twice(self) -> None:
        """Keyed the same by two; settled; waiting for being settled; keyed once."""
        room, settling = self.room, of("services.paper.settling", "meeting.settling")
        of("services.paper.forms", "meeting.forms").enter(
            room, "q2", "peer", handed_out=5, returned=4
        )
        for rater, others in (("m", ()), ("s1", ("s2",)), ("s3", ("s4",))):
            room.keyboard.call("甲")
            self._key(("q2", "peer", rater))
            room.keyboard.call("乙")
            self._key(("q2", "peer", rater), hand_in=not others, leave=others)
            if others:
                ballot = self.ballots.OpenBallot(room, "q2", "peer", rater)
                ratee = next(
                    n for n, r in enumerate(ballot.sheet.rows) if r.ratee.code == others[0]
                )
                ballot.sheet.go_to(ratee)
                for mark in (20, 20, 20):
                    self._press(ballot, *str(mark))
                    if ballot.sheet.text:
                        self._press(ballot, "enter")
                ballot.hand_in()
        room.keyboard.call("丙")
        which = ("q2", "peer", "s1")
        look = settling.settling(room, *which)
        side = of("domain.paper.double_entry", "domain.comparing").Side
        settling.settle(room, *which, look.found, dict.fromkeys(range(len(look.found)), side.FIRST))
        room.keyboard.call("甲")
        self._key(("q2", "peer", "s4"))
        of("services.access.codes", "meeting.codes").issue(room, "q2", "head")

    # -- around them ---------------------------------------------------------------------------

    def _declare_tasks(self) -> None:
        tasks, kinds = (
            of("services.tasks.tasks", "meeting.tasks"),
            of("domain.tasks.task", "domain.tasks"),
        )
        own = [
            kinds.Task("统计月报", "零差错", "双人复核", "差错一次扣2分", 350),
            kinds.Task("普查清查", "底册上报", "入户", "迟一天扣1分", 250),
        ]
        tasks.declare(self.room, "s1", own)
        tasks.present(self.room, ["s1"])
        tasks.opinion(self.room, "s1", "s2", kinds.Verdict.AGREE, "合适")
        tasks.declare(self.room, "s2", own)

    def _enter(self) -> None:
        room, group, kinds = self.room, self.group, of("domain.entries.entries", "domain.group")
        why = {"correction": "补录"}
        first = group.enter_adjustment(room, "q1", "s2", "research", 2, "县委通报", **why)
        group.approve(room, first, "何局长", **why)
        second = group.enter_adjustment(room, "q2", "s3", "violation", 1, "考勤表")
        group.withdraw(room, kinds.EntryKind.ADJUSTMENT, second, "录错了人")
        third = group.enter_adjustment(room, "q2", "s4", "violation", 1, "考勤表")
        group.approve(room, third, "何局长")
        group.enter_adjustment(room, "q2", "m", "research", 1, "信息一篇")
        group.enter_veto(
            room, "q2", "s4", "县纪委规定的一票否决事项", "县纪发〔2026〕3号", "县纪委"
        )
        group.absent(room, "q2", "s3", Fraction(3, 2), "病假")
        group.exempt(room, "q2", "m", kinds.ExemptionKind.UNDETERMINED, "新任职")
        of("services.year.grades", "meeting.grades").decide(room, "q1", "s1", "称职", "集体研究")

    def _post(self) -> None:
        matters, kinds = (
            of("services.public.matters", "meeting.matters"),
            of("domain.public.matter", "domain.matters"),
        )
        of("services.public.notices", "meeting.notices").post(self.room, "q1", DAY, "办公室")
        number = matters.take(
            self.room,
            kind=kinds.MatterKind.OBJECTION,
            about="对得分有异议",
            period="q1",
            code="s3",
            received_on=DAY,
        )
        matters.assign(self.room, number, "监督组")
        matters.step(self.room, number, "已核对评分表")
        matters.close(self.room, number, "得分无误")

    def add_operators(self) -> None:
        """A host, who stays signed in, a clerk, and one who was retired."""
        operators = of("services.access.operators", "meeting.operators")
        if operators:
            duty = of("domain.access.duties", "domain.duties").Duty
            operators.add(self.room, "主持", duty.HOST, PIN)
            operators.sign_in(self.room, "主持", PIN)
            operators.add(self.room, "甲", duty.CLERK, "1470")
            operators.add(self.room, "旧人", duty.REVIEWER, "7531")
            operators.retire(self.room, "旧人")

    def verified(self) -> dict[str, Any] | None:
        """What the program finds of the record; None where it cannot look."""
        verifying = of("services.integrity.verifying", "meeting.verifying")
        if verifying is None:
            return None
        found = verifying.verify(self.room)
        return {
            "entries": found.entries,
            "head": found.head,
            "results": found.results,
            "findings": list(found.findings),
        }
