"""List what the leading group entered: look through it, add to it, withdraw from it."""

import unicodedata
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.widgets import Static

from kaohe_tui import signs
from kaohe_tui.domain.entries.entries import Entered, EntryKind
from kaohe_tui.domain.record import events
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.width import fit, widest
from kaohe_tui.services.entries import entries, summaries
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.keys.moves import MOVES
from kaohe_tui.ui.screens.entries.asking import Asking
from kaohe_tui.ui.widgets.ballot.layout import WIDEST_NAME
from kaohe_tui.ui.widgets.picklist import PickList
from kaohe_tui.ui.widgets.textline import TextLine
from kaohe_tui.words import N_, _

WITHDRAWING = (
    N_("entered by mistake"),
    N_("entered twice"),
    N_("the evidence is not valid"),
    N_("the decision was lifted"),
)
"""The usual reasons for a withdrawal, offered as ready answers."""
ADD = Command(("a",), "add", N_("Add"), N_("Enter a new one."))
"""Adds an entry; ``commands_on`` names the power that it needs."""
BRING = Command(("i",), "bring", N_("Import"), N_("Enter those of a file."))
"""Enters what a file holds; ``commands_on`` names the power that it needs."""
WITHDRAW = Command(
    ("d",), "withdraw", N_("Withdraw"), N_("Withdraw the entry of the cursor, with a reason.")
)
"""Withdraws the entry of the cursor; ``commands_on`` names the power that it needs."""
BACK = Command(("escape",), "back", N_("Back"), N_("Go back."))
"""Leaves the list."""


BROUGHT = (EntryKind.ADJUSTMENT, EntryKind.ABSENCE)
"""The kinds of entries that tables are brought of."""


def commands_on(kind: EntryKind) -> tuple[Command, ...]:
    """Return the commands on entries of that kind."""
    adding = (ADD, BRING) if kind in BROUGHT else (ADD,)
    return (
        *(replace(each, act=events.ENTERED[kind].power) for each in adding),
        replace(WITHDRAW, act=events.WITHDRAWN[kind].power),
        *MOVES,
        BACK,
    )


Entry = TypeVar("Entry", bound=Entered)
"""The class of the entries that a list holds."""


class Entries(Asking, Generic[Entry]):
    """The entries of one kind in the period in view, withdrawn ones among them."""

    KIND: ClassVar[EntryKind]
    """Which kind of entry is listed."""
    TITLE_LINE: ClassVar[str]
    """The title over the list, with ``{period}``; marked with ``N_``."""
    NONE: ClassVar[str]
    """What stands in place of the list while there is no entry; marked with ``N_``."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: Sequence[Entry] = ()
        """The entries that are shown, oldest first."""

    def compose(self) -> ComposeResult:
        """Compose title, what a closed period asks for, the list, and the entry's detail."""
        yield from self.compose_frame(
            TextLine(id="entries-title", classes="heading"),
            Static(id="entries-scope", classes="note", markup=False),
            TextLine(id="entries-none"),
            PickList([]),
            Static(id="entries-detail", markup=False),
        )

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(self.fill)

    # -- what a kind of entries says of itself -------------------------------------------------

    @abstractmethod
    def read(self) -> Sequence[Entry]:
        """Return all entries, oldest first."""

    @abstractmethod
    def cells(self, entry: Entry) -> tuple[str, str]:
        """Return the entry in a few words, and a note beside it."""

    @abstractmethod
    def detail(self, entry: Entry) -> str:
        """Describe the whole entry, on a line."""

    def sign(self, entry: Entry) -> str:
        """Return the sign of the entry's state."""
        return signs.DONE if entry.stands else signs.UNDONE

    def scope(self) -> str:
        """Return a line under the title; empty for none."""
        if not self.here.steps.closed:
            return ""
        return _("The period is closed: a change needs a reason, and the result is locked again.")

    # -- what stands there ---------------------------------------------------------------------

    @property
    def at_cursor(self) -> Entry | None:
        """The entry of the cursor; None where there is none."""
        return self.lines[self.pick.cursor] if self.lines else None

    def fill(self) -> None:
        """Write the entries as they stand now."""
        name = self.here.steps.period.name
        self.query_one("#entries-title", TextLine).show(_(self.TITLE_LINE).format(period=name))
        scope = self.query_one("#entries-scope", Static)
        scope.update(self.scope())
        scope.display = bool(self.scope())
        self.lines = self.read()
        none = self.query_one("#entries-none", TextLine)
        none.show("" if self.lines else _(self.NONE))
        none.display = not self.lines
        cursor = self.pick.cursor
        self.pick.display = bool(self.lines)
        self.pick.show(self._shown())
        self.move(cursor)
        self.refresh_keys()

    def _shown(self) -> list[tuple[str, str]]:
        cells = [self.cells(entry) for entry in self.lines]
        code = widest((entry.code for entry in self.lines), WIDEST_NAME)
        names = [self._listed_name(entry.code) for entry in self.lines]
        name = widest(names, WIDEST_NAME)
        return [
            (
                f"{self.sign(entry)} {fit(entry.code, code)} {fit(called, name)}  {text}",
                note,
            )
            for entry, called, (text, note) in zip(self.lines, names, cells, strict=True)
        ]

    def moved(self) -> None:
        """Show the whole entry at the cursor."""
        entry = self.at_cursor
        detail = self.query_one("#entries-detail", Static)
        detail.update("\n".join([self.detail(entry), *history(entry)]) if entry else "")

    def name_of(self, code: str) -> str:
        """Return what the person is called; empty for a person who is not in the roster.

        Other than a name alone, that tells namesakes apart.
        """
        roster = self.here.roster
        return roster.called(roster[code]) if code in roster else ""

    def _listed_name(self, code: str) -> str:
        return self.here.roster[code].name if code in self.here.roster else ""

    # -- commands ------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to withdraw an entry that no longer holds."""
        if command.action == "withdraw":
            return self.why_not_standing()
        return None

    def why_not_standing(self) -> str | None:
        """Say why nothing can be done to the entry of the cursor; None when it can."""
        entry = self.at_cursor
        if entry is None:
            return _("There is no entry.")
        return None if entry.stands else _("This entry is already withdrawn.")

    async def do_withdraw(self) -> None:
        """Withdraw the entry of the cursor."""
        entry = self.at_cursor
        if entry is None:
            return
        await self.ask(
            _("Why is this entry on {name} withdrawn?").format(name=self.name_of(entry.code)),
            choices=[_(choice) for choice in WITHDRAWING],
            consequences=[self.detail(entry)],
            take=lambda reason: self._withdraw(entry, reason),
        )

    async def _withdraw(self, entry: Entry, reason: str) -> bool:
        """Show what follows and do it; return whether it was done."""
        summary = summaries.withdrawal(self.here, entry, self.detail(entry), reason)
        if entry.period != self.here.key:
            # One of the year, which has no frozen result.
            if not await self.agreed(summary):
                return False
            entries.withdraw(app_of(self).room, self.KIND, entry.id, reason)
            self.renewed(_("Withdrawn."))
            return True
        return await self.carry_out(
            lambda room, why: entries.withdraw(room, self.KIND, entry.id, why),
            _("Withdrawn."),
            reason=reason,
            summary=summary,
        )


def history(entry: Entered) -> list[str]:
    """Say who entered it and who withdrew it, a line each."""
    lines = [
        _("No. {number}, entered by {name} on {at}").format(
            number=entry.id, name=entry.entered_by, at=moment(entry.entered_at)
        )
    ]
    if not entry.stands:
        lines.append(
            _("Withdrawn by {name} on {at}: {reason}").format(
                name=entry.withdrawn_by,
                at=moment(entry.withdrawn_at),
                reason=entry.withdrawn_reason,
            )
        )
    return lines


def moment(at: str) -> str:
    """Cut a time in ISO 8601 to its date and minute."""
    return at[:16].replace("T", " ")


def whole(text: str) -> int:
    """Read a whole number as it is typed, full-width digits too.

    Raises:
        Refusal: when it is none.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not (plain.isascii() and plain.isdigit()):
        raise Refusal(
            "number-wrong", N_("“{text}” is not a whole number, such as 1 or 2."), text=text
        )
    return int(plain)
