"""Show one case of the register: what it is, what was done about it, how it ended."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from kaohe_tui import signs
from kaohe_tui.domain.public.matter import OUTCOMES, Matter, MatterKind, MatterStep
from kaohe_tui.domain.record.events import (
    MatterAmended,
    MatterAssigned,
    MatterClosed,
    MatterHandled,
    MatterReopened,
    ReporterSeen,
)
from kaohe_tui.services.public import matters
from kaohe_tui.services.public.matter_rules import roster_of
from kaohe_tui.ui.frame.filled import FilledScreen
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.frame.modal import KaoheModal
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.moving.scrolling import Scrolling
from kaohe_tui.ui.screens.public.matter_amend import about_whom, ask_amendment
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

STEPS = (
    N_("asked the person concerned"),
    N_("checked the ballots and the record"),
    N_("put before the leading group"),
    N_("answered the person who brought it"),
)
"""Ready answers for what was done."""

REASONS = (N_("new facts"), N_("closed by mistake"))
"""Ready answers for why a case is reopened."""

_LISTED, _OTHER = "listed", "other"


class MatterScreen(Scrolling, FilledScreen[None]):
    """One case of the register with its steps.

    Args:
        id: its number in the register.
    """

    TITLE_MSGID = N_("One case of the register")
    """The screen's name in its help."""
    HIDES_UNUSABLE = True
    """A closed case has other steps than an open one; the bar has room for either."""
    HELP_TEXT = (
        N_("People cannot handle cases about themselves."),
        N_("Steps are added and never changed; a wrong entry is corrected with a reason."),
        N_(
            "W shows who brought it while you look; that it was looked at is recorded, the name "
            "is not."
        ),
    )
    """Who may handle it, how it is corrected, what showing the reporter records."""
    KEYS = (
        Command(
            ("h",), "handler", N_("Handler"), N_("Say who handles it."), act=MatterAssigned.power
        ),
        Command(
            ("t",), "step", N_("Step"), N_("Add what was done about it."), act=MatterHandled.power
        ),
        Command(
            ("c",),
            "close",
            N_("Conclude"),
            N_("Close it with its outcome."),
            act=MatterClosed.power,
        ),
        Command(
            ("r",),
            "reopen",
            N_("Reopen case"),
            N_("Reopen it, with a reason."),
            act=MatterReopened.power,
        ),
        Command(
            ("e",),
            "amend",
            N_("Correct entry"),
            N_("Correct an entry, with a reason."),
            act=MatterAmended.power,
        ),
        Command(("w",), "reporter", N_("Who"), N_("Show who brought it."), act=ReporterSeen.power),
        Command(("up", "k"), "up", N_("Up"), N_("Scroll up."), in_bar=False, in_palette=False),
        Command(
            ("down", "j"), "down", N_("Down"), N_("Scroll down."), in_bar=False, in_palette=False
        ),
        Command(("escape",), "back", N_("Back"), N_("Back to the register.")),
    )
    """Handler, steps, outcome, reopening, correcting, the reporter, scrolling."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._matter: Matter | None = None

    def compose(self) -> ComposeResult:
        """Compose the heading over all fields and steps."""
        yield from self.compose_frame(
            TextLine(id="matter-title", classes="heading"),
            VerticalScroll(Static(id="matter-text", markup=False), can_focus=False),
        )

    @property
    def scroller(self) -> VerticalScroll:
        """Fields and steps."""
        return self.query_one(VerticalScroll)

    def on_mount(self) -> None:
        """Fill in the case."""
        self.attempt(self.fill)

    def fill(self) -> None:
        """Write the case as it stands now."""
        room = app_of(self).room
        self._matter, steps = matters.matter(room, self._number)
        one = self._matter
        title = _("No. {number}: {kind}").format(number=one.id, kind=one.kind.label)
        self.query_one("#matter-title", TextLine).show(
            f"{signs.of_matter(one, room.now()[:10])} {title}"
        )
        text = "\n".join([*self._fields(one), "", *_steps(steps)])
        self.query_one("#matter-text", Static).update(text)
        self.refresh_keys()

    def _fields(self, one: Matter) -> list[str]:
        room = app_of(self).room
        person = matters.who(room, one.period, one.code) or _("nobody in particular")
        handler = matters.who(room, one.period, one.handler) or _("no handler")
        due = one.due_on
        if one.is_overdue(room.now()[:10]):
            due = _("{date}, overdue").format(date=due)
        brought = _("anonymous") if one.anonymous else _("name kept; W shows it")
        fields = [
            (_("Period"), matters.period_name(room, one.period)),
            (about_whom(one.kind), person),
            (_("About what"), one.about),
            (_("Brought by"), brought),
            (_("Received on"), one.received_on),
            (_("Answer due"), due),
            (_("Handler"), handler),
        ]
        if held := matters.held_up(room, one):
            fields.append((_("Not final before it is closed"), held))
        if not one.is_open:
            fields.append((_("Outcome"), one.outcome))
            fields.append((_("Correction"), one.correction or _("none")))
        return [_("{field}: {value}").format(field=field, value=value) for field, value in fields]

    @property
    def _shown(self) -> Matter:
        if self._matter is None:
            self._matter = matters.matter(app_of(self).room, self._number)[0]
        return self._matter

    def why_not(self, command: Command) -> str | None:
        """Refuse steps on a closed case, and to show who brought an anonymous one."""
        one = self._shown
        if command.action in ("handler", "step", "close") and not one.is_open:
            return _("Case no. {number} is closed; reopen it first.").format(number=one.id)
        if command.action == "reopen" and one.is_open:
            return _("Case no. {number} is already open.").format(number=one.id)
        if command.action == "reporter" and one.anonymous:
            return _("It was brought anonymously.")
        return None

    # -- commands ----------------------------------------------------------------------------

    async def do_handler(self) -> None:
        """Ask who handles it; the person it is about is not offered."""
        room, one = app_of(self).room, self._shown
        question = _("Who handles it?")
        options = [
            (_LISTED, _("somebody in the roster"), ""),
            (_OTHER, _("somebody else"), ""),
        ]
        chosen = await self.app.push_screen_wait(Choose(question, options))
        handler: str | None = None
        if chosen == _LISTED:
            roster = roster_of(room, one.period)
            name = room.rules()[0].role_name
            people = [(p, name(p.role)) for p in roster if p.code != one.code]
            handler = await self.app.push_screen_wait(Find(question, people))
        elif chosen == _OTHER:
            ask = Ask(question, take=lambda text: matters.assign(room, one.id, text))
            if await self.app.push_screen_wait(ask):
                self._changed(_("The handler is recorded."))
            return
        if handler is not None:
            matters.assign(room, one.id, handler)
            self._changed(_("The handler is recorded."))

    async def do_step(self) -> None:
        """Ask what was done."""
        ready = [_(choice) for choice in STEPS]
        room, number = app_of(self).room, self._number
        ask = Ask(
            _("What was done?"),
            choices=ready,
            take=lambda text: matters.step(room, number, text),
        )
        if await self.app.push_screen_wait(ask):
            self._changed(_("The step is recorded."))

    async def do_close(self) -> None:
        """Ask how it ended and what it led to."""
        ready = [_(choice) for choice in OUTCOMES]
        outcome = await self.app.push_screen_wait(Ask(_("How did it end?"), choices=ready))
        if outcome is None:
            return
        question = _("What was corrected? (optional)")
        room, number = app_of(self).room, self._number
        ask = Ask(question, minimum=0, take=lambda text: matters.close(room, number, outcome, text))
        if await self.app.push_screen_wait(ask) is not None:
            self._changed(_("Closed."))

    async def do_reopen(self) -> None:
        """Ask why it is reopened."""
        ready = [_(choice) for choice in REASONS]
        question = _("Why is it reopened?")
        room, number = app_of(self).room, self._number
        ask = Ask(
            question,
            choices=ready,
            take=lambda text: matters.reopen(room, number, text),
        )
        if await self.app.push_screen_wait(ask):
            self._changed(_("Reopened."))

    async def do_amend(self) -> None:
        """Ask what is wrong, what is right and why."""
        if await ask_amendment(app_of(self), self._shown):
            self._changed(_("Corrected; the old entry stays in the record."))

    async def do_reporter(self) -> None:
        """Show who brought it; of a report of wrongdoing only after a deliberate yes."""
        one = self._shown
        if one.kind is MatterKind.REPORT:
            consequences = [
                _("People who report wrongdoing are protected: make sure nobody can see the "
                  "screen."),
                _("That you looked is recorded."),
            ]  # fmt: skip
            question = _("Show who reported it?")
            if not await self.app.push_screen_wait(Confirm(question, consequences, _("show"))):
                return
        name = matters.reporter(app_of(self).room, one.id)
        await self.app.push_screen_wait(Reporter(name))

    def _changed(self, sentence: str) -> None:
        self.fill()
        self.say(sentence)


class Reporter(KaoheModal[None]):
    """Who brought a case, shown until a key is pressed.

    Args:
        name: of the person who brought it.
    """

    TITLE_MSGID = N_("Who brought it")
    """The screen's name in its help."""
    KEYS = (Command(("escape", "enter", "w"), "hide", N_("Hide"), N_("Hide the name again.")),)
    """Hiding the name again."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name_shown = name

    def compose(self) -> ComposeResult:
        """Compose the name."""
        heading = _("Brought by: {name}").format(name=self._name_shown)
        yield from self.compose_frame(TextLine(heading, classes="heading"))

    def do_hide(self) -> None:
        """Hide the name."""
        self.dismiss(None)


def _steps(steps: tuple[MatterStep, ...]) -> list[str]:
    if not steps:
        return [_("No action has been taken yet.")]
    return [f"{step.at[:16].replace('T', ' ')}  {step.by}  {step.text}" for step in steps]
