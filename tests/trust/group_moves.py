"""Moves of the leading group: adjustments, vetoes, absences, who gets no grade, grades."""

import random
from fractions import Fraction

from kaohe_tui.domain.entries.entries import YEAR, EntryKind, ExemptionKind
from kaohe_tui.services.entries import entries as group
from kaohe_tui.services.entries import from_files
from kaohe_tui.services.year import grades
from kaohe_tui.store.entries import entries as store
from kaohe_tui.store.entries.entries import Kept
from tests.trust.stage import Stage
from tests.trust.tier_moves import finish


def _why(dice: random.Random) -> str:
    return "更正" if dice.random() < 0.8 else ""


def adjust(stage: Stage, dice: random.Random) -> None:
    """Enter a bonus or a deduction, approved at once now and then."""
    period, code = _whom(stage, dice)
    rules = stage.room.period(period).scheme.adjustments
    rule = dice.choice(rules).key if rules else "none"
    count, evidence = dice.randrange(1, 4), f"通报{dice.randrange(9)}号"
    by, why = dice.choice(["", "何局长", code]), _why(dice)
    stage.verb(
        f"adjust {period} {code} {rule} x{count} {evidence} by {by} {why}",
        lambda: group.enter_adjustment(
            stage.room, period, code, rule, count, evidence, approved_by=by, correction=why
        ),
    )


def adjust_file(stage: Stage, dice: random.Random) -> None:
    """Enter adjustments from a file."""
    period, code = _whom(stage, dice)
    lines = ["code,rule,count,evidence,approved_by"]
    lines += [
        f"{code},{rule.key},1,文件{dice.randrange(9)}号,何局长"
        for rule in stage.room.period(period).scheme.adjustments
    ]
    path, why = stage.file("adjustments.csv", lines), _why(dice)
    stage.verb(
        f"import adjustments {period} {'; '.join(lines[1:])} {why}",
        lambda: from_files.import_adjustments(stage.room, path, period, correction=why),
    )


def approve(stage: Stage, dice: random.Random) -> None:
    """Approve an adjustment."""
    number, why = _number(stage, dice, EntryKind.ADJUSTMENT), _why(dice)
    stage.verb(
        f"approve {number} {why}",
        lambda: group.approve(stage.room, number, "何局长", correction=why),
    )


def withdraw(stage: Stage, dice: random.Random) -> None:
    """Withdraw an entry of any kind."""
    kind = dice.choice(list(EntryKind))
    number = _number(stage, dice, kind)
    stage.verb(
        f"withdraw {kind} {number}", lambda: group.withdraw(stage.room, kind, number, "不实")
    )


def veto(stage: Stage, dice: random.Random) -> None:
    """Enter a veto."""
    period, code = _whom(stage, dice)
    paper, why = f"县纪发{dice.randrange(9)}号", _why(dice)
    stage.verb(
        f"veto {period} {code} {paper} {why}",
        lambda: group.enter_veto(stage.room, period, code, "廉政", paper, "县纪委", correction=why),
    )


def exempt(stage: Stage, dice: random.Random) -> None:
    """Enter that somebody gets no grade, in a period or in the year."""
    period, code = _whom(stage, dice)
    period = YEAR if dice.random() < 0.3 else period
    kind = dice.choice(list(ExemptionKind))
    stage.verb(
        f"exempt {period or 'year'} {code} {kind}",
        lambda: group.exempt(stage.room, period, code, kind, "新录用"),
    )


def absent(stage: Stage, dice: random.Random) -> None:
    """Enter days away."""
    period, code = _whom(stage, dice)
    days = Fraction(dice.randrange(1, 9), 2)
    stage.verb(
        f"absent {period} {code} {days}",
        lambda: group.absent(stage.room, period, code, days, "病假"),
    )


def decide(stage: Stage, dice: random.Random) -> None:
    """Decide a grade, of a period or of the year."""
    if (found := _closed(stage, dice)) is None:
        finish(stage, dice)
        return
    period, code = found
    now = grades.grading(stage.room, period)
    known = [each.name for each in stage.room.rules()[0].grades]
    grade = dice.choice(known or ["称职"])
    if dice.random() < 0.6:
        code = dice.choice([*now.proposals.of, code])
        grade = now.proposed(code) or grade
    stage.verb(
        f"decide {period or 'year'} {code} {grade}",
        lambda: grades.decide(stage.room, period, code, grade, "集体研究"),
    )


def take_back(stage: Stage, dice: random.Random) -> None:
    """Take a decision back."""
    if (found := _closed(stage, dice)) is None:
        finish(stage, dice)
        return
    period, code = found
    decided = [each.code for each in grades.grading(stage.room, period).facts.decisions]
    code = dice.choice(decided or [code])
    stage.verb(
        f"take back {period or 'year'} {code}",
        lambda: grades.take_back(stage.room, period, code, "重新研究"),
    )


def _number(stage: Stage, dice: random.Random, kind: EntryKind) -> int:
    """The number of an entry that stands and is not approved, as a rule."""
    keys = [YEAR, *(period.key for period in stage.room.rules()[0].periods)]
    with stage.room.database.reading() as tx:
        facts = [store.facts(tx, key) for key in keys]
    entries: dict[EntryKind, list[Kept]] = {
        EntryKind.ADJUSTMENT: [a for each in facts for a in each.adjustments],
        EntryKind.VETO: [a for each in facts for a in each.vetoes],
        EntryKind.EXEMPTION: [a for each in facts for a in each.exemptions],
        EntryKind.ABSENCE: [a for each in facts for a in each.absences],
    }
    known = [e.id for e in entries[kind] if e.stands and not getattr(e, "approved_at", "")]
    return dice.choice(known) if known and dice.random() < 0.9 else dice.randrange(1, 7)


def _whom(stage: Stage, dice: random.Random) -> tuple[str, str]:
    period = stage.a_period(dice)
    return period, stage.a_person(dice, period)


def _closed(stage: Stage, dice: random.Random) -> tuple[str, str] | None:
    """A closed period, now and then the year, and somebody's code; None where none is closed."""
    keys = [period.key for period in stage.room.rules()[0].periods]
    closed = [key for key in keys if stage.room.period(key).steps.closed]
    if not closed:
        return None
    if len(closed) == len(keys) and dice.random() < 0.3:
        return YEAR, stage.a_person(dice)
    period = dice.choice(closed)
    return period, stage.a_person(dice, period)
