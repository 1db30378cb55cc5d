"""Show how a tier was closed, with the record's hash, to be written down and signed."""

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui.domain.record.chain import grouped
from kaohe_tui.domain.width import cell_width, pad
from kaohe_tui.files.disk.writing import check_free
from kaohe_tui.services.tiers import closing_sheet
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask
from kaohe_tui.ui.screens.dialogs.working import beside
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _


class ClosingSheet(KaoheScreen[None]):
    """The closing sheet of a closed tier.

    Args:
        period: the period's key.
        tier: the tier's key.
    """

    TITLE_MSGID = N_("The closing sheet")
    """The screen's name in its help."""
    HELP_TEXT = (
        N_(
            "The hash covers the whole record up to this closing. Printed and signed, it shows "
            "later whether anything was changed: the command verify, with --against, takes its "
            "first 16 digits."
        ),
    )
    """What the hash shows, and how to check it."""
    KEYS = (
        Command(("enter", "escape"), "back", N_("Go on"), N_("Leave the closing sheet.")),
        Command(("w",), "write", N_("Print"), N_("Write the sheet to a file that can be printed.")),
    )
    """Going on, and writing the sheet to a file."""

    def __init__(self, period: str, tier: str) -> None:
        super().__init__()
        self._period = period
        self._tier = tier

    def compose(self) -> ComposeResult:
        """Compose what was closed, who signs, and the hash."""
        sheet = closing_sheet.closing(app_of(self).room, self._period, self._tier)
        signs = ((_("Counted by"), sheet.counted_by), (_("Supervised by"), sheet.supervised_by))
        lines = (*sheet.lines(), *((name, who or "____________") for name, who in signs))
        width = max(cell_width(name) for name, _value in lines)
        yield from self.compose_frame(
            TextLine(
                _("{period} · {tier} is closed").format(period=sheet.period, tier=sheet.tier),
                classes="heading",
            ),
            *(Static(f" {pad(name, width)}   {value}", markup=False) for name, value in lines),
            TextLine(_("Hash of the record up to this closing"), classes="heading"),
            Static(f" {grouped(sheet.chain)}", markup=False, id="closing-hash"),
        )

    async def do_write(self) -> None:
        """Ask for the file and write the sheet."""
        app = app_of(self)
        name = f"closing-{self._period}-{self._tier}.html"
        ready = str(app.path.absolute().parent / name)
        question = _("Write the closing sheet to which file (.html)?")
        await self.app.push_screen_wait(
            Ask(question, choices=[ready], initial=ready, take=self._write)
        )

    async def _write(self, text: str) -> None:
        """Write the sheet to the file that was typed."""
        app, path = app_of(self), _typed(text)
        check_free(path)
        await beside(
            app,
            _("Checking the record …"),
            lambda _report: closing_sheet.write_sheet(app.room, self._period, self._tier, path),
        )
        self.say(_("Written: {path}").format(path=path))


def _typed(text: str) -> Path:
    return Path(text).expanduser().absolute()
