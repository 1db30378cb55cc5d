"""Hold the app without its own screens: keys, terminal, themes, words."""

from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from textual import events
from textual.app import ReturnType

from kaohe_tui import settings as remembered
from kaohe_tui.domain.text import pasted
from kaohe_tui.ui.app.navigation import NavigatingApp
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.frame.themes import load_themes, suited_to_terminal
from kaohe_tui.ui.keys.commands import LOCK, QUIT, Command, folded, shown_key
from kaohe_tui.ui.terminal.lines import break_as_chinese_wants
from kaohe_tui.ui.terminal.shown import Shown
from kaohe_tui.ui.terminal.textual_private import (
    driver_of,
    keep_in_clipboard,
    turn_off_notifications,
    turn_off_tooltips,
)
from kaohe_tui.ui.widgets.toosmall import too_small
from kaohe_tui.words import _, join_sentences

BASE_TCSS = Path(__file__).parent.parent / "styles" / "base.tcss"
"""The style sheet of every screen; an app with styles of its own names this file first."""

break_as_chinese_wants()

_NOT_OURS = {"ctrl+c", "ctrl+q", "super+c"}


class KaoheAppBase(NavigatingApp[ReturnType], inherit_bindings=False):
    """An app whose screens are ``KaoheScreen``s.

    Attributes:
        settings: the choices that are remembered; change them with ``remember`` alone.
        themes: the themes that can be chosen, by key.
        reports: sentences about files that could not be used; the first screen says them.
    """

    CSS_PATH = [BASE_TCSS]
    """The base style sheet alone; ``KaoheApp`` adds those of the screens."""
    BINDINGS: ClassVar = [("tab", "app.focus_next"), ("shift+tab", "app.focus_previous")]
    """Tab and Shift+Tab, for screens with two widgets; all other keys are ``Command``s."""
    ENABLE_COMMAND_PALETTE = False
    """Off: the palette is our own (``ui.screens.common.palette``)."""
    ALLOW_SELECT = False
    """Off: the app is used without a mouse."""
    TITLE = "kaohe"
    """The program's name, for a terminal that shows one."""

    def __init__(self) -> None:
        # Before Textual asks for variables, which it does while it is made.
        self.themes, bad_themes = load_themes()
        super().__init__()
        self.settings, self.reports = remembered.load()
        self.reports += bad_themes
        for theme in self.themes.values():
            self.register_theme(theme.theme)
        chosen = self.settings.theme
        self.theme = chosen if chosen in self.themes else suited_to_terminal()
        """The key of the theme in use; the one from the settings while it exists."""
        self.shown = Shown()
        """What the terminal shows, whichever screen drew it."""
        self.animation_level = "none"
        """``none``: an animation would send frames over a slow line."""
        turn_off_tooltips(self)
        turn_off_notifications(self)
        self.is_ending = False
        """Whether the program is about to end: keys that come after that are nobody's."""
        self.last_key = monotonic()
        """When a key was pressed last, in seconds of the monotonic clock."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our variables, for as long as a theme of Textual's own is in force."""
        return self.themes[suited_to_terminal()].theme.variables

    def refresh_css(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual calls it so
        """Give the style sheets other colours; Textual parses all of them again.

        At the start Textual would do so in a copy, before the first screen exists, and once more
        for that screen: until then the sheets are parsed where they are kept.
        """
        if self.screen_stack:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())
            self.stylesheet.update(self, animate=animate)

    # Who is at the keyboard

    def why_barred(self, command: Command) -> str:
        """Say why the command is barred at this keyboard; empty where nothing bars it."""
        return ""

    def lock(self, *, alone: bool = False) -> None:
        """Hide everything; does nothing in this class, where nobody can sign in.

        Args:
            alone: whether it locks by itself, after a while without a key.
        """

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Keep the keys that would quit at once or copy, and all while the screen is too small."""
        if isinstance(event, events.Resize):
            # The terminal has wrapped or cut what stood there.
            self.shown.forget()
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.last_key = monotonic()
            if event.key == LOCK.keys[0]:
                self.lock()
                return
            if too_small(*self.size):
                if folded(event.character) == "q" and not self.why_barred(QUIT):
                    self.exit()
                return
            if event.key in _NOT_OURS:
                if isinstance(self.screen, KaoheScreen):
                    self.screen.say(self.why_barred(QUIT) or _how_to_quit(self.screen))
                return
        if isinstance(event, events.Paste) and not event.is_forwarded:
            self._take_paste(event.text)
            return
        await super().on_event(event)

    def _take_paste(self, text: str) -> None:
        """Put pasted text into the line that has the focus.

        Elsewhere keys are commands or marks, and none of them may come out of a clipboard.
        """
        self.last_key = monotonic()
        if isinstance(self.screen, KaoheScreen) and not too_small(*self.size):
            screen = self.screen
            screen.attempt(lambda: screen.take_pasted(pasted(text)))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy within the app only: the terminal's clipboard belongs to another machine."""
        keep_in_clipboard(self, text)

    def drain_input(self) -> None:
        """Throw away the keys typed but not read yet: they were meant for someone else."""
        if drain := getattr(driver_of(self), "drain_input", None):
            drain()

    def exit(
        self, result: ReturnType | None = None, return_code: int = 0, message: Any = None
    ) -> None:
        """End the program, and take no further key: a screen opened now would not be made whole."""
        self.is_ending = True
        super().exit(result, return_code, message)

    # Choices

    @property
    def plain_signs(self) -> bool:
        """Whether borders and signs are drawn in ASCII; see ``ui.terminal.signs``."""
        return self.settings.signs == "plain"

    def draw_again(self) -> None:
        """Send the whole screen, after the program was stopped and goes on."""
        self.shown.forget()
        self.screen.refresh()

    def remember(self, settings: remembered.Settings) -> None:
        """Take other settings and keep them.

        Raises:
            Refusal: they cannot be saved; they hold until the program ends.
        """
        self.settings = settings
        remembered.save(self.settings)

    def refresh_words(self) -> None:
        """Draw every screen again in the language now in use."""
        for screen in self.screen_stack:
            if isinstance(screen, KaoheScreen):
                screen.refresh_words()

    def say_reports(self) -> None:
        """Say on the screen shown which files could not be used, once."""
        if self.reports and isinstance(self.screen, KaoheScreen) and self.screen.STAYS:
            self.screen.say(join_sentences(self.reports), kind="refused")
            self.reports = []

    def on_mount(self) -> None:
        """Say which files could not be used, after the first frame."""
        self.call_after_refresh(self.say_reports)


def _how_to_quit(screen: KaoheScreen[Any]) -> str:
    """Say which keys leave the program from a screen."""
    for command in screen.all_commands():
        if command.action == QUIT.action and command.keys:
            return _("To quit kaohe: press {key}.").format(key=shown_key(command))
    return _("To quit kaohe: Esc up to the first screen, then Q.")
