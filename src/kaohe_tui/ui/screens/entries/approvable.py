"""List entries that count only once somebody has approved them."""

from abc import abstractmethod
from typing import Any, TypeVar

from kaohe_tui import signs
from kaohe_tui.domain.access.duties import Power
from kaohe_tui.domain.entries.entries import Adjustment, Figure
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Role
from kaohe_tui.services.entries import summaries
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.entries.entries import Entries
from kaohe_tui.words import N_, _

Entry = TypeVar("Entry", Adjustment, Figure)
"""The class of the entries that a list holds."""
Approval = tuple[PeriodRoom, Any, str, str]
"""The period, the entry, what it says, and the name of the person who approves it."""


def approving(power: Power) -> Command:
    """Return the key that approves the entry of the cursor."""
    return Command(
        ("p",),
        "approve",
        N_("Approve"),
        N_("Approve the selected entry, so that it counts."),
        act=power,
    )


class Approvable(Entries[Entry]):
    """Entries of a kind that counts once it is approved; its keys hold ``approving``."""

    def sign(self, entry: Entry) -> str:
        """Return the sign that says whether it counts."""
        if not entry.stands:
            return signs.UNDONE
        return signs.DONE if entry.counts else signs.UNDER_WAY

    @abstractmethod
    def approve(self, room: Room, number: int, by: str, why: str) -> None:
        """Let an entry count.

        Args:
            room: where it is approved.
            number: the entry's.
            by: code of the person who approves it.
            why: why the result of a closed period changes.
        """

    def told_first(self, approval: Approval) -> list[str]:
        """Return what has to be agreed to before the approval; nothing if left as it is."""
        return []

    def why_not(self, command: Command) -> str | None:
        """Refuse to approve what does not wait for it."""
        if command.action != "approve":
            return super().why_not(command)
        entry = self.at_cursor
        is_approved = entry is not None and entry.counts
        return self.why_not_standing() or (
            _("This entry is already approved.") if is_approved else None
        )

    async def do_approve(self) -> None:
        """Ask who approves, among leaders and head."""
        entry, period_room = self.at_cursor, self.here
        if entry is None:
            return
        able = [
            (person, period_room.scheme.role_name(person.role))
            for person in period_room.roster.of_roles([Role.LEADER, Role.HEAD])
            if person.code != entry.code
        ]
        if not able:
            raise Refusal("nobody-can-approve", N_("Nobody in the roster can approve this."))
        title = _("Who approves this for {name}?").format(name=self.name_of(entry.code))
        by = await self.app.push_screen_wait(Find(title, able))
        if by is not None:
            name = period_room.roster.called(period_room.person(by))
            approval = period_room, entry, self.detail(entry), name
            await self.carry_out(
                lambda room, why: self.approve(room, entry.id, by, why),
                _("Approved by {name}: it counts.").format(name=name),
                summary=self.told_first(approval),
                about=summaries.approval(*approval),
            )
