"""Enter days away from duty in the period in view (缺勤)."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.days import days_of
from kaohe_tui.domain.entries.entries import Absence, EntryKind
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.entries import entries, summaries
from kaohe_tui.ui.screens.entries.entries import Entries, commands_on
from kaohe_tui.ui.screens.entries.from_file import bring_absences
from kaohe_tui.words import N_, _, _n, join_sentences

REASONS = (
    N_("sick leave"),
    N_("personal leave"),
    N_("absent without leave"),
    N_("family visit leave"),
    N_("away on training"),
)
"""The usual reasons, offered as ready answers; any other may be typed."""


class Absences(Entries[Absence]):
    """The list of absences, each with its days and reason."""

    KIND = EntryKind.ABSENCE
    """Absences, of the entries that a period has."""
    TITLE_MSGID = N_("Absences")
    """The screen's name in its help."""
    TITLE_LINE = N_("{period} · absences")
    """The heading over the list."""
    NONE = N_("Nobody was absent. A enters days of absence, I imports those of a file.")
    """Shown where the period has no absence."""
    HELP_TEXT = (
        N_("✔ in force   ✗ withdrawn, with the reason"),
        N_(
            "Whole and half days. The scheme may rule out the top grade beyond a number of days; "
            "they have no other effect."
        ),
    )
    """The signs, and what days of absence lead to."""
    KEYS = commands_on(EntryKind.ABSENCE)
    """The keys that every list of entries has."""

    def read(self) -> Sequence[Absence]:
        """Return all absences of the period, withdrawn ones too."""
        return self.here.facts.absences

    def scope(self) -> str:
        """Say how many days bar the top grade, beside what a closed period asks for."""
        limit = self.here.scheme.bars.absence_days
        sentences = [super().scope()]
        if limit is not None:
            sentences.append(
                _("More than {days} days rule out the top grade.").format(days=plain(limit))
            )
        return join_sentences(sentences)

    def cells(self, entry: Absence) -> tuple[str, str]:
        """Return the entry's days, and the reason beside them."""
        return _days(Fraction(entry.half_days, 2)), entry.reason

    def detail(self, entry: Absence) -> str:
        """Describe days and reason, and the sum of the person's days."""
        sentence = summaries.days_told(Fraction(entry.half_days, 2), entry.reason)
        together = _("{name}, all together: {days}.").format(
            name=self.name_of(entry.code), days=_days(self.here.facts.absent_days(entry.code))
        )
        return join_sentences((sentence, together))

    async def do_add(self) -> None:
        """Ask who, how long and why."""
        person = await self.whom(_("Who was absent?"))
        if person is None:
            return
        answer = await self.ask(
            _("How many days was {name} absent (whole or half days)?").format(
                name=self.here.roster.called(person)
            ),
            take=days_of,
        )
        if answer is None:
            return
        days = days_of(answer)
        await self.ask(
            _("Why was {name} absent?").format(name=self.here.roster.called(person)),
            choices=[_(r) for r in REASONS],
            take=lambda reason: self._enter(person, days, reason),
        )

    async def do_bring(self) -> None:
        """Choose a file, look at what it holds and enter it."""
        await bring_absences(self)

    async def _enter(self, person: Person, days: Fraction, reason: str) -> bool:
        """Enter it; return whether it was entered."""
        period = self.here.key
        return await self.carry_out(
            lambda room, why: entries.absent(
                room, period, person.code, days, reason, correction=why
            ),
            _("{name}: {days}.").format(name=self.here.roster.called(person), days=_days(days)),
            summary=summaries.barring_absence(self.here, person, days, reason),
            about=summaries.absence(person, days, reason),
        )


def _days(days: Fraction) -> str:
    return _n("{days} day", "{days} days", 1 if days == 1 else 2).format(days=plain(days))
