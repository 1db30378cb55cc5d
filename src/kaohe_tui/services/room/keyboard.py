"""Know who is at the keyboard, and what that person may do and see."""

import getpass
from dataclasses import dataclass
from datetime import datetime

from kaohe_tui.commandline import command_line
from kaohe_tui.domain.access import duties
from kaohe_tui.domain.access.duties import Duty, Power, Sight
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.text import LONGEST, harmless_line
from kaohe_tui.store.access import operators
from kaohe_tui.store.database.engine import Database, Transaction, version_of
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who works with kaohe."""

    id: int
    """The operator's id in the database."""
    name: str
    """The name under which the operator acts in the record."""
    duty: Duty
    """What the operator may do and see; see ``domain/access/duties.py``."""
    is_active: bool = True
    """False once retired: kept for the record, and no longer able to sign in."""


class Keyboard:
    """Who acts in a room; where there are operators, nobody may act before signing in."""

    def __init__(self, database: Database, name: str | None = None) -> None:
        """Start with nobody signed in.

        Args:
            database: open.
            name: who acts where nobody signs in; the login name where none is given.
        """
        self._database = database
        self._name = login_name() if name is None else name
        self.operator: Operator | None = None
        """The operator who has signed in; None where nobody has."""
        self.guarded = False
        """Whether the database had operators at the last look.

        Also where something other than kaohe removed them.
        """
        self.are_lost = False
        """Whether the record has operators and none are there: nobody can sign in."""
        self._searched = 0
        """``version_of`` when the record was last searched for them."""
        self.wrong_codes: dict[tuple[str, str, str], tuple[int, datetime | None]] = {}
        """(Period, tier, rater) -> wrong codes typed, and until when none is taken."""

    @property
    def name(self) -> str:
        """The name of the person acting, for the record."""
        return self.operator.name if self.operator else self._name

    def call(self, name: str) -> None:
        """Set the name of a person who acts without signing in."""
        self._name = name

    def look(self, tx: Transaction) -> None:
        """Look up whether there are operators, and the signed-in operator's duty now."""
        are_some, duty = operators.standing(tx, self.operator.id if self.operator else None)
        self._look_for_lost(tx, are_some=are_some)
        self.guarded = are_some or self.are_lost
        if self.operator and duty != self.operator.duty:
            before = self.operator
            self.operator = Operator(before.id, before.name, Duty(duty)) if duty else None

    def _look_for_lost(self, tx: Transaction, *, are_some: bool) -> None:
        """Look up whether there were operators, where there are none now.

        The whole record is searched, so it is done once after each change by others.
        """
        if are_some:
            self.are_lost, self._searched = False, 0
        elif not self._searched or self._searched != version_of(tx):
            self.are_lost, self._searched = operators.are_recorded(tx), version_of(tx)

    def check(self, tx: Transaction, power: Power) -> None:
        """Refuse unless the person at the keyboard has a power; everybody may sign in.

        The duty is the one that stands on disk now: an operator retired at another keyboard changes
        nothing any more.

        Raises:
            Refusal: when not.
        """
        if power == duties.SIGNING:
            return
        self.look(tx)
        self.check_known(power)

    def check_known(self, power: Power) -> None:
        """Refuse like ``check``, but by the cached duty; cheap enough for every key.

        Raises:
            Refusal: when the person at the keyboard lacks the power.
        """
        reason = self.why_not(power)
        if not reason:
            return
        if self._database.is_read_only:
            raise Refusal("read-only", reason)
        if self.are_lost:
            raise Refusal("operators-lost", reason)
        if self.operator is None:
            raise Refusal("not-signed-in", reason)
        raise Refusal("duty-lacking", reason)

    def why_not(self, power: Power) -> str:
        """Say why the person at the keyboard lacks a power, by the cached duty; empty: has it."""
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
        """Refuse unless the person at the keyboard may read that.

        Raises:
            Refusal: when not.
        """
        with self._database.reading() as tx:
            self.look(tx)
        if reason := self.why_unseen(sight):
            raise Refusal("reading-not-permitted", reason)

    def why_unseen(self, sight: Sight) -> str:
        """Say why the person at the keyboard may not read that; empty where it may be read.

        Like ``why_not``, it uses the cached duty.
        """
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
    """Return the name of the account at the keyboard; empty where the system knows none."""
    try:
        return harmless_line(getpass.getuser())[:LONGEST]
    except (OSError, KeyError):
        return ""
