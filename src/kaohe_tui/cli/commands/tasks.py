"""List yearly tasks, import them, and move them to their next step."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaohe_tui.cli.asking import agree, agree_option
from kaohe_tui.cli.copying import copy_before
from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    entered,
    json_option,
    with_common_options,
)
from kaohe_tui.cli.printing import Line, aligned, line_width, say, say_json, say_lines
from kaohe_tui.cli.tables import (
    check_option,
    say_checked,
    say_understood,
    table_options,
    telling_how,
)
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import few
from kaohe_tui.domain.width import Align
from kaohe_tui.words import N_, _, _n, join_sentences

if TYPE_CHECKING:
    from kaohe_tui.files.tables.doubts import Choices
    from kaohe_tui.services.room.room import Room
    from kaohe_tui.services.tasks.tasks import PersonTasks

STEPS = ("present", "review", "approve", "return", "post", "in-force")
"""The steps that a person's tasks can take, as ``tasks-step`` takes them."""


@click.command("tasks", cls=Command, help=N_("List everybody's yearly tasks, or print the list."))
@json_option
@click.option(
    "--html",
    cls=Option,
    metavar="FILE",
    type=PATH,
    help=N_("Write the list to post, as a web page that prints on A4."),
)
@with_common_options
def tasks_(*, as_json: bool, html: Path | None) -> None:
    """Print everybody's tasks, or write them as a web page."""
    from kaohe_tui.services.tasks import task_list, tasks

    if as_json and html is not None:
        raise click.UsageError(_("--json and --html exclude each other."))
    with entered(read_only=True) as room:
        if html is not None:
            count = task_list.write_list(room, html)
            people = _n("{count} person", "{count} people", count).format(count=count)
            say(_("{file}: the tasks of {people}.").format(file=html, people=people))
            return
        declared = tasks.overview(room)
    if as_json:
        say_json([_plain(each) for each in declared])
    else:
        say_lines(_lines(declared))


@click.command("tasks-import", cls=Command, help=N_("Declare the yearly tasks of a file."))
@click.argument("file", metavar="FILE", type=PATH)
@check_option
@table_options
@with_common_options
def import_tasks(file: Path, choices: "Choices", *, check: bool) -> None:
    """Declare the tasks of a file, all or none."""
    from kaohe_tui.services.tasks import tasks

    with entered(read_only=check) as room, telling_how():
        reading = tasks.check_file(room, file, choices)
        if check:
            say_checked(reading, choices)
            return
        with copy_before(room, "import"):
            brought = tasks.import_tasks(room, file, choices)
    say_understood(reading.told)
    people = _n("{count} person", "{count} people", brought.people).format(count=brought.people)
    count = _n("{count} task", "{count} tasks", brought.tasks).format(count=brought.tasks)
    sentence = _("{file}: {tasks} of {people} declared.")
    say(sentence.format(file=file.name, tasks=count, people=people))


@click.command("tasks-step", cls=Command, help=N_("Move people's yearly tasks one step on."))
@click.argument("step", metavar="STEP", type=click.Choice(STEPS))
@click.argument("codes", metavar="[CODE]...", nargs=-1)
@click.option(
    "--all", "everybody", cls=Option, is_flag=True, help=N_("Everybody who is due for this step.")
)
@click.option("--by", cls=Option, metavar="NAME", default="", help=N_("Who approved or returned."))
@click.option(
    "--reason", cls=Option, metavar="TEXT", default="", help=N_("Why; kept in the record.")
)
@click.option(
    "--on",
    cls=Option,
    metavar="YYYY-MM-DD",
    default="",
    help=N_("The day of posting; today by default."),
)
@agree_option
@with_common_options
def step(
    step: str,
    codes: tuple[str, ...],
    *,
    everybody: bool,
    by: str,
    reason: str,
    on: str,
    yes: bool,
) -> None:
    """Take a step for the people named, or for all who may take it."""
    if everybody == bool(codes):
        raise click.UsageError(_("Name people by their codes, or give --all."))
    with entered() as room:
        taken = codes or _all(room, step)
        if step == "review":
            warning = _(
                "After that only the leaders decide; returned tasks have to be entered again."
            )
            agree(
                [join_sentences((_("End the opinions on these tasks?"), few(taken))), warning],
                yes=yes,
            )
        _take(room, step, taken, (by, reason, on))
    people = _n("{count} person", "{count} people", len(taken)).format(count=len(taken))
    say(_("Done for {people}.").format(people=people))


def _all(room: "Room", step: str) -> tuple[str, ...]:
    from kaohe_tui.domain.tasks.task import TaskState
    from kaohe_tui.services.tasks import task_list

    states = (
        TaskState.PRESENTED,
        TaskState.REVIEWED,
        TaskState.APPROVED,
        TaskState.RETURNED,
        TaskState.POSTED,
        TaskState.IN_FORCE,
    )
    if step == "return":
        raise Refusal(
            "people-unnamed", N_("Tasks are returned one by one: name the people by their codes.")
        )
    codes = task_list.may_step(room, dict(zip(STEPS, states, strict=True))[step])
    if not codes:
        raise Refusal("no-task-due", N_("No tasks are due for this step now."))
    return codes


def _take(room: "Room", step: str, codes: tuple[str, ...], details: tuple[str, str, str]) -> None:
    from kaohe_tui.domain.dates import parse_date
    from kaohe_tui.services.tasks import tasks

    by, reason, on = details
    match step:
        case "present":
            tasks.present(room, codes)
        case "review":
            tasks.end_opinions(room, codes)
        case "approve":
            tasks.approve(room, codes, by)
        case "return":
            tasks.send_back(room, codes, by, reason)
        case "post":
            tasks.post(room, codes, parse_date(on or room.now()[:10]))
        case _:
            tasks.put_in_force(room, codes, reason)


def _lines(listed: "tuple[PersonTasks, ...]") -> list[Line]:
    from kaohe_tui.domain.numbers import points
    from kaohe_tui.domain.tasks.task import Verdict

    headings = [_("Code"), _("Name"), _("Section"), _("State"), _("Tasks"), _("Worth")]
    rows = [[*headings, *(verdict.label for verdict in Verdict)]]
    for each in listed:
        declared = each.declaration
        person = [each.person.code, each.person.name, each.person.section]
        if declared is None:
            rows.append([*person, _("not declared"), "–", "–", "–", "–", "–"])
            continue
        counts = [str(declared.count(verdict)) for verdict in Verdict]
        tasks = [str(len(declared.tasks)), points(declared.points)]
        rows.append([*person, declared.state.label, *tasks, *counts])
    left: Align = "left"
    right: Align = "right"
    aligns = [left] * 4 + [right] * 5
    heading, *body = aligned(rows, aligns, most=line_width())
    return [Line(heading, dim=True), *map(Line, body)]


def _plain(each: "PersonTasks") -> dict[str, Any]:
    from kaohe_tui.domain.numbers import points

    declared = each.declaration
    plain: dict[str, Any] = {"code": each.person.code, "name": each.person.name}
    if declared is None:
        return plain | {"state": None, "tasks": []}
    return plain | {
        "state": declared.state.value,
        "number": declared.number,
        "reason": declared.reason,
        "posted_on": declared.posted_on,
        "tasks": [
            {
                "title": task.title,
                "target": task.target,
                "measures": task.measures,
                "standard": task.standard,
                "points": points(task.points),
            }
            for task in declared.tasks
        ],
        "opinions": [
            {"rater": opinion.rater, "verdict": opinion.verdict.value, "remark": opinion.remark}
            for opinion in declared.opinions
        ],
    }


COMMANDS = (tasks_, import_tasks, step)
"""The module's commands, as ``cli.names`` loads them."""
