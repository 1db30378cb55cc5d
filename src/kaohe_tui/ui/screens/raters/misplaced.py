"""Put a ballot right in the list of raters: give it back, void, restore, move, exchange it."""

from collections.abc import Callable, Sequence

from kaohe_tui import signs
from kaohe_tui.domain.ballot.state import BallotProgress
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.services.ballots import open_ballot, righting
from kaohe_tui.services.counting.overview import RaterLine
from kaohe_tui.services.entries import summaries
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.find import Find
from kaohe_tui.words import N_, _

GIVE_BACK = (
    N_("handed in by mistake"),
    N_("a mark was entered wrongly"),
    N_("ratings are missing"),
)
"""The usual reasons to give a ballot back, offered as ready answers."""
VOID = (
    N_("the form was filled in by somebody else"),
    N_("the form is illegible"),
    N_("the form breaks the scoring rules"),
)
"""The usual reasons to void a ballot, offered as ready answers."""
RESTORE = (
    N_("voided by mistake"),
    N_("the grounds have gone"),
)
"""The usual reasons to restore a ballot, offered as ready answers."""
MOVE = (
    N_("entered under the wrong rater"),
    N_("two forms were mixed up"),
)
"""The usual reasons to move a ballot, offered as ready answers."""


async def give_back(app: Host, tier: str, line: RaterLine) -> str:
    """Ask why, and give a ballot back that is in or voided.

    Returns:
        What became of it, as a sentence; empty where it stays as it is.
    """
    name = app.room.period(app.period).roster.called(line.rater)
    consequences = [_("Its marks are kept; the rater can change them and hand it in again.")]
    if line.state in (BallotProgress.KEYED, BallotProgress.DIFFERS):
        consequences.append(_("The second entry is discarded and done again."))
    ask = Ask(
        _("Why is {name}'s ballot given back?").format(name=name),
        choices=[_(choice) for choice in GIVE_BACK],
        consequences=consequences,
        take=lambda text: open_ballot.give_back(app.room, app.period, tier, line.rater.code, text),
    )
    if await app.push_screen_wait(ask) is None:
        return ""
    sentence = _("{name}'s ballot is given back; its marks stay and may be changed.")
    return sentence.format(name=name)


async def void(app: Host, tier: str, line: RaterLine) -> str:
    """Ask why and for a deliberate yes, and void a ballot that was handed in.

    Returns:
        What became of it, as a sentence; empty where it stays as it is.
    """

    async def take(reason: str) -> bool:
        consequences = summaries.voided(line.rater, reason)
        if not await app.push_screen_wait(Confirm(question, consequences, _("void it"))):
            return False
        open_ballot.strike_out(app.room, app.period, tier, line.rater.code, reason)
        return True

    name = app.room.period(app.period).roster.called(line.rater)
    question = _("Void {name}'s ballot?").format(name=name)
    ask = Ask(
        _("Why is {name}'s ballot voided?").format(name=name),
        choices=[_(choice) for choice in VOID],
        consequences=[
            _("None of its ratings count any more, and none are outstanding."),
            _("V again restores it, with a reason, while the tier is open."),
        ],
        take=take,
    )
    if await app.push_screen_wait(ask) is None:
        return ""
    return _("{name}'s ballot is voided; V again restores it.").format(name=name)


async def restore(app: Host, tier: str, line: RaterLine) -> str:
    """Ask why, and restore a voided ballot.

    Returns:
        What became of it, as a sentence; empty where it stays as it is.
    """
    standing = ""
    name = app.room.period(app.period).roster.called(line.rater)

    async def take(reason: str) -> bool:
        nonlocal standing
        question = _("Restore {name}'s ballot?").format(name=name)
        consequences = summaries.restored(line.rater, reason)
        if not await app.push_screen_wait(Confirm(question, consequences, _("restore the ballot"))):
            return False
        standing = righting.restore(app.room, app.period, tier, line.rater.code, reason)
        return True

    ask = Ask(
        _("Why is {name}'s voided ballot restored?").format(name=name),
        choices=[_(choice) for choice in RESTORE],
        consequences=[
            _("It stands again as it stood, and its ratings count as they did."),
            _("To have it entered again instead: Esc, then B."),
        ],
        take=take,
    )
    if await app.push_screen_wait(ask) is None:
        return ""
    sentence = _("{name}'s ballot is restored.")
    if standing is BallotProgress.KEYED:
        sentence = _("{name}'s ballot is restored; it waits for the second entry.")
    return sentence.format(name=name)


async def move(app: Host, tier: str, line: RaterLine, lines: Sequence[RaterLine]) -> str:
    """Move a ballot to its right rater, or exchange it with that rater's.

    Args:
        app: the app.
        tier: the tier's key.
        line: under whom it was keyed.
        lines: every rater of the tier.

    Returns:
        What became of it, as a sentence; empty where nothing was done.
    """
    people = [(each.rater, signs.BALLOTS[each.state]) for each in lines if each.rater != line.rater]
    if not people:
        raise Refusal("nobody-else-rates", N_("Nobody else rates in this tier."))
    called = app.room.period(app.period).roster.called
    name = called(line.rater)
    title = _("Entered under {name}. Whose ballot is it?").format(name=name)
    code = await app.push_screen_wait(Find(title, people))
    if code is None:
        return ""
    other = next(each for each in lines if each.rater.code == code)
    is_exchange = other.state is not BallotProgress.OWED
    which = app.period, tier, line.rater.code, code
    do = righting.exchange if is_exchange else righting.move
    names = name, called(other.rater)
    if not await _ask(app, names, lambda why: do(app.room, *which, why), is_exchange=is_exchange):
        return ""
    sentence = _("The ballots of {name} and {other} are exchanged.")
    if not is_exchange:
        sentence = _("The ballot is {other}'s now; {name} still has to hand one in.")
    return sentence.format(name=name, other=names[1])


async def _ask(
    app: Host, names: tuple[str, str], do: Callable[[str], object], *, is_exchange: bool
) -> bool:
    """Ask why, and for a deliberate yes; None where everything stays as it is."""
    name, other = names
    question, *consequences = summaries.moved(name, other, is_exchange=is_exchange)
    yes = _("exchange them") if is_exchange else _("move it")
    why = _("Why is it no longer {name}'s ballot?").format(name=name)

    async def take(reason: str) -> bool:
        confirm = Confirm(question, consequences, yes)
        if not await app.push_screen_wait(confirm):
            return False
        do(reason)
        return True

    ask = Ask(why, choices=[_(choice) for choice in MOVE], take=take)
    return await app.push_screen_wait(ask) is not None
