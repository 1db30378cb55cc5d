"""Moves around the meeting: yearly tasks, notices, objections, a new roster or scheme."""

import random
from dataclasses import replace
from datetime import timedelta

from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.matter import NO_PERIOD, MatterKind
from kaohe_tui.domain.rules.people import Person, Role
from kaohe_tui.domain.tasks.task import Task, Verdict
from kaohe_tui.services.periods import roster_and_scheme, roster_righting
from kaohe_tui.services.public import matters, notices
from kaohe_tui.services.tasks import tasks
from kaohe_tui.store.periods import schemes
from kaohe_tui.store.public import matters as matters_store
from tests.trust.stage import Stage
from tests.trust.tier_moves import finish


def declare(stage: Stage, dice: random.Random) -> None:
    """Declare somebody's tasks."""
    code = stage.a_person(dice)
    first = dice.choice([200, 250, 300])
    given = [
        Task("统计月报", "零差错", "双人复核", "差错一次扣2分", first),
        Task("普查清查", "底册上报", "入户", "迟一天扣1分", 600 - first),
    ]
    stage.verb(f"declare {code} {first}", lambda: tasks.declare(stage.room, code, given))


def step_task(stage: Stage, dice: random.Random) -> None:
    """Let somebody's tasks take the step that comes next, or be sent back."""
    known = [one for one in tasks.overview(stage.room) if one.declaration]
    if not known:
        declare(stage, dice)
        return
    one = dice.choice(known)
    code, state = one.person.code, one.declaration.state.value if one.declaration else ""
    room, today = stage.room, stage.clock.at.date()
    if state in ("reviewed", "posted") and dice.random() < 0.2:
        stage.verb(f"send back {code}", lambda: tasks.send_back(room, code, "何局长", "太轻"))
        return
    step = {
        "declared": lambda: tasks.present(room, code),
        "presented": lambda: tasks.end_opinions(room, code),
        "reviewed": lambda: tasks.approve(room, code, dice.choice(["李副局长", "何局长"])),
        "approved": lambda: tasks.post(room, code, today),
        "posted": lambda: tasks.put_in_force(room, code, "提前"),
        "returned": lambda: declare(stage, dice),
        "in_force": lambda: declare(stage, dice),
    }[state]
    stage.verb(f"task of {code}, {state}: the next step", step)


def opinion(stage: Stage, dice: random.Random) -> None:
    """Say something on a colleague's tasks."""
    known = [
        each.person.code
        for each in tasks.overview(stage.room)
        if each.declaration and each.declaration.state == "presented"
    ]
    if not known:
        step_task(stage, dice)
        return
    code, rater = dice.choice(known), stage.a_person(dice)
    verdict = dice.choice(list(Verdict))
    stage.verb(
        f"opinion {rater}>{code} {verdict}",
        lambda: tasks.opinion(stage.room, code, rater, verdict, "看过"),
    )


def post(stage: Stage, dice: random.Random) -> None:
    """Post a notice of a period or of the year."""
    keys = [period.key for period in stage.room.rules()[0].periods]
    closed = [key for key in keys if stage.room.period(key).steps.closed]
    if not closed:
        finish(stage, dice)
        return
    key = dice.choice([*closed, *closed, YEAR])
    on, reason = stage.clock.at.date(), dice.choice(["", "补贴"])
    stage.verb(
        f"post {key or 'year'} {reason}",
        lambda: notices.post(stage.room, key, on, "办公室", reason),
    )


def take_matter(stage: Stage, dice: random.Random) -> None:
    """Log an objection, a report or a review."""
    keys = [period.key for period in stage.room.rules()[0].periods]
    period = dice.choice([*keys, YEAR, NO_PERIOD])
    kind, code = dice.choice(list(MatterKind)), stage.a_person(dice)
    whom = dice.choice(["", "群众"])
    stage.verb(
        f"take {kind} {period or 'year'} {code} from {whom or 'nobody known'}",
        lambda: matters.take(
            stage.room, kind=kind, period=period, code=code, about="对得分有异议", from_whom=whom
        ),
    )


def work_matter(stage: Stage, dice: random.Random) -> None:
    """Do something about a matter."""
    with stage.room.database.reading() as tx:
        known = [each.id for each in matters_store.every(tx)]
    if not known:
        take_matter(stage, dice)
        return
    number, room = dice.choice(known), stage.room
    about = matters.Amendment(about=f"改为{dice.randrange(5)}")
    said = str(dice.randrange(5))
    told, verb = dice.choice(
        [
            ("assign", lambda: matters.assign(room, number, stage.a_person(dice))),
            ("step", lambda: matters.step(room, number, f"已核对{said}")),
            ("close", lambda: matters.close(room, number, "不成立", dice.choice(["", "更正"]))),
            ("reopen", lambda: matters.reopen(room, number, "新情况")),
            ("amend", lambda: matters.amend(room, number, about, "写错")),
            ("reporter of", lambda: matters.reporter(room, number)),
        ]
    )
    stage.verb(f"{told} matter {number}", verb)


def change_roster(stage: Stage, dice: random.Random) -> None:
    """Take a new roster in which somebody joined, left, moved, or has another name."""
    people = list(stage.room.roster())
    rows = [[p.code, p.name, p.section, p.role.value, ";".join(p.supervisors), p.identity]
            for p in people]  # fmt: skip
    kind = dice.choice(["join", "leave", "move", "turn", "rename"])
    same: list[str] = []
    if kind == "join":
        code = f"n{dice.randrange(4)}"
        rows.append([code, f"新人{code}", "综合科", "staff", "", "公务员"])
    elif kind == "leave" and len(rows) > 3:
        rows.pop(dice.randrange(2, len(rows)))
    elif kind == "rename" and rows:
        renamed = dice.choice(rows)
        renamed[1] = f"改名{dice.randrange(3)}"
        # Now and then nobody says that it is the same person, which is refused.
        same = [renamed[0]] if dice.randrange(4) else []
    elif kind == "move" and rows:
        dice.choice(rows)[2] = dice.choice(["综合科", "农业科", "办公室"])
    else:
        rows = [*rows[:-2], rows[-1], rows[-2]]
    lines = ["code,name,section,role,supervisors,identity", *(",".join(row) for row in rows)]
    path = stage.file("roster-new.csv", lines)
    stage.verb(
        f"new roster ({kind})", lambda: roster_and_scheme.change_roster(stage.room, path, same=same)
    )


def add_person(stage: Stage, dice: random.Random) -> None:
    """Add somebody to the roster of an open period."""
    period = stage.open_period(dice)
    code = f"n{dice.randrange(4)}"
    role = dice.choice([Role.STAFF, Role.STAFF, Role.MIDDLE])
    person = Person(code, f"新人{code}", dice.choice(["综合科", "农业科"]), role)
    stage.verb(
        f"add {code} {role} to {period}",
        lambda: roster_righting.put(stage.room, period, person, "漏列"),
    )


def change_person(stage: Stage, dice: random.Random) -> None:
    """Put somebody's line of an open period right, or another one wrong."""
    period = stage.open_period(dice)
    roster = stage.room.period(period).roster
    code = stage.a_person(dice, period)
    person = roster[code] if code in roster else Person(code, "无此人", "综合科", Role.STAFF)
    if dice.random() < 0.7:
        person = replace(person, role=dice.choice(list(Role)))
    else:
        person = replace(person, section=dice.choice(["综合科", "农业科", "办公室"]))
    drop = dice.random() < 0.8
    stage.verb(
        f"{person.code} is {person.role} of {person.section} in {period} ({drop})",
        lambda: roster_righting.put(stage.room, period, person, "写错", drop=drop),
    )


def change_scheme(stage: Stage, dice: random.Random) -> None:
    """Take the scheme with another name, for the periods still to be opened."""
    with stage.room.database.reading() as tx:
        text = schemes.current_scheme(tx).text
    lines = text.splitlines() or [""]
    place = next((n for n, line in enumerate(lines) if line.startswith("name")), 0)
    number = dice.randrange(3)
    lines[place] = f'name = "方案第{number}稿"'
    path = stage.file("scheme-new.toml", lines)
    stage.verb(f"new scheme {number}", lambda: roster_and_scheme.change_scheme(stage.room, path))


def days_pass(stage: Stage, dice: random.Random) -> None:
    """Let some days go by."""
    days = dice.choice([1, 6, 20])
    stage.clock.at += timedelta(days=days)
    stage.said.append(f"{days} days go by")
