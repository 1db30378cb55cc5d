"""Choose the colours, with a sample that changes as the cursor moves."""

from collections.abc import Sequence
from dataclasses import replace

from textual.widget import Widget
from textual.widgets import Static

from kaohe_tui.ui.frame.host import shell_of
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.widgets.statusline import REFUSED
from kaohe_tui.words import N_, _


class ChooseTheme(Choose):
    """The themes that exist; the app wears the one at the cursor until Esc."""

    TITLE_MSGID = N_("Theme")
    """The screen's name in its help."""

    def __init__(self) -> None:
        app = shell_of(self)
        self._before = app.theme
        options = [
            (key, theme.shown_name(), _("dark") if theme.theme.dark else _("light"))
            for key, theme in app.themes.items()
        ]
        super().__init__(_("Theme"), options, app.theme)

    def below(self) -> Sequence[Widget]:
        """Return a sample of what the screens draw, in the theme at the cursor."""
        return (
            Static(_("Sample"), markup=False, classes="heading sample"),
            Static(_(" ✔ 11  Wang Fang      36  14  13    92"), markup=False),
            Static(_(" ◐ 12  Li Qiang       35   ·   ·    35"), markup=False, classes="cursor"),
            Static(_(" ─ 13  Ouyang Mingri  abstained"), markup=False, classes="zebra"),
            Static(" ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇  89.75", markup=False, classes="rank-bar"),
            Static(REFUSED + _("41 is over the maximum of 40."), markup=False, classes="refused"),
        )

    def moved(self) -> None:
        """Wear the theme under the cursor."""
        self.app.theme = self.current

    def do_accept(self) -> None:
        """Keep the theme, and remember it."""
        self.dismiss(self.current)
        shell = shell_of(self)
        shell.remember(replace(shell.settings, theme=self.current))

    def do_cancel(self) -> None:
        """Go back to the theme of before."""
        self.app.theme = self._before
        self.dismiss(None)
