"""Enter figures of the office for components and factors (办公室录入)."""

from collections.abc import Sequence

from kaohe_tui.domain.entries.entries import EntryKind, Figure
from kaohe_tui.domain.entries.figures import of_section
from kaohe_tui.domain.record.events import FigureApproved
from kaohe_tui.domain.rules.scheme.components import Component, Factor, Of
from kaohe_tui.files.entries.figures import FigureLine
from kaohe_tui.services.counting import lacking
from kaohe_tui.services.entries import figures as office
from kaohe_tui.services.entries.figure_checks import called, check_figure, state
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.entries.approvable import Approvable, approving
from kaohe_tui.ui.screens.entries.entries import commands_on
from kaohe_tui.words import N_, _, join_sentences


class Figures(Approvable[Figure]):
    """The list of figures, each with its evidence and whether it counts yet."""

    KIND = EntryKind.FIGURE
    """Figures, of the entries that a period has."""
    TITLE_MSGID = N_("Figures of the office")
    """The screen's name in its help."""
    TITLE_LINE = N_("{period} · figures of the office")
    """The heading over the list."""
    NONE = N_("No figures yet. A enters one.")
    """Shown where the period has no figure."""
    HELP_TEXT = (
        N_("◐ entered, waits for approval   ✔ approved, counts   ✗ withdrawn, with the reason"),
        N_(
            "A figure is points, a place, an amount or per cent, as the component says; fractions "
            "such as 40/3 are kept as written. Evidence is asked once for several people."
        ),
        N_(
            "A figure that is missing does not count as zero: closing the period then needs a "
            "reason."
        ),
    )
    """The signs, what a figure is, and what is missing."""
    KEYS = (
        *commands_on(EntryKind.FIGURE)[:1],
        approving(FigureApproved.power),
        *commands_on(EntryKind.FIGURE)[1:],
    )
    """The keys of every list of entries, and one that approves."""

    def read(self) -> Sequence[Figure]:
        """Return all figures of the period, withdrawn ones too."""
        return self.here.facts.figures

    def scope(self) -> str:
        """Say who lacks something, beside what a closed period asks for."""
        missing = lacking.lacking(app_of(self).room, self.here.key)
        return join_sentences((*lacking.told(self.here, missing), super().scope()))

    def cells(self, entry: Figure) -> tuple[str, str]:
        """Return component and figure, and the evidence beside them."""
        return f"{self._part_name(entry.part)} {entry.figure}", entry.evidence

    def detail(self, entry: Figure) -> str:
        """Describe component, figure and evidence in full, and whether it counts."""
        sentence = _("{component}: {figure}. Evidence: {evidence}.")
        sentence = sentence.format(
            component=self._part_name(entry.part), figure=entry.figure, evidence=entry.evidence
        )
        return join_sentences((sentence, _("{state}.").format(state=state(entry))))

    def name_of(self, code: str) -> str:
        """Return what the person or section is called."""
        return called(self.here, code)

    def _part_name(self, key: str) -> str:
        return next((each.name for each in self.here.scheme.parts if each.key == key), key)

    # -- commands ------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to add without anything to enter."""
        if command.action == "add" and not self.here.scheme.offices:
            return _("The scheme has nothing that the office enters.")
        return super().why_not(command)

    async def do_add(self) -> None:
        """Ask for what, on what evidence; then for one after another, whose and how much."""
        scheme = self.here.scheme
        options = [(each.key, each.name, "") for each in scheme.offices]
        key = await self.app.push_screen_wait(Choose(_("Which figure is entered?"), options))
        if key is None:
            return
        part = scheme.part(key)
        evidence = await self.ask(
            _("On what evidence (number or description of the document)?"),
            choices=list(dict.fromkeys(each.evidence for each in reversed(self.lines)))[:9],
        )
        while evidence and (code := await self._whose(part)):
            await self._ask_figure(part, code, evidence)

    async def _whose(self, part: Component | Factor) -> str:
        """Ask whose the next figure is; empty after Esc."""
        if part.of is Of.PERSON:
            person = await self.whom(_("{name}: whose figure?").format(name=part.name))
            return person.code if person else ""
        sections = dict.fromkeys(each.section for each in self.here.roster if each.section)
        title = _("{name}: which section's figure?").format(name=part.name)
        options = [(each, each, "") for each in sections]
        section = await self.app.push_screen_wait(Choose(title, options))
        return of_section(section) if section else ""

    async def _ask_figure(self, part: Component | Factor, code: str, evidence: str) -> None:
        question = _("{name}: the figure of {whose}?")
        await self.ask(
            question.format(name=part.name, whose=called(self.here, code)),
            take=lambda figure: self._enter(
                FigureLine(0, code, part.key, check_figure(part, figure), evidence, "")
            ),
        )

    async def _enter(self, line: FigureLine) -> bool:
        """Enter it; return whether it was entered."""
        period_room = self.here
        return await self.carry_out(
            lambda room, why: office.enter_figure(room, period_room.key, line, correction=why),
            _("Entered for {name}; it counts once approved.").format(
                name=called(period_room, line.code)
            ),
            about=office.summary(period_room, line),
        )

    def approve(self, room: Room, number: int, by: str, why: str) -> None:
        """Let a figure count, and the one that counted before no longer."""
        office.approve_figure(room, number, by, correction=why)
