"""Enter days away from duty in the period in view (缺勤)."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.days import days_of
from kaohe_tui.domain.entries.entries import Absence, EntryKind
from kaohe_tui.domain.entries.told import kind_told
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.entries import away, entries
from kaohe_tui.services.entries.kinds import kind_name, kind_of
from kaohe_tui.ui.screens.dialogs.choose import Choose
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
_MOST_CHOICES = 9


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
            "Whole and half days. The scheme says what they lead to: points off, no top grade, or "
            "no assessment at all, each kind by its own days."
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
        """Return the entry's days and kind, and the reason beside them."""
        days = _days(Fraction(entry.half_days, 2))
        kind = kind_name(self.here.scheme, entry.kind)
        return (f"{kind} {days}" if kind else days), entry.reason

    def detail(self, entry: Absence) -> str:
        """Describe days and reason, and the sum of the person's days."""
        sentence = away.days_told(Fraction(entry.half_days, 2), entry.reason)
        kinds = {kind.key: kind for kind in self.here.scheme.absences}
        if kind := kinds.get(entry.kind):
            of_kind = _("{kind}, all together: {days} ({rule}).").format(
                kind=kind.name,
                days=_days(self.here.facts.absent_days(entry.code, kind.key)),
                rule=kind_told(kind),
            )
            sentence = join_sentences((sentence, of_kind))
        together = _("{name}, all together: {days}.").format(
            name=self.name_of(entry.code), days=_days(self.here.facts.absent_days(entry.code))
        )
        return join_sentences((sentence, together))

    async def do_add(self) -> None:
        """Ask who, how long and why."""
        person = await self.whom(_("Who was absent?"))
        kind = "" if person is None else await self._kind(person)
        if person is None or kind is None:
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
            take=lambda reason: self._enter(person, days, reason, kind),
        )

    async def _kind(self, person: Person) -> str | None:
        """Ask for the kind of absence, by digit where there are not too many; None after Esc.

        Empty where the scheme has no kinds; where it has one, that one.
        """
        kinds, title = self.here.scheme.absences, _("Which kind of absence of {name}?")
        if len(kinds) < 2:
            return kinds[0].key if kinds else ""
        title = title.format(name=self.here.roster.called(person))
        if len(kinds) > _MOST_CHOICES:
            options = [(kind.key, kind.name, kind_told(kind)) for kind in kinds]
            return await self.app.push_screen_wait(Choose(title, options))
        rules = [_("{name}: {text}").format(name=k.name, text=kind_told(k)) for k in kinds]
        names = [kind.name for kind in kinds]
        return await self.ask(title, choices=names, consequences=rules, own=False)

    async def do_bring(self) -> None:
        """Choose a file, look at what it holds and enter it."""
        await bring_absences(self)

    async def _enter(self, person: Person, days: Fraction, reason: str, kind: str) -> bool:
        """Enter it; return whether it was entered."""
        period, scheme = self.here.key, self.here.scheme
        return await self.carry_out(
            lambda room, why: entries.absent(
                room, period, person.code, days, reason, kind=kind, correction=why
            ),
            _("{name}: {days}.").format(name=self.here.roster.called(person), days=_days(days)),
            summary=away.weighty_absence(self.here, person, days, reason, kind),
            about=away.absence(person, days, reason, kind_name(scheme, kind_of(scheme, kind))),
        )


def _days(days: Fraction) -> str:
    return _n("{days} day", "{days} days", 1 if days == 1 else 2).format(days=plain(days))
