"""Key the colleagues' opinions on one person's tasks, one after another."""

from textual.app import ComposeResult

from kaohe_tui.domain.record.events import OpinionTaken
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.tasks.task import Opinion, Verdict
from kaohe_tui.domain.width import fit, widest
from kaohe_tui.services.tasks import tasks
from kaohe_tui.services.tasks.tasks import PersonTasks
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

_WIDEST = 16


class TaskOpinions(FollowingList[None]):
    """Everybody but the person, in roster order, each with the opinion keyed so far.

    Args:
        code: whose tasks they are.
    """

    TITLE_MSGID = N_("Opinions on tasks")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "1 agrees, 2 finds the tasks too light, 3 too heavy; the cursor moves to the next "
            "colleague by itself. To correct an answer, go back to it and press a digit again."
        ),
    )
    """What the digits mean, and how an answer is corrected."""
    KEYS = (
        Command(
            ("1", "2", "3"),
            "say",
            N_("agree, light, heavy"),
            N_("Enter the opinion of the colleague at the cursor."),
            shown_as="1-3",
            act=OpinionTaken.power,
        ),
        Command(
            ("r",),
            "remark",
            N_("Remark"),
            N_("Add a remark to the opinion."),
            act=OpinionTaken.power,
        ),
        Command(("slash",), "find", N_("Find"), N_("Find a colleague.")),
        *MOVES,
        Command(("escape", "enter"), "back", N_("Back"), N_("Go back.")),
    )
    """Opinions, remarks, finding a colleague, moving in the list, the way back."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code
        self._of: PersonTasks | None = None

    def compose(self) -> ComposeResult:
        """Compose whose tasks they are, how many said what, and the colleagues."""
        yield from self.compose_frame(
            TextLine(id="opinions-title", classes="heading"),
            TextLine(id="opinions-counts", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list, with the cursor on the first without an opinion."""
        if self.attempt(self.fill):
            waiting = [
                n for n, each in enumerate(self._raters()) if not self._opinion_of(each.code)
            ]
            self.move(waiting[0] if waiting else 0)

    def fill(self) -> None:
        """Write the opinions keyed so far, the cursor where it was."""
        person_tasks = self._of = tasks.of_person(app_of(self).room, self._code)
        title = _("Opinions on the tasks of {name} ({code})").format(
            name=person_tasks.person.name, code=person_tasks.person.code
        )
        self.query_one("#opinions-title", TextLine).show(title)
        self.query_one("#opinions-counts", TextLine).show(counts(person_tasks))
        cursor = self.pick.cursor
        self.pick.show(self._lines())
        self.pick.move(cursor)

    def _raters(self) -> list[Person]:
        return [each for each in app_of(self).room.base()[2] if each.code != self._code]

    def _opinion_of(self, rater: str) -> Opinion | None:
        declared = self._of.declaration if self._of else None
        return declared.opinion_of(rater) if declared else None

    def _lines(self) -> list[tuple[str, str]]:
        raters = self._raters()
        code = widest((each.code for each in raters), _WIDEST)
        name = widest((each.name for each in raters), _WIDEST)
        section = widest((each.section for each in raters), _WIDEST)
        lines = []
        for each in raters:
            opinion = self._opinion_of(each.code)
            text = f"{opinion.verdict.label}   {opinion.remark}".rstrip() if opinion else ""
            sign = "✔" if opinion else "·"
            who = f"{fit(each.code, code)} {fit(each.name, name)}  {fit(each.section, section)}"
            lines.append((f"{sign} {who}", text))
        return lines

    def do_say(self) -> None:
        """Take the opinion of the digit pressed and go on."""
        verdict = tuple(Verdict)[int(self.pressed) - 1]
        rater = self._raters()[self.pick.cursor].code
        before = self._opinion_of(rater)
        tasks.opinion(
            app_of(self).room, self._code, rater, verdict, before.remark if before else ""
        )
        self.fill()
        self.move(1)

    async def do_remark(self) -> None:
        """Ask for a remark, and save it with the opinion."""
        rater = self._raters()[self.pick.cursor]
        opinion = self._opinion_of(rater.code)
        if opinion is None:
            self.say(_("First the opinion: 1 agree, 2 too light, 3 too heavy."), kind="refused")
            return
        question = _("What does {name} remark?").format(
            name=app_of(self).room.roster().called(rater)
        )
        room, code, verdict = app_of(self).room, self._code, opinion.verdict
        ask = Ask(
            question,
            minimum=0,
            take=lambda text: tasks.opinion(room, code, rater.code, verdict, text),
        )
        if await self.app.push_screen_wait(ask) is not None:
            self.fill()

    async def do_find(self) -> None:
        """Put the cursor on a colleague."""
        raters, name = self._raters(), app_of(self).room.rules()[0].role_name
        code = await self.app.push_screen_wait(
            Find(_("Whose opinion?"), [(each, name(each.role)) for each in raters])
        )
        if code is not None:
            self.move([each.code for each in raters].index(code) - self.pick.cursor)


def counts(person_tasks: PersonTasks) -> str:
    """Count how many colleagues said what, in a line; empty before the first."""
    declared = person_tasks.declaration
    if declared is None or not declared.opinions:
        return ""
    return _("Opinions: ") + "   ".join(
        f"{verdict.label} {declared.count(verdict)}" for verdict in Verdict
    )
