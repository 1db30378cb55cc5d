"""Enter who gets no grade in the period in view or in the year (不定等次, 不参加考核)."""

from collections.abc import Sequence

from kaohe_tui.domain.entries.entries import YEAR, EntryKind, Exemption, ExemptionKind
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.services.entries import entries, summaries
from kaohe_tui.services.result.lapses import lapses
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.entries.entries import Entries, commands_on
from kaohe_tui.words import N_, _

REASONS = (
    N_("less than half a year at work"),
    N_("in the first year of employment"),
    N_("more than half a year of sick or personal leave"),
    N_("under investigation"),
    N_("transferred away"),
)
"""The usual reasons, offered as ready answers; any other may be typed."""


class Exemptions(Entries[Exemption]):
    """The exemptions of the period, then those of the whole year."""

    KIND = EntryKind.EXEMPTION
    """Exemptions, of the entries that a period has."""
    TITLE_MSGID = N_("Who gets no grade")
    """The screen's name in its help."""
    TITLE_LINE = N_("{period} · who gets no grade")
    """The heading over the list."""
    NONE = N_("Everybody gets a grade. A enters who does not.")
    """Shown where everybody gets a grade."""
    HELP_TEXT = (
        N_("✔ in force   ✗ withdrawn, with the reason"),
        N_(
            "People whose grade is not determined, or who are not assessed, do not count in "
            "quotas. An entry applies to this period or to the year's grades, never to both."
        ),
    )
    """The signs, and what an exemption does to quotas."""
    KEYS = commands_on(EntryKind.EXEMPTION)
    """The keys that every list of entries has."""

    def read(self) -> Sequence[Exemption]:
        """Return the exemptions of the period, then those of the year."""
        year = entries.year_facts(app_of(self).room)
        return (*self.here.facts.exemptions, *year.exemptions)

    def cells(self, entry: Exemption) -> tuple[str, str]:
        """Return which of the two kinds it is and for what; the reason beside it."""
        return f"{entry.kind.label}  {self._span(entry.period)}", entry.reason

    def detail(self, entry: Exemption) -> str:
        """Describe kind, period and reason in full."""
        return _("{kind}, {span}. Reason: {reason}.").format(
            kind=entry.kind.label, span=self._span(entry.period), reason=entry.reason
        )

    def _span(self, period: str) -> str:
        return _("the year's grades") if period == YEAR else self.here.steps.period.name

    async def do_add(self) -> None:
        """Ask for whom, which of the two kinds, for what, and why."""
        person = await self.whom(_("Who gets no grade?"))
        if person is None:
            return
        kinds = [(kind.value, kind.label, "") for kind in ExemptionKind]
        title = _("What applies to {name}?").format(name=self.here.roster.called(person))
        kind = await self.app.push_screen_wait(Choose(title, kinds))
        if kind is None:
            return
        spans = [(key, self._span(key), "") for key in (self.here.key, YEAR)]
        period = await self.app.push_screen_wait(Choose(_("Where does it apply?"), spans))
        if period is None:
            return
        entries.check_graded(app_of(self).room, period, person)
        question = _("Why does {name} get no grade?").format(name=self.here.roster.called(person))
        await self.ask(
            question,
            choices=[_(choice) for choice in REASONS],
            take=lambda reason: self._enter(person, ExemptionKind(kind), period, reason),
        )

    async def _enter(self, person: Person, which: ExemptionKind, period: str, reason: str) -> bool:
        """Enter it; whether that was done."""
        sentence = _("{name}: {kind}.").format(
            name=self.here.roster.called(person), kind=which.label
        )
        summary = summaries.exemption(self.here, person, which.label, self._span(period), reason)
        if period == YEAR:
            app = app_of(self)
            summary += lapses(
                app.room, YEAR, lambda room: entries.exempt(room, YEAR, person.code, which, reason)
            )
            if not await self.agreed(summary):
                return False
            # Beside the period in view, whose result stays as it is.
            entries.exempt(app.room, YEAR, person.code, which, reason)
            self.renewed(sentence)
            return True
        return await self.carry_out(
            lambda room, why: entries.exempt(
                room, period, person.code, which, reason, correction=why
            ),
            sentence,
            summary=summary,
        )
