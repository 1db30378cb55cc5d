"""List the copies of the database, make one, restore one."""

from contextlib import ExitStack
from pathlib import Path

from textual.app import ComposeResult

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import pad, widest
from kaohe_tui.services.counting import overview
from kaohe_tui.services.database import copies
from kaohe_tui.services.database.copies import Copy
from kaohe_tui.services.database.opening import enter_room
from kaohe_tui.services.database.restoring import Plan, consequences, planned, restore
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.screens.moving.lists import ListScreen
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

_WIDEST = 40


class Backups(ListScreen[None]):
    """The list of copies that kaohe wrote by itself or on request."""

    TITLE_MSGID = N_("Backups of the database")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "kaohe makes a backup by itself before every import, before a tier is closed or "
            "reopened and before a closed result is corrected. It keeps the newest 20, and the "
            "newest of each of the ten days before them."
        ),
        N_(
            "When a backup is restored, what it replaces is kept in a file of its own beside the "
            "database. Others who are working carry on with the backup."
        ),
    )
    """When kaohe makes copies, how many it keeps, what restoring does."""
    KEYS = (
        Command(("n",), "make", N_("New backup"), N_("Make a backup now.")),
        Command(("enter",), "restore", N_("Restore this one"), N_("Restore this backup.")),
        *MOVES,
        Command(("escape",), "back", N_("Back"), N_("Back to the first screen.")),
    )
    """A new copy, restoring one, moving in the list, the way back."""

    def __init__(self) -> None:
        super().__init__()
        self._copies: tuple[Copy, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the title, the copies' folder and the list."""
        yield from self.compose_frame(
            TextLine(_("Backups of the database"), classes="heading"),
            TextLine(id="backups-folder", classes="note"),
            PickList([]),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill()

    def fill(self) -> None:
        """Write the copies that exist, the newest first."""
        path = app_of(self).room.database.path
        self._copies = copies.copies_of(path)
        folder = str(self._copies[0].path.parent) if self._copies else _("There are none yet.")
        self.query_one("#backups-folder", TextLine).show(folder)
        whys = [_(copies.WHYS[copy.why]) for copy in self._copies]
        width = widest(whys, _WIDEST)
        cursor = self.pick.cursor
        self.pick.show(
            [
                (f"{copy.at:%Y-%m-%d %H:%M:%S}   {pad(why, width)}", _size(copy))
                for copy, why in zip(self._copies, whys, strict=True)
            ]
        )
        self.move(cursor)
        self.refresh_keys()

    # -- commands ----------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to restore while there is no copy."""
        if command.action == "restore" and not self._copies:
            return _("There are no backups yet; N makes one.")
        return None

    async def do_make(self) -> None:
        """Make a copy."""
        app = app_of(self)
        sentence = _("Backing up …")
        copy, finding = await beside(
            app, sentence, lambda report: copies.copied_now(app.room, report)
        )
        self.fill()
        if finding:
            raise Refusal(
                "check-failed",
                N_("Backed up: {file}. The check failed: {finding}"),
                file=copy.path.name,
                finding=finding,
            )
        self.say(_("Backed up and checked: {file}").format(file=copy.path.name))

    async def do_restore(self) -> None:
        """Check the copy under the cursor, and go back to it after a deliberate yes."""
        app, copy = app_of(self), self._copies[self.pick.cursor]
        path, actor = app.room.database.path, app.room.actor
        with ExitStack() as stack:
            plan = await beside(
                app,
                _("Checking the backup …"),
                lambda report: stack.enter_context(planned(path, copy.path, report)),
            )
            question = _("Restore the backup of {time}?").format(time=f"{copy.at:%Y-%m-%d %H:%M}")
            if not await app.push_screen_wait(
                Confirm(question, consequences(plan), _("restore it"))
            ):
                return
            replaced = await beside(app, _("Restoring …"), lambda _report: restore(plan, actor))
        self._enter_again(plan, replaced)

    def _enter_again(self, plan: Plan, replaced: Path | None) -> None:
        """Read everything again; where the file itself was replaced, open the new one."""
        app = app_of(self)
        room = app.room
        if plan.replaced is None:
            room = Room(enter_room(plan.database).database, actor=room.actor)
        room.forget()
        app.take_room(room, overview.current_period(room))
        self.fill()
        if replaced is not None:
            sentence = _("Restored. What was replaced is kept: {file}")
            self.say(sentence.format(file=replaced.name))


def _size(copy: Copy) -> str:
    return f"{copy.size / 1_000_000:.1f} MB"
