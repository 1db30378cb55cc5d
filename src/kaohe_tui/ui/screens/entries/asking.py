"""Ask for what is to be entered, and do it; in a closed period with its consequences."""

from collections.abc import Callable, Sequence
from typing import Unpack

from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.result import freezing
from kaohe_tui.services.result.lapses import lapses
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.screens.dialogs.ask import Ask, Asked, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.entries.differences import DifferencesScreen
from kaohe_tui.ui.screens.moving.lists import FollowingList
from kaohe_tui.words import N_, _

CORRECTING = (
    N_("an objection was upheld"),
    N_("an error was found on checking"),
    N_("the evidence came in late"),
    N_("a higher authority decided so"),
)
"""The usual reasons to correct a closed period, offered as ready answers."""

Doing = Callable[[Room, str], object]
"""Does something in a room; its second argument is why a closed period's result changes."""


class Asking(FollowingList[None]):
    """A list of the period in view that is changed by answering questions."""

    @property
    def here(self) -> PeriodRoom:
        """The period in view."""
        app = app_of(self)
        return app.room.period(app.period)

    async def whom(self, title: str, left_out: str = "") -> Person | None:
        """Ask for a person of the period's roster; return None after Esc."""
        name = self.here.scheme.role_name
        people = [(p, name(p.role)) for p in self.here.roster if p.code != left_out]
        code = await self.app.push_screen_wait(Find(title, people))
        return None if code is None else self.here.person(code)

    async def ask(self, question: str, **more: Unpack[Asked]) -> str | None:
        """Ask for an answer; return None after Esc.

        Args:
            question: what is asked.
            more: see ``Ask``.
        """
        return await self.app.push_screen_wait(Ask(question, **more))

    async def carry_out(
        self,
        do: Doing,
        sentence: str,
        *,
        reason: str = "",
        summary: Sequence[str] = (),
        about: Sequence[str] = (),
        copy: str = "",
    ) -> bool:
        """Do it; in a closed period only with a reason, and after the differences were seen.

        Args:
            do: what is to be done.
            sentence: what is said when it is done.
            reason: why, where that was asked for already.
            summary: of a weighty step, what it is and what follows, a line each: it waits for a
                yes in an open period too. Decided grades that would lapse are added to it.
            about: of any other step, what it is: it stands where there is a question all the same.
            copy: see ``copy_first``; empty for no backup, but in a closed period.

        Returns:
            Whether it was done; else the last question stands again.
        """
        app, is_closed = app_of(self), self.here.steps.closed
        if not (why := reason or (await self._why() if is_closed else "")) and is_closed:
            return False
        lapsing = lapses(app.room, app.period, lambda room: do(room, why))
        is_weighty, summary = bool(summary or lapsing), [*(summary or about), *lapsing]
        if is_closed:
            differences = freezing.preview(app.room, app.period, lambda room: do(room, why))
            if not await self.app.push_screen_wait(DifferencesScreen(differences, summary)):
                return False
        elif is_weighty and not await self.agreed(summary):
            return False
        if (copy := "correction" if is_closed else copy) and not await copy_first(app, copy):
            return False
        do(app.room, why)
        self.renewed(sentence)
        return True

    async def agreed(self, summary: Sequence[str]) -> bool:
        """Show what is to be entered and what follows from it, and wait for a deliberate yes."""
        question = Confirm(_("Is all of this right?"), summary, _("enter it"))
        return await self.app.push_screen_wait(question)

    def renewed(self, sentence: str) -> None:
        """Read everything again after a step, and say what was done."""
        app_of(self).renew()
        self.fill()
        self.say(sentence)

    async def _why(self) -> str:
        asked = await self.ask(
            _("{period} is closed. Why is its result changed?").format(
                period=self.here.steps.period.name
            ),
            choices=[_(choice) for choice in CORRECTING],
        )
        return asked or ""
