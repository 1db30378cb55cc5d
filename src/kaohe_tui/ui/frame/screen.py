"""Hold what every screen of kaohe does.

A screen declares its keys once, in ``KEYS``, and has a method ``do_<action>`` for each that is not
in ``EVERYWHERE``::

    class Home(KaoheScreen[None]):
        TITLE_MSGID = N_("Home")
        KEYS = (Command(("enter",), "go_on", N_("Continue"), N_("Do the next thing.")),)

        def compose(self) -> ComposeResult:
            yield from self.compose_frame(Body())

        def why_not(self, command: Command) -> str | None:
            return _("Nothing is open.") if command.action == "go_on" and not self.open else None

        def do_go_on(self) -> None: ...
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.screen import ScreenResultType
from textual.widget import Widget

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.frame.host import Place, shell_of
from kaohe_tui.ui.keys.commands import COMMON, Command, find, folded
from kaohe_tui.ui.terminal.drawn import DrawnScreen
from kaohe_tui.ui.widgets.keybar import KeyBar
from kaohe_tui.ui.widgets.statusline import Kind, StatusLine
from kaohe_tui.ui.widgets.toosmall import cover_if_needed
from kaohe_tui.words import _


class KaoheScreen(DrawnScreen[ScreenResultType], inherit_bindings=False):
    """A screen with a body, a status line and a key bar.

    Keys that the focused widget leaves alone reach the screen; the others never do. Textual's
    bindings are not used, but for Tab between two widgets that take the focus.
    """

    KEYS: ClassVar[tuple[Command, ...]] = ()
    """This screen's own commands in the order of the key bar."""

    SHARED_KEYS: ClassVar[tuple[Command, ...]] = COMMON
    """The commands after its own: those of every screen, or the few that may be reached."""

    TITLE_MSGID: ClassVar[str] = ""
    """The screen's name in its help, marked with ``N_``."""

    HELP_TEXT: ClassVar[tuple[str, ...]] = ()
    """Paragraphs of the help, each marked with ``N_``."""

    STAYS: ClassVar[bool] = True
    """Whether it stands long enough for a sentence to be read; one that gives way does not."""

    HIDES_UNUSABLE: ClassVar[bool] = False
    """Whether the key bar leaves out what cannot be used now, so that the way back is in sight;
    for screens with more steps than the bar has room for. The help has them all."""

    pressed: str = ""
    """The half-width character of the key that runs the command now; empty where it has none."""

    _leaving = False

    def __init__(
        self, name: str | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(lambda: shell_of(self).shown, name, id, classes)
        self._status: StatusLine | None = None

    def all_commands(self) -> tuple[Command, ...]:
        """Return this screen's commands, then those it shares with others."""
        own = {command.action for command in self.KEYS}
        return (*self.KEYS, *(each for each in self.SHARED_KEYS if each.action not in own))

    def why_not(self, command: Command) -> str | None:
        """Say why the command cannot be used now, in a sentence; None when it can."""
        return None

    def barred(self, command: Command) -> str | None:
        """Say why the command cannot be used now, whatever bars it; None when it can.

        Asked first is what bars it on every screen (the duty, a rater at the keyboard, a database
        that is only read), then ``why_not``.
        """
        return shell_of(self).why_barred(command) or self.why_not(command)

    def key_items(self) -> list[tuple[Command, bool]]:
        """Return what the key bar draws: each command, with whether it can be used now."""
        items = [
            (command, self.barred(command) is None)
            for command in self.all_commands()
            if command.in_bar
        ]
        return [item for item in items if item[1]] if self.HIDES_UNUSABLE else items

    def compose_frame(self, *body: Widget) -> Iterator[Widget]:
        """Compose the body, as high as there is room, over the two lines of every screen."""
        yield Vertical(*body, classes="body")
        yield StatusLine()
        yield KeyBar()

    def say(self, text: str, *, kind: Kind = "info") -> None:
        """Write a sentence to the status line; an empty one clears it."""
        if self._status is None or not self._status.is_attached:
            self._status = next(iter(self.query(StatusLine)), None)
        if self._status is not None:
            self._status.say(text, kind)

    def attempt(self, step: Callable[[], object]) -> bool:
        """Do something that is no command, say when a screen appears or a timer runs out.

        A file that is locked for a moment, or gone, must not end the program then: the refusal is
        said, and the screen stands as it stood.

        Returns:
            Whether it was done.
        """
        try:
            step()
        except Refusal as refusal:
            self.say(str(refusal), kind="refused")
            return False
        return True

    def take_pasted(self, text: str) -> None:
        """Put what was pasted into the line that has the focus; refuse it where keys are commands.

        Args:
            text: one line, without anything that a terminal obeys.

        Raises:
            Refusal: when the line cannot hold it.
        """
        # Loaded here: the first frame does without it.
        from textual.widgets import Input

        from kaohe_tui.ui.widgets.answerline import paste_into

        line = self.focused
        if isinstance(line, Input):
            paste_into(line, text)
        elif not self._leaving:
            self.say(_("Pasting does nothing here: type the keys."), kind="refused")

    def follow(self) -> None:
        """Show what other programs changed on the file; the app's board has it already."""

    def refresh_keys(self) -> None:
        """Draw the key bar again; what the keys can do has changed."""
        for bar in self.query(KeyBar):
            bar.refresh()

    def refresh_words(self) -> None:
        """Draw everything again in the language now in use.

        A screen that holds something that composing again would lose overrides this.
        """
        self.refresh(recompose=True)

    def run_command(self, command: Command) -> None:
        """Do what the command says, or say why not.

        An ``async`` method runs as a worker, so that it may wait for another screen; until it ends
        this screen takes no further command. A ``Refusal`` goes to the status line.
        """
        self.say("")
        if reason := self.barred(command):
            self.say(reason, kind="refused")
            return
        try:
            own = getattr(self, f"do_{command.action}", None)
            result = own() if own else EVERYWHERE[command.action](self)
        except Refusal as refusal:
            self.say(str(refusal), kind="refused")
        else:
            if inspect.isawaitable(result):
                self._attending = True
                self.run_worker(self._attend(result))
        if self.is_attached:
            self.refresh_keys()

    async def _attend(self, result: Awaitable[None]) -> None:
        try:
            await result
        except Refusal as refusal:
            self.say(str(refusal), kind="refused")
        finally:
            self._attending = False
        if self.is_attached:
            self.refresh_keys()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave with a result; once only, whatever comes after it.

        Args:
            result: for the screen that waits for it.
        """
        if self._leaving:
            return AwaitComplete()
        self._leaving = True
        return super().dismiss(result)

    @property
    def takes_keys(self) -> bool:
        """Whether keys are meant for it: it is on top, and about to stay there.

        ``is_current`` would not do: a screen below a dialog, which shows through, is that too.
        """
        return self.is_active and not self._leaving and not shell_of(self).is_ending

    def on_key(self, event: events.Key) -> None:
        """Run the command that the key belongs to."""
        if not self.takes_keys:
            # Typed ahead at a screen that an earlier key has closed, or after Q: nobody's key.
            event.stop()
            event.prevent_default()
            return
        command = find(self.all_commands(), event)
        if command is None:
            return
        event.stop()
        event.prevent_default()
        if not self._attending:
            self.pressed = folded(event.character)
            self.run_command(command)

    def on_mount(self) -> None:
        """Cover the screen where the terminal is too small for it."""
        cover_if_needed(self)

    def on_resize(self) -> None:
        """Cover or uncover the screen."""
        cover_if_needed(self)

    def on_screen_resume(self) -> None:
        """Draw the keys again after another screen closed, and say pending reports."""
        self.refresh_keys()
        self.app.call_after_refresh(shell_of(self).say_reports)


def offer(screen: KaoheScreen[Any]) -> None:
    """Offer everything that can be done on a screen, and do what is chosen."""

    def run(command: Command | None) -> None:
        if command is not None:
            screen.run_command(command)

    offered = [command for command in screen.all_commands() if command.in_palette]
    with_reasons = [(command, screen.barred(command)) for command in offered]
    shell_of(screen).show(Place.PALETTE, with_reasons, then=run)


def change_signs(screen: KaoheScreen[Any]) -> None:
    """Change between the signs and their plain stand-ins."""
    shell = shell_of(screen)
    shell.remember(replace(shell.settings, signs="" if shell.plain_signs else "plain"))
    shell.shown.forget()
    screen.app.refresh(layout=True)


def redraw(screen: KaoheScreen[Any]) -> None:
    """Send the whole screen, whatever the terminal is thought to show."""
    shell_of(screen).shown.forget()
    screen.refresh()


def leave(screen: KaoheScreen[Any]) -> None:
    """Leave a screen without a result."""
    screen.dismiss()


EVERYWHERE: Mapping[str, Callable[[KaoheScreen[Any]], None]] = {
    "help": lambda screen: shell_of(screen).show(Place.HELP, screen),
    "palette": offer,
    "lock": lambda screen: shell_of(screen).lock(),
    "theme": lambda screen: shell_of(screen).show(Place.THEME),
    "language": lambda screen: shell_of(screen).show(Place.LANGUAGE),
    "signs": change_signs,
    "redraw": redraw,
    "quit": lambda screen: screen.app.exit(),
    "back": leave,
    "cancel": leave,
}
"""What commands do on every screen that has no method of its own for them."""
