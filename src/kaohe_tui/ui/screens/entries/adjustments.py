"""Enter bonuses and deductions of the period in view (加减分)."""

from collections.abc import Sequence
from fractions import Fraction

from kaohe_tui.domain.entries.entries import Adjustment, EntryKind
from kaohe_tui.domain.entries.sizes import each_of, entry_words, size_told, worth_of
from kaohe_tui.domain.numbers import plain
from kaohe_tui.domain.record.events import AdjustmentApproved
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.entries import AdjustmentRule
from kaohe_tui.domain.width import cut
from kaohe_tui.files.entries.adjustments import Size
from kaohe_tui.services.entries import entries, summaries
from kaohe_tui.services.entries.entry_checks import check_count
from kaohe_tui.services.entries.kinds import check_size
from kaohe_tui.services.room.room import Room
from kaohe_tui.ui.frame.host import app_of
from kaohe_tui.ui.keys.commands import Command
from kaohe_tui.ui.screens.dialogs.choose import Choose
from kaohe_tui.ui.screens.entries.approvable import Approvable, Approval, approving
from kaohe_tui.ui.screens.entries.entries import (
    commands_on,
    moment,
    whole,
)
from kaohe_tui.ui.screens.entries.from_file import bring_adjustments
from kaohe_tui.ui.screens.entries.sizes import ask_size
from kaohe_tui.words import N_, _, _n, join_sentences

EVIDENCE = (
    N_("notice of adoption"),
    N_("award certificate"),
    N_("minutes of the leading group"),
    N_("inspection report"),
)
"""The usual kinds of evidence, offered as ready answers; any other may be typed."""
_MOST_CHOICES = 9
_WIDEST_RULE = 24


class Adjustments(Approvable[Adjustment]):
    """The list of adjustments, each with its evidence and whether it counts yet."""

    KIND = EntryKind.ADJUSTMENT
    """Adjustments, of the entries that a period has."""
    TITLE_MSGID = N_("Bonuses and deductions")
    """The screen's name in its help."""
    TITLE_LINE = N_("{period} · bonuses and deductions")
    """The heading over the list."""
    NONE = N_("No entries yet. A adds a bonus or a deduction, I imports those of a file.")
    """Shown where the period has no adjustment."""
    HELP_TEXT = (
        N_("◐ entered, waits for approval   ✔ approved, counts   ✗ withdrawn, with the reason"),
        N_(
            "Each entry names a rule of the scheme, how many times it applies, and the evidence. "
            "People cannot approve entries about themselves. The scheme's caps apply to the "
            "sums; the explanation of a score shows them."
        ),
        N_(
            "In a closed period a change needs a reason. You see what it would change in totals, "
            "ranks and grades before you accept it, and the result is locked again."
        ),
    )
    """The signs, who may approve, and what a closed period asks for."""
    KEYS = (
        *commands_on(EntryKind.ADJUSTMENT)[:2],
        approving(AdjustmentApproved.power),
        *commands_on(EntryKind.ADJUSTMENT)[2:],
    )
    """The keys of every list of entries, and one that approves."""

    def read(self) -> Sequence[Adjustment]:
        """Return all adjustments of the period, withdrawn ones too."""
        return self.here.facts.adjustments

    def scope(self) -> str:
        """Say how many entries wait for approval, beside what a closed period asks for."""
        waiting = sum(each.stands and not each.counts for each in self.read())
        if not waiting:
            return super().scope()
        sentence = _n(
            "{count} entry is waiting for approval and does not count yet.",
            "{count} entries are waiting for approval and do not count yet.",
            waiting,
        ).format(count=waiting)
        return join_sentences((sentence, super().scope()))

    def cells(self, entry: Adjustment) -> tuple[str, str]:
        """Return rule, count and points, and the evidence beside them."""
        rule = self._rule(entry)
        if rule is None:
            return f"{entry.rule} ×{entry.count}", entry.evidence
        return (
            f"{cut(_named(rule, entry), _WIDEST_RULE)} ×{entry.count}  {worth(rule, entry)}",
            entry.evidence,
        )

    def detail(self, entry: Adjustment) -> str:
        """Describe rule, points and evidence in full, and who approved it."""
        rule = self._rule(entry)
        rule_text = entry.rule if rule is None else f"{rule.name} {_each(rule, entry)}"
        if rule is not None and rule.cap is not None and worth_of(rule, entry) > rule.cap:
            rule_text += _(", at most {cap}").format(cap=plain(rule.cap))
        sentence = _("{rule} × {count}. Evidence: {evidence}.").format(
            rule=rule_text, count=entry.count, evidence=entry.evidence
        )
        if not entry.approved_at:
            return join_sentences((sentence, _("Not approved yet.")))
        return (
            sentence
            + " "
            + _("Approved by {name} on {at}.").format(
                name=entry.approved_by, at=moment(entry.approved_at)
            )
        )

    def _rule(self, entry: Adjustment) -> AdjustmentRule | None:
        return next((r for r in self.here.scheme.adjustments if r.key == entry.rule), None)

    # -- commands ------------------------------------------------------------------------------

    def why_not(self, command: Command) -> str | None:
        """Refuse to add without a rule in the scheme."""
        if command.action in ("add", "bring") and not self.here.scheme.adjustments:
            return _("The scheme has no rules for bonuses and deductions.")
        return super().why_not(command)

    async def do_add(self) -> None:
        """Ask whom, which rule, how often and on what evidence."""
        period_room = self.here
        person = await self.whom(_("Whom does the bonus or deduction concern?"))
        if person is None:
            return
        options = [(r.key, r.name, _limits(r)) for r in period_room.scheme.adjustments]
        title = _("Which rule applies to {name}?").format(name=self.here.roster.called(person))
        key = await self.app.push_screen_wait(Choose(title, options))
        if key is None:
            return
        rule = period_room.scheme.rule(key)
        size = await ask_size(self, person, rule)
        if size is None:
            return
        limits = [_("{name}: {text}").format(name=rule.name, text=_limits(rule))]
        count = await self.ask(
            _("How many times?"),
            consequences=limits,
            initial="1",
            take=lambda text: _check_times(rule, size, text),
        )
        if count is None:
            return
        times = whole(count)
        question = _("On what evidence (number or description of the document)?")
        await self.ask(
            question,
            choices=self._evidence(),
            consequences=limits,
            take=lambda evidence: self._enter(person, key, times, evidence, size),
        )

    async def _enter(
        self, person: Person, rule: str, times: int, evidence: str, size: Size
    ) -> bool:
        """Enter it; return whether it was entered."""
        period_room = self.here
        return await self.carry_out(
            lambda room, why: entries.enter_adjustment(
                room, period_room.key, person.code, rule, times, evidence, correction=why, size=size
            ),
            _("Entered for {name}; it counts once approved.").format(
                name=period_room.roster.called(person)
            ),
            summary=summaries.used_before(
                app_of(self).room, period_room, person, rule, evidence, size
            ),
            about=summaries.adjustment(period_room, person, rule, times, evidence, size),
        )

    async def do_bring(self) -> None:
        """Choose a file, look at what it holds and enter it."""
        await bring_adjustments(self)

    def _evidence(self) -> list[str]:
        """List the usual kinds of evidence, then what was named last in this period."""
        kinds = dict.fromkeys(_(choice) for choice in EVIDENCE)
        kinds |= dict.fromkeys(each.evidence for each in reversed(self.lines))
        return list(kinds)[:_MOST_CHOICES]

    def approve(self, room: Room, number: int, by: str, why: str) -> None:
        """Let an adjustment count."""
        entries.approve(room, number, by, correction=why)

    def told_first(self, approval: Approval) -> list[str]:
        """Return what is asked about before an approval that bars somebody."""
        return summaries.barring_approval(*approval)


def worth(rule: AdjustmentRule, entry: Adjustment) -> str:
    """Return the points that the entry comes to, before any cap, with their sign."""
    return ("+" if rule.bonus else "−") + plain(worth_of(rule, entry))


def _named(rule: AdjustmentRule, entry: Adjustment) -> str:
    return f"{rule.name} {entry.level}" if entry.level else rule.name


def _each(rule: AdjustmentRule, entry: Adjustment) -> str:
    each = ("+" if rule.bonus else "−") + plain(each_of(rule, entry) or Fraction(0))
    return " ".join(filter(None, (entry_words(entry), each)))


def _check_times(rule: AdjustmentRule, size: Size, text: str) -> None:
    times = whole(text)
    check_count(times)
    check_size(rule, size.points, times)


def _limits(rule: AdjustmentRule) -> str:
    text = size_told(rule)
    if not (rule.levels or rule.free):
        text = _("{points} each time").format(points=text)
    if rule.cap is None:
        return text
    return text + _(", at most {cap}").format(cap=plain(rule.cap))
