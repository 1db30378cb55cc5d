"""List the register of objections, reports and reviews (异议、举报、复核)."""

from textual.app import ComposeResult

from kaohe_tui import signs
from kaohe_tui.domain.public.matter import NO_PERIOD, Matter
from kaohe_tui.domain.record.events import MatterTaken
from kaohe_tui.domain.width import cell_width, cut, pad
from kaohe_tui.services.public import matters, notices
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.ui.screens.public.matter import MatterScreen
from kaohe_tui.ui.screens.public.matter_new import take_down
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _, _n

_WHO = 16
"""Cells for the person that a case is about."""


class Matters(FollowingList[None]):
    """Every case, the overdue first; Enter opens one.

    Args:
        key: that of a period, or ``entries.YEAR``: the cursor begins at the first case that its
            notice waits for; None for the first of all.
    """

    TITLE_MSGID = N_("Objections and reports")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_("· open   ! overdue   ✔ closed"),
        N_(
            "The name of the person who brought a case is never in a list, in the record or in a "
            "file; a key of its own shows it, in the open case on the screen only."
        ),
        N_(
            "A result is final when its notice has ended and every objection received in that "
            "time is closed."
        ),
    )
    """The signs, who sees a reporter's name, and when a result is final."""
    KEYS = (
        Command(("a",), "add", N_("Log case"), N_("Log a new case."), act=MatterTaken.power),
        Command(("enter",), "view", N_("View"), N_("Open the selected case.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Go back.")),
    )
    """A new case, opening one, moving in the list, the way back."""

    def __init__(self, key: str | None = None) -> None:
        super().__init__()
        self._key = key
        self._matters: tuple[Matter, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the title, how many cases are open, and the list."""
        yield from self.compose_frame(
            TextLine(_("Objections and reports"), classes="heading"),
            TextLine(id="matters-count", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list, with the cursor where it begins."""
        if self.attempt(self.fill) and self._key is not None:
            waits_for = notices.state(app_of(self).room, self._key).waits_for
            ids = [one.id for one in self._matters]
            self.move(min((ids.index(one.id) for one in waits_for), default=0))

    def on_screen_resume(self) -> None:
        """Read the register again: a case may have been changed on its own screen."""
        super().on_screen_resume()
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write the register as it stands now, with the cursor on its former case."""
        room = app_of(self).room
        at = self._matters[self.pick.cursor].id if self._matters else 0
        self._matters = matters.all_matters(room)
        self.pick.display = bool(self._matters)
        self.pick.show(self._lines())
        self.pick.move(next((n for n, m in enumerate(self._matters) if m.id == at), 0))
        self.query_one("#matters-count", TextLine).show(self._count())
        self.refresh_keys()

    def _count(self) -> str:
        if not self._matters:
            return _("The register is empty. A logs a case.")
        room = app_of(self).room
        waiting, late = len(matters.open_matters(room)), len(matters.overdue(room))
        sentence = _n("{count} case is open", "{count} cases are open", waiting)
        return _("; ").join(
            [sentence.format(count=waiting), _("{count} of them overdue").format(count=late)]
        )

    def _lines(self) -> list[tuple[str, str]]:
        room = app_of(self).room
        today = room.now()[:10]
        heads = [f"{m.id:>3} {m.kind.label}" for m in self._matters]
        people = [cut(matters.who(room, m.period, m.code) or "–", _WHO) for m in self._matters]
        left = max(map(cell_width, heads), default=0)
        right = max(map(cell_width, people), default=0)
        return [
            (f"{signs.of_matter(m, today)} {pad(head, left)}  {pad(person, right)}", self._note(m))
            for m, head, person in zip(self._matters, heads, people, strict=True)
        ]

    def _note(self, one: Matter) -> str:
        room = app_of(self).room
        if not one.is_open:
            return f"{one.outcome}   {one.about}"
        due = _("due {date}").format(date=one.due_on)
        handler = matters.who(room, one.period, one.handler) or _("no handler")
        parts = [due, one.about, handler]
        if one.period == NO_PERIOD and (held := matters.held_up(room, one)):
            parts.insert(1, _("holds up {names}").format(names=held))
        return "   ".join(parts)

    def why_not(self, command: Command) -> str | None:
        """Refuse to open a case while the register is empty."""
        if command.action == "view" and not self._matters:
            return _("The register is empty. A logs a case.")
        return None

    async def do_add(self) -> None:
        """Ask about a new case, and register it."""
        number = await take_down(app_of(self))
        if number is None:
            return
        self.fill()
        at = next(n for n, m in enumerate(self._matters) if m.id == number)
        self.pick.move(at - self.pick.cursor)
        sentence = _("Logged as no. {number}; to be answered by {date}.")
        self.say(sentence.format(number=number, date=self._matters[at].due_on))

    def do_view(self) -> None:
        """Open the selected case."""
        self.app.push_screen(MatterScreen(self._matters[self.pick.cursor].id))
