"""Enter one-vote vetoes of the period in view (一票否决)."""

from collections.abc import Sequence

from kaohe_tui.domain.entries.entries import EntryKind, VetoEntry
from kaohe_tui.domain.entries.grounds import is_like_document
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.entries import entries, entry_checks, summaries
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.ask import Confirm
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.entries.entries import Entries, commands_on
from kaohe_tui.words import N_, _

AUTHORITIES = (
    N_("the county Party committee"),
    N_("the county government"),
    N_("the county commission for discipline inspection"),
    N_("the county human resources bureau"),
    N_("the bureau's leading group"),
)
"""The usual authorities, offered as ready answers; any other may be typed."""
_DIGITS = 9


class Vetoes(Entries[VetoEntry]):
    """The list of vetoes, each with its ground, document and authority."""

    KIND = EntryKind.VETO
    """Vetoes, of the entries that a period has."""
    TITLE_MSGID = N_("One-vote vetoes")
    """The screen's name in its help."""
    TITLE_LINE = N_("{period} · one-vote vetoes")
    """The heading over the list."""
    NONE = N_("Nobody is vetoed. A enters a veto.")
    """Shown where the period has no veto."""
    HELP_TEXT = (
        N_("✔ in force   ✗ withdrawn, with the reason"),
        N_(
            "A vetoed person gets the grade that the scheme names, has no rank and takes no "
            "place of a quota; the score stays visible. It applies to its period and to the year."
        ),
    )
    """The signs, and what a veto does."""
    KEYS = commands_on(EntryKind.VETO)
    """The keys that every list of entries has."""

    def read(self) -> Sequence[VetoEntry]:
        """Return all vetoes of the period, withdrawn ones too."""
        return self.here.facts.vetoes

    def cells(self, entry: VetoEntry) -> tuple[str, str]:
        """Return the ground, and document and authority beside it."""
        return entry.ground, f"{entry.document}  {entry.authority}"

    def detail(self, entry: VetoEntry) -> str:
        """Describe ground, document and authority in full."""
        return _("{ground}. Document: {document}. Decided by: {authority}.").format(
            ground=entry.ground, document=entry.document, authority=entry.authority
        )

    def why_not(self, command: Command) -> str | None:
        """Refuse to add where the scheme has no veto."""
        if command.action == "add" and not self.here.scheme.vetoes:
            return _("The scheme has no vetoes.")
        return super().why_not(command)

    async def do_add(self) -> None:
        """Ask whom, on what ground, by which document and authority."""
        period_room = self.here
        person = await self.whom(_("Who is vetoed?"))
        if person is None:
            return
        entry_checks.check_rated(period_room, person)
        ground = await self._ground(self.here.roster.called(person), period_room.scheme.grounds)
        if ground is None:
            return
        grade = summaries.veto_effect(period_room, person, ground)
        await self.ask(
            _("What is the number of the document?"),
            consequences=[grade],
            take=lambda document: self._authority(person, ground, document, grade),
        )

    async def _authority(self, person: Person, ground: str, document: str, grade: str) -> bool:
        """Ask who decided it, and enter it; return whether that was done."""
        authority = await self.ask(
            _("Which authority decided it?"),
            choices=[_(choice) for choice in AUTHORITIES],
            consequences=[grade],
            take=lambda authority: self._enter(person, ground, document, authority),
        )
        return authority is not None

    async def _enter(self, person: Person, ground: str, document: str, authority: str) -> bool:
        """Enter it; return whether it was entered."""
        period_room = self.here
        return await self.carry_out(
            lambda room, why: entries.enter_veto(
                room, period_room.key, person.code, ground, document, authority, correction=why
            ),
            _("{name} is vetoed: {ground}.").format(
                name=self.here.roster.called(person), ground=ground
            ),
            summary=summaries.veto(period_room, person, ground, document, authority),
        )

    async def _ground(self, name: str, grounds: Sequence[str]) -> str | None:
        title = _("On what ground is {name} vetoed?").format(name=name)
        if len(grounds) > _DIGITS:
            options = [(ground, ground, "") for ground in grounds]
            return await self.app.push_screen_wait(Choose(title, options))
        return await self.ask(
            title,
            choices=grounds,
            own=not grounds,
            take=lambda ground: self._is_meant(ground, grounds),
        )

    async def _is_meant(self, ground: str, grounds: Sequence[str]) -> bool:
        """Return whether the text is a ground; ask where it looks like a document's number."""
        if grounds:
            # One that the scheme does not know is refused before more is asked.
            entry_checks.ground_of(self.here.scheme, ground)
            return True
        if not is_like_document(ground):
            return True
        question = _("“{text}” looks like the number of a document. Is it the ground?")
        consequences = [_("The number of the document is asked for next.")]
        asked = Confirm(question.format(text=ground), consequences, _("it is the ground"))
        return await self.app.push_screen_wait(asked)
