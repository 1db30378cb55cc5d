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


async def key_tasks(app: Stack, name: str, wanted: int) -> tuple[Task, ...] | None:
    """Ask for title, target, measures, standard and points, until the points are used up.

    Args:
        app: the app.
        name: the person's.
        wanted: what the tasks add up to, in tenths of a point.

    Returns:
        The tasks; None after Esc at any question.
    """
    found: list[Task] = []
    while (left := wanted - sum(each.points for each in found)) > 0:
        head = _("{name}, task {number}, {left} points left").format(
            name=name, number=len(found) + 1, left=points(left)
        )
        texts = []
        for question, minimum in (
            (_("What is the task?"), 1),
            (_("What is its target? (optional)"), 0),
            (_("By what measures? (optional)"), 0),
            (_("By what standard is it scored?"), 1),
        ):
            ask = partial(Ask, question, minimum=minimum, consequences=[head])
            answer = await _asked(app, ask, found)
            if answer is None:
                return None
            texts.append(answer)
        given = await _points(app, head, left, found)
        if given is None:
            return None
        title, target, measures, standard = texts
        found.append(Task(title, target, measures, standard, given))
    return tuple(found)


async def _asked(app: Stack, ask: Callable[[], Ask], found: Sequence[Task]) -> str | None:
    """Ask; None after Esc, which needs a yes once whole tasks would be lost with it."""
    while True:
        answer = await app.push_screen_wait(ask())
        if answer is not None or not found:
            return answer
        told = _n(
            "{count} task that was entered would be lost.",
            "{count} tasks that were entered would be lost.",
            len(found),
        ).format(count=len(found))
        if await app.push_screen_wait(
            Confirm(_("Leave without declaring these tasks?"), [told], _("leave"))
        ):
            return None


async def _points(app: Stack, head: str, left: int, found: Sequence[Task]) -> int | None:
    """Ask until a number of points fits; None after Esc."""
    question = _("How many of the {left} points?").format(left=points(left))

    def check(text: str) -> None:
        if parse_points(text) > left:
            raise Refusal("points-over-rest", N_("Only {left} points are left."), left=points(left))

    ask = partial(Ask, question, consequences=[head], take=check)
    answer = await _asked(app, ask, found)
    return None if answer is None else parse_points(answer)
