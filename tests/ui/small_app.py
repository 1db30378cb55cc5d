"""The app over a small screen of its own, for the tests of what all screens share."""

from textual.app import ComposeResult
from textual.widgets import Input, Static

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.ui.frame.screen import KaoheScreen
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from tests.ui.meeting_app import MeetingApp

NAME = "张三[/]"


class Home(KaoheScreen[None]):
    """A screen with a key of every kind."""

    TITLE_MSGID = "Small home"
    HELP_TEXT = (f"About {NAME} and [b.",)
    KEYS = (
        Command(("enter",), "go", "Continue", "Go on."),
        Command(("t",), "tiers", "Tiers", "Cannot be used."),
        Command(("r",), "refuse", "Refuse", "Raise a refusal."),
        Command(("a",), "ask", "Ask", "Ask for a reason."),
        Command(("n",), "number", "Number", "Ask for a number.", in_bar=False),
        Command(("o",), "only", "Only", "Ask with one ready answer.", in_bar=False),
        Command(("p",), "pick", "Pick", "Ask for one of two answers.", in_bar=False),
        Command(("c",), "choose", "Choose", "Choose a person."),
        Command(("y",), "confirm", "Confirm", "Confirm something."),
        Command(("x",), "fault", "Fault", "Raise an exception.", in_bar=False),
        Command(("w",), "slow_fault", "Fault", "Raise one in a worker.", in_bar=False),
        Command(("i",), "write", "Write", "Focus the line.", in_bar=False),
        Command(("q",), "quit", "Quit", "Leave."),
    )

    def compose(self) -> ComposeResult:
        """A name and a line to write in."""
        yield from self.compose_frame(Static(f"body of {NAME}", markup=False), Input())

    AUTO_FOCUS = ""
    went = 0

    def why_not(self, command: Command) -> str | None:
        """Tiers never."""
        return f"no tier for {NAME}" if command.action == "tiers" else None

    def do_go(self) -> None:
        """Count."""
        self.went += 1
        self.say(f"went {self.went}")

    def do_refuse(self) -> None:
        """Refuse."""
        raise Refusal("of-a-test", f"refused {NAME}")

    async def do_ask(self) -> None:
        """Ask."""
        question = Ask(
            f"Why {NAME}?",
            choices=("ill [b", "away"),
            minimum=2,
            consequences=("voids [/]",),
        )
        answer = await self.app.push_screen_wait(question)
        self.say(f"answer {answer}")

    async def do_number(self) -> None:
        """Ask for 460."""

        def take(text: str) -> None:
            if text != "460":
                raise Refusal("total-wrong", f"“{text}” is not the total")

        answer = await self.app.push_screen_wait(Ask("Which total?", take=take))
        self.say(f"answer {answer}")

    async def do_only(self) -> None:
        """Ask with one answer that stands ready."""
        answer = await self.app.push_screen_wait(
            Ask("Where to?", choices=["/home/here"], initial="/home/here")
        )
        self.say(f"answer {answer}")

    async def do_pick(self) -> None:
        """Ask for one of two answers, and no other."""
        answer = await self.app.push_screen_wait(Ask("Same?", choices=["yes", "no"], own=False))
        self.say(f"answer {answer}")

    async def do_choose(self) -> None:
        """Choose."""
        options = [("a", NAME, "note [b"), ("b", "欧阳明日香", ""), ("c", "李四", "")]
        chosen = await self.app.push_screen_wait(Choose("Who [/]?", options, "b"))
        self.say(f"chose {chosen}")

    async def do_confirm(self) -> None:
        """Confirm."""
        answer = await self.app.push_screen_wait(Confirm(f"Void {NAME}?", ["gone [b"], "void it"))
        self.say(f"confirmed {answer}")

    def do_fault(self) -> None:
        """Fail, with something in a local variable that nobody may see."""
        secret = "PIN" + "4711"
        raise ValueError(len(secret))

    async def do_slow_fault(self) -> None:
        """Fail in a worker."""
        self.do_fault()

    def do_write(self) -> None:
        """Focus the line."""
        self.query_one(Input).focus()


def home_app() -> MeetingApp:
    """The app that shows ``Home`` and has no database."""
    return MeetingApp(None, "", Home())


def home_of(app: MeetingApp) -> Home:
    """The screen under all others."""
    screen = app.screen_stack[1]
    assert isinstance(screen, Home)
    return screen
