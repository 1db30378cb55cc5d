"""Show what each indicator asks for: criteria and standards, which a ballot has no room for."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kaohe_tui.domain.numbers import points
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.form import Indicator
from kaohe_tui.domain.tasks.task import Task
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.moving.scrolling import Scrolling
from kaohe_tui.words import N_, _


class Criteria(Scrolling, KaoheScreen[None]):
    """A person's tasks, and every indicator of the form with its criteria."""

    TITLE_MSGID = N_("Criteria of the form")
    """The screen's name in its help."""
    KEYS = (
        Command(("down", "pagedown", "space"), "page_down", N_("Down"), N_("Scroll down.")),
        Command(("up", "pageup"), "page_up", N_("Up"), N_("Scroll up.")),
        Command(("escape", "f2", "enter", "c"), "back", N_("Back"), N_("Back to the ballot.")),
    )
    """Scrolling, and the way back."""

    def __init__(
        self,
        indicators: Sequence[Indicator],
        person: Person | None = None,
        tasks: Sequence[Task] = (),
    ) -> None:
        """Show the form; a person's own tasks stand first.

        Args:
            indicators: the form's.
            person: whose tasks.
            tasks: the person's yearly tasks in force; may be empty.
        """
        super().__init__()
        self._indicators = tuple(indicators)
        self._person = person
        self._tasks = tuple(tasks)

    def compose(self) -> ComposeResult:
        """Compose the person's tasks; then a heading an indicator, a line a criterion."""
        blocks = [_shown(indicator) for indicator in self._indicators]
        if self._person and self._tasks:
            blocks.insert(0, _own(self._person, self._tasks))
        yield from self.compose_frame(VerticalScroll(*blocks))

    @property
    def scroller(self) -> VerticalScroll:
        """All indicators."""
        return self.query_one(VerticalScroll)


def _own(person: Person, tasks: Sequence[Task]) -> Static:
    title = _("Tasks of {name} ({code})").format(name=person.name, code=person.code)
    lines = [Content.styled(title, "bold")]
    for task in tasks:
        lines.append(Content(f"   {points(task.points):>4}  {task.title}"))
        if task.target:
            lines.append(Content("         " + _("Target: {text}").format(text=task.target)))
        if task.standard:
            lines.append(Content("         " + _("Standard: {text}").format(text=task.standard)))
    return Static(Content("\n").join(lines), classes="criteria")


def _shown(indicator: Indicator) -> Static:
    title = _("{name} {points} points").format(name=indicator.name, points=points(indicator.points))
    lines = [Content.styled(title, "bold")]
    if indicator.standard:
        lines.append(Content("   " + indicator.standard))
    for criterion in indicator.criteria:
        lines.append(Content(f"   {points(criterion.points):>4}  {criterion.name}"))
        if criterion.standard:
            lines.append(Content(f"         {criterion.standard}"))
    return Static(Content("\n").join(lines), classes="criteria")
