"""Who is at the keyboard, and what that person may do and see."""

import getpass
from dataclasses import dataclass
from datetime import datetime

from kaohe_tui.commandline import command_line
from kaohe_tui.domain import duties
from kaohe_tui.domain.duties import Duty, Power, Sight
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import LONGEST, harmless_line
from kaohe_tui.store import operators
from kaohe_tui.store.engine import Database, Transaction, version_of
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who works with kaohe."""

    id: int
    name: str
    duty: Duty
    is_active: bool = True
    """False once retired: kept for the record, and no longer let in."""


class Keyboard:
    """Who acts in a room; nobody may do anything until he has signed in, where there are operators.

    Attributes:
        operator: who has signed in; None where nobody has.
        guarded: whether the database has operators, as last looked; also where something else than
            kaohe took them out.
    """

    def __init__(self, database: Database, name: str | None = None) -> None:
        """Nobody has signed in.

        Args:
            database: open.
            name: who acts where nobody signs in; the login name where none is given.
        """
        self._database = database
        self._name = login_name() if name is None else name
        self.operator: Operator | None = None
        self.guarded = False
        self.are_lost = False
        """Whether the record tells of operators, and none are there: nobody can sign in."""
        self._searched = 0
        """``version_of`` when the record was last searched for them."""
        self.wrong_codes: dict[tuple[str, str, str], tuple[int, datetime | None]] = {}
        """Period, tier, rater -> how often a wrong code was typed, and until when none is taken."""

    @property
    def name(self) -> str:
        """Who acts, for the record."""
        return self.operator.name if self.operator else self._name

    def call(self, name: str) -> None:
        """Know whoever acts without signing in by that name."""
        self._name = name

    def look(self, tx: Transaction) -> None:
        """See whether there are operators, and which duty whoever signed in has now."""
        are_some, duty = operators.standing(tx, self.operator.id if self.operator else None)
        self._look_for_lost(tx, are_some=are_some)
        self.guarded = are_some or self.are_lost
        if self.operator and duty != self.operator.duty:
            before = self.operator
            self.operator = Operator(before.id, before.name, Duty(duty)) if duty else None

    def _look_for_lost(self, tx: Transaction, *, are_some: bool) -> None:
        """See whether there were operators: only where there are none, and once after each change
        by others, for the whole record is searched."""
        if are_some:
            self.are_lost, self._searched = False, 0
        elif not self._searched or self._searched != version_of(tx):
            self.are_lost, self._searched = operators.are_recorded(tx), version_of(tx)

    def check(self, tx: Transaction, power: Power) -> None:
        """Check that whoever is at the keyboard has a power; everybody has that to sign in.

        The duty is the one that stands on disk now: whoever was retired at another keyboard changes
        nothing any more.

        Raises:
            Refusal: when not.
        """
        if power == duties.SIGNING:
            return
        self.look(tx)
        self.check_known(power)

    def check_known(self, power: Power) -> None:
        """The same by what was known when others' work was last noticed: for every single key.

        Raises:
            Refusal: when not.
        """
        if reason := self.why_not(power):
            raise Refusal(reason)

    def why_not(self, power: Power) -> str:
        """The same as a sentence and without a look at the disk; empty where it may be done."""
        if reason := self._database.why_read_only:
            return reason
        if not self.guarded:
            return ""
        if self.are_lost:
            return self._told_lost()
        if self.operator is None:
            return _("This database has operators: sign in first.")
        return duties.why_not(self.operator.duty, power)

    def check_sight(self, sight: Sight) -> None:
        """Whether whoever is at the keyboard may read that.

        Raises:
            Refusal: when not.
        """
        with self._database.reading() as tx:
            self.look(tx)
        if reason := self.why_unseen(sight):
            raise Refusal(reason)

    def why_unseen(self, sight: Sight) -> str:
        """The same as a sentence and without a look at the disk; empty where it may be read."""
        if not self.guarded:
            return ""
        if self.are_lost:
            return self._told_lost()
        return duties.why_unseen(self.operator.duty if self.operator else None, sight)

    def _told_lost(self) -> str:
        return _(
            "The operators were removed by a program other than kaohe, so nobody can sign in. "
            "Move {path} aside, and restore a backup with “{command}”."
        ).format(path=self._database.path, command=command_line("restore", "FILE"))


def login_name() -> str:
    """The name of the account at the keyboard; empty where the system knows none."""
    try:
        return harmless_line(getpass.getuser())[:LONGEST]
    except (OSError, KeyError):
        return ""
