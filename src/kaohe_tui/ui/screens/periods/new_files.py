"""A new roster or scheme from a file, for the periods still to be opened.

What is in doubt is asked, what changes is shown, and a deliberate yes takes it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, called
from kaohe_tui.domain.text import FEW, few
from kaohe_tui.files.roster.summary import summary
from kaohe_tui.files.sheets.kept_book import KeptBook
from kaohe_tui.files.tables.doubts import UNASKED, Choices
from kaohe_tui.services.periods import roster_and_scheme
from kaohe_tui.services.periods.new_roster import understand_new
from kaohe_tui.services.periods.roster_and_scheme import RosterChange
from kaohe_tui.services.periods.roster_consequences import differences
from kaohe_tui.services.periods.scheme_change import SchemeChange
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.year.same_person import Doubt, answered, doubts
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.files import TABLES, Files
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.ui.screens.tables.preview import Preview, roster_title
from kaohe_tui.words import N_, _, _n

SCHEMES = (".toml", ".xlsx")
_LINES = 6
"""Lines of a scheme that are shown; further ones are a number."""


async def take_roster(app: Host) -> bool:
    """Take a roster from a file; return whether one was taken."""
    rules, in_force = app.room.rules()[0], app.room.base()[2]
    answers: dict[Path, Choices] = {}
    """What was answered about each file, should it be chosen again."""

    async def take(path: Path) -> bool:
        table = KeptBook(path)
        preview = Preview(
            roster_title(path.name),
            lambda choices: understand_new(table.book(), rules, in_force, choices),
            lambda roster: summary(roster, rules),
            lambda roster: [each.asked() for each in doubts(app.room, roster)],
            choices=answers.get(path, UNASKED),
            take=lambda agreed: _taken(app, path, agreed.choices),
        )
        agreed = await app.push_screen_wait(preview)
        answers[path] = preview.choices
        return agreed is not None

    start = app.room.database.path.absolute().parent
    question = _("Which file contains the roster?")
    return await app.push_screen_wait(Files(question, TABLES, start, take)) is not None


async def _taken(app: Host, path: Path, choices: Choices) -> bool:
    """Show what a roster changes, and take it after a deliberate yes; return whether it was."""
    change = roster_and_scheme.change_roster(app.room, path, only_look=True, choices=choices)
    if not change.is_any and not change.words:
        raise Refusal("nothing-changed", N_("This roster is the one in force: nothing changes."))
    if not await app.push_screen_wait(_roster_question(path, change, app.room)):
        return False
    if not await copy_first(app, "change"):
        return False
    same, new = answered(change.doubts, choices)
    roster_and_scheme.change_roster(app.room, path, same=same, new=new, choices=choices)
    app.renew()
    return True


_NEEDS_ANOTHER = N_(
    "Somebody else needs a code that nobody had this year: Esc, then A adds them with it."
)
_KEEPS_ITS_OWN = N_("The same person keeps the code {code}: Esc, then A adds them with it.")
"""Why an answer will not do; messages."""


async def is_same(app: Host, doubt: Doubt) -> bool | None:
    """Ask whether a line that was typed means the person it stood for; return None after Esc.

    An answer that will not do is refused.

    Args:
        app: the app.
        doubt: who it is about.
    """
    same, other = _("the same person"), _("somebody else")
    words = {
        "code": doubt.before.code,
        "before": doubt.before.name,
        "after": doubt.after.name,
        "new": doubt.after.code,
    }
    question = _("Code {code} was {before} and is now {after}: the same person?")
    if not doubt.is_renamed:
        question = _("{before} had the code {code} and now has {new}: the same person?")
    consequence = _("Nothing has been given to the code {code} yet: either answer will do.")
    if doubt.in_use:
        consequence = _("The year credits a code with all that was given to it.")

    def take(answer: str) -> None:
        if answer == other and not doubt.can_be_new:
            raise Refusal("person-in-doubt", _NEEDS_ANOTHER)
        if answer == same and not doubt.can_be_same:
            raise Refusal("person-in-doubt", _KEEPS_ITS_OWN, **words)

    ask = Ask(
        question.format(**words),
        choices=[same, other],
        own=False,
        consequences=[consequence.format(**words)],
        take=take,
    )
    answer = await app.push_screen_wait(ask)
    return None if answer is None else answer == same


def _roster_question(path: Path, change: RosterChange, room: Room) -> Confirm:
    lines = [
        _line(_("joined"), change.joined, change.shared),
        _line(_("left"), change.left, change.shared),
        *_changes(change, room),
        *change.look_alikes,
        change.words_told,
        *(each.told for each in change.unrated),
        _("Holds for: {periods}.").format(periods=_(", ").join(change.holds_for)),
    ]
    title = _("Take the roster {file}?").format(file=path.name)
    return Confirm(title, [each for each in lines if each], _("take the roster"))


def _line(label: str, people: Sequence[Person], shared: frozenset[str]) -> str:
    if not people:
        return ""
    names = [called(each, shared) for each in people]
    return _("{change}: {names}").format(change=label, names=few(names))


def _changes(change: RosterChange, room: Room) -> Iterator[str]:
    """Yield what is changed in people's lines, a line each; further people are a number."""
    scheme, _print, old = room.base()
    people = (*old, *change.joined, *(after for _before, after in change.moved))
    for before, after in change.moved[:FEW]:
        text = _("; ").join(differences(before, after, people, scheme))
        yield _("changed: {name} – {told}").format(name=called(before, change.shared), told=text)
    if (left := len(change.moved) - FEW) > 0:
        yield _n("and {count} more line", "and {count} more lines", left).format(count=left)


async def take_scheme(app: Host) -> bool:
    """Take a scheme from a file; return whether one was taken."""

    async def take(path: Path) -> bool:
        change = roster_and_scheme.change_scheme(app.room, path, only_look=True)
        if not change.is_any:
            raise Refusal(
                "nothing-changed", N_("This scheme is the one in force: nothing changes.")
            )
        if not await app.push_screen_wait(_scheme_question(path, change)):
            return False
        if not await copy_first(app, "change"):
            return False
        roster_and_scheme.change_scheme(app.room, path)
        app.renew()
        return True

    start = app.room.database.path.absolute().parent
    question = _("Which file contains the scheme?")
    return await app.push_screen_wait(Files(question, SCHEMES, start, take)) is not None


def _scheme_question(path: Path, change: SchemeChange) -> Confirm:
    lines = list(change.lines[:_LINES])
    if (left := len(change.lines) - _LINES) > 0:
        lines.append(_n("and {count} more line", "and {count} more lines", left).format(count=left))
    lines += [each.told for each in change.reweighed]
    if change.dropped:
        sentence = _("No more in the scheme, so not in the year either: {periods}")
        lines.append(sentence.format(periods=_(", ").join(change.dropped)))
    lines += [each.told for each in change.unrated]
    if change.holds_for:
        lines.append(_("Holds for: {periods}.").format(periods=_(", ").join(change.holds_for)))
    title = _("Take the scheme {file}?").format(file=path.name)
    return Confirm(title, lines, _("take the scheme"))
