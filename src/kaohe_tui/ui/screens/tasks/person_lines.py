"""Write the tasks of one person: the state they are in, and each of them."""

from kaohe_tui import signs
from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.tasks.steps import until
from kaohe_tui.domain.tasks.task import TaskState
from kaohe_tui.services.tasks.tasks import PersonTasks
from kaohe_tui.words import _, _n


def state_line(person_tasks: PersonTasks, days: int) -> str:
    """Write the state, how many tasks and points, and how long they are posted.

    Args:
        person_tasks: the person and the tasks.
        days: how long a notice stands.
    """
    declared = person_tasks.declaration
    if declared is None:
        return "– " + _("not declared")
    count = len(declared.tasks)
    parts = [
        f"{signs.TASKS[declared.state]} {declared.state.label}",
        _n("{count} task", "{count} tasks", count).format(count=count),
        _("{points} points").format(points=points(declared.points)),
    ]
    if declared.number > 1:
        parts.append(_("declaration no. {number}").format(number=declared.number))
    if declared.state is TaskState.RETURNED:
        parts.append(declared.reason)
    if last := until(declared, days):
        parts.append(
            _("posted {day}, until {until}").format(day=declared.posted_on, until=last.isoformat())
        )
    return "   ".join(parts)


def tasks_text(person_tasks: PersonTasks) -> str:
    """Write every task with its points, and the remarks on them."""
    declared = person_tasks.declaration
    if declared is None:
        return _("No tasks are declared yet; D declares them.")
    parts = []
    for number, each in enumerate(declared.tasks, 1):
        parts.append(f"{number}. {each.title}  [{points(each.points)}]")
        labelled = (
            (_("Target"), each.target),
            (_("Measures"), each.measures),
            (_("Standard"), each.standard),
        )
        parts += [
            _("{key}: {fault}").format(key=label, fault=text) for label, text in labelled if text
        ]
        parts.append("")
    remarks = [opinion for opinion in declared.opinions if opinion.remark]
    if remarks:
        parts.append(_("Remarks:"))
        line = _("{name}: {text}")
        parts += ["• " + line.format(name=s.verdict.label, text=s.remark) for s in remarks]
    return "\n".join(parts).rstrip()
