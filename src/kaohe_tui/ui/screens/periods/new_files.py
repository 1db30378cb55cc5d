"""A new roster or scheme from a file, for the periods still to be opened.

What is in doubt is asked, what changes is shown, and a deliberate yes takes it.
"""

from collections.abc import Sequence
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, called, shared_names
from kaohe_tui.domain.text import few
from kaohe_tui.services.periods import roster_and_scheme
from kaohe_tui.services.periods.roster_and_scheme import RosterChange, SchemeChange
from kaohe_tui.services.year.same_person import Doubt
from kaohe_tui.ui.frame.host import Host
from kaohe_tui.ui.screens.dialogs.ask import Ask, Confirm
from kaohe_tui.ui.screens.dialogs.files import Files
from kaohe_tui.ui.screens.dialogs.working import copy_first
from kaohe_tui.words import N_, _, _n

ROSTERS = (".csv", ".xlsx")
SCHEMES = (".toml",)
_LINES = 6
"""Lines of a scheme that are shown; further ones are a number."""


async def take_roster(app: Host) -> bool:
    """Take a roster from a file; whether one was taken."""

    async def take(path: Path) -> bool:
        found = roster_and_scheme.change_roster(app.room, path, only_look=True)
        if not found.is_any:
            raise Refusal(
                "nothing-changed", N_("This roster is the one in force: nothing changes.")
            )
        for doubt in found.doubts:
            if not await _answered(app, doubt):
                return False
        if not await app.push_screen_wait(_roster_question(app, path, found)):
            return False
        if not await copy_first(app, "change"):
            return False
        same = [each.after.code for each in found.doubts if each.is_renamed]
        new = [each.after.code for each in found.doubts if not each.is_renamed]
        roster_and_scheme.change_roster(app.room, path, same=same, new=new)
        app.renew()
        return True

    start = app.room.database.path.absolute().parent
    question = _("Which file contains the roster?")
    return await app.push_screen_wait(Files(question, ROSTERS, start, take)) is not None


async def _answered(app: Host, doubt: Doubt) -> bool:
    """Ask who somebody is; whether the file can be taken with that answer."""
    same, other = _("the same person"), _("somebody else")
    words = {
        "code": doubt.before.code,
        "before": doubt.before.name,
        "after": doubt.after.name,
        "new": doubt.after.code,
    }
    question = _("Code {code} was {before} and is now {after}: the same person?")
    wrong = other
    told = N_("Somebody else needs a code that nobody had this year: Esc, correct the file, Enter.")
    if not doubt.is_renamed:
        question = _("{before} had the code {code} and now has {new}: the same person?")
        wrong = same
        told = N_("The same person keeps the code {code}: Esc, correct the file, Enter.")

    def take(answer: str) -> None:
        if answer == wrong:
            raise Refusal("person-in-doubt", told, **words)

    ask = Ask(
        question.format(**words),
        choices=[same, other],
        own=False,
        consequences=[_("The year credits a code with all that was given to it.")],
        take=take,
    )
    return await app.push_screen_wait(ask) is not None


def _roster_question(app: Host, path: Path, found: RosterChange) -> Confirm:
    moved = [after for _before, after in found.moved]
    known = {each.code: each for each in (*app.room.roster(), *found.joined, *moved)}
    shared = shared_names(known.values())
    lines = [
        _line(_("joined"), found.joined, shared),
        _line(_("left"), found.left, shared),
        _line(_("changed"), moved, shared),
        *found.look_alikes,
        *(each.told for each in found.unrated),
        _("Holds for: {periods}.").format(periods=_(", ").join(found.holds_for)),
    ]
    title = _("Take the roster {file}?").format(file=path.name)
    return Confirm(title, [each for each in lines if each], _("take the roster"))


def _line(told: str, people: Sequence[Person], shared: frozenset[str]) -> str:
    if not people:
        return ""
    names = [called(each, shared) for each in people]
    return _("{change}: {names}").format(change=told, names=few(names))


async def take_scheme(app: Host) -> bool:
    """Take a scheme from a file; whether one was taken."""

    async def take(path: Path) -> bool:
        found = roster_and_scheme.change_scheme(app.room, path, only_look=True)
        if not found.is_any:
            raise Refusal(
                "nothing-changed", N_("This scheme is the one in force: nothing changes.")
            )
        if not await app.push_screen_wait(_scheme_question(path, found)):
            return False
        if not await copy_first(app, "change"):
            return False
        roster_and_scheme.change_scheme(app.room, path)
        app.renew()
        return True

    start = app.room.database.path.absolute().parent
    question = _("Which file contains the scheme?")
    return await app.push_screen_wait(Files(question, SCHEMES, start, take)) is not None


def _scheme_question(path: Path, found: SchemeChange) -> Confirm:
    lines = list(found.lines[:_LINES])
    if (left := len(found.lines) - _LINES) > 0:
        lines.append(_n("and {count} more line", "and {count} more lines", left).format(count=left))
    lines += [each.told for each in found.reweighed]
    if found.dropped:
        told = _("No more in the scheme, so not in the year either: {periods}")
        lines.append(told.format(periods=_(", ").join(found.dropped)))
    lines += [each.told for each in found.unrated]
    if found.holds_for:
        lines.append(_("Holds for: {periods}.").format(periods=_(", ").join(found.holds_for)))
    title = _("Take the scheme {file}?").format(file=path.name)
    return Confirm(title, lines, _("take the scheme"))
