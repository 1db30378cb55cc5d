"""Tell the next person who starts kaohe what happened when it last ended."""

from collections.abc import Iterable

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.steps import PeriodState
from kaohe_tui.services.ballots.claims import Holder, clock
from kaohe_tui.services.counting import overview
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import claims
from kaohe_tui.store.database import copies
from kaohe_tui.words import _


def cut_short(room: Room) -> str:
    """Say that a change was undone when the database was opened; empty where none was."""
    if not room.database.was_cut_short:
        return ""
    return _(
        "The last change was not finished when kaohe or the machine stopped, and was undone. "
        "Every mark that was shown as saved is there."
    )


def what_happened(room: Room) -> list[str]:
    """Return what a person should know, a sentence or two each; nothing after a clean end.

    It is said once: the traces of it are wiped, and temporary files that were left are removed.

    Args:
        room: just entered; one that is read-only changes and says nothing.
    """
    if room.database.is_read_only:
        return []
    path = room.database.path
    sentences = [cut_short(room)]
    room.database.was_cut_short = False
    dead = [holder for holder in claims.holders(path) if not holder.is_alive]
    if dead:
        try:
            sentences += _of_the_dead(room, dead)
        except Refusal as refusal:
            sentences.append(str(refusal))
        claims.forget_dead(path)
    copies.clean(path)
    return [each for each in sentences if each]


def _of_the_dead(room: Room, dead: Iterable[Holder]) -> list[str]:
    """Say who was at which ballot when kaohe was stopped, a sentence each.

    A ballot that was handed in or voided since, or is of another database, is left out.
    """
    lines = {}
    for period, state in overview.periods(room):
        if state is not PeriodState.OPEN:
            continue
        period_room = room.period(period.key)
        for number, progress in enumerate(overview.progress(room, period_room)):
            for line in progress.raters:
                name = period_room.roster.called(line.rater)
                lines[period_room.ids[line.rater.code], number] = line, progress.tier, name
    sentences = []
    for holder in dead:
        progress_line = lines.get((holder.ballot.rater, holder.ballot.tier))
        if progress_line is None or progress_line[0].is_in:
            continue
        line, tier, name = progress_line
        sentences.append(
            _(
                "kaohe was stopped while {who} was entering {name}'s ballot in {tier} (since "
                "{time}): {answered} of {owed} people are rated on it. Open it again and check "
                "the last mark."
            ).format(
                name=name,
                tier=tier.name,
                who=holder.who or _("somebody"),
                time=clock(holder.since, room.now()),
                answered=line.answered,
                owed=line.owed,
            )
        )
    return sentences
