"""Ask for a person's tasks, one by one at the keyboard."""

from collections.abc import Callable, Sequence
from functools import partial

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.tasks.steps import parse_points
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.ui.frame.host import Stack
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.words import N_, _, _n


async def key_tasks(app: Stack, name: str, total: int) -> tuple[Task, ...] | None:
    """Ask for title, target, measures, standard and points, until the points are used up.

    Args:
        app: the app.
        name: the person's.
        total: what the tasks add up to, in tenths of a point.

    Returns:
        The tasks; None after Esc at any question.
    """
    tasks: list[Task] = []
    while (left := total - sum(each.points for each in tasks)) > 0:
        head = _("{name}, task {number}, {left} points left").format(
            name=name, number=len(tasks) + 1, left=points(left)
        )
        texts = []
        for question, minimum in (
            (_("What is the task?"), 1),
            (_("What is its target? (optional)"), 0),
            (_("By what measures? (optional)"), 0),
            (_("By what standard is it scored?"), 1),
        ):
            ask = partial(Ask, question, minimum=minimum, consequences=[head])
            answer = await _asked(app, ask, tasks)
            if answer is None:
                return None
            texts.append(answer)
        worth = await _points(app, head, left, tasks)
        if worth is None:
            return None
        title, target, measures, standard = texts
        tasks.append(Task(title, target, measures, standard, worth))
    return tuple(tasks)


async def _asked(app: Stack, ask: Callable[[], Ask], tasks: Sequence[Task]) -> str | None:
    """Ask; None after Esc, which needs a yes once whole tasks would be lost with it."""
    while True:
        answer = await app.push_screen_wait(ask())
        if answer is not None or not tasks:
            return answer
        consequence = _n(
            "{count} task that was entered would be lost.",
            "{count} tasks that were entered would be lost.",
            len(tasks),
        ).format(count=len(tasks))
        if await app.push_screen_wait(
            Confirm(_("Leave without declaring these tasks?"), [consequence], _("leave"))
        ):
            return None


async def _points(app: Stack, head: str, left: int, tasks: Sequence[Task]) -> int | None:
    """Ask until a number of points fits; None after Esc."""
    question = _("How many of the {left} points?").format(left=points(left))

    def check(text: str) -> None:
        if parse_points(text) > left:
            raise Refusal("points-over-rest", N_("Only {left} points are left."), left=points(left))

    ask = partial(Ask, question, consequences=[head], take=check)
    answer = await _asked(app, ask, tasks)
    return None if answer is None else parse_points(answer)
