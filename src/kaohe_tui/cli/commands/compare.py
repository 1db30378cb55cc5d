"""Compare two copies of one database that both went on."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kaohe_tui.cli.frame import (
    PATH,
    Command,
    Option,
    command,
    entered,
    json_option,
    with_common_options,
)
from kaohe_tui.cli.printing import one_line, say, say_json
from kaohe_tui.domain.text import few
from kaohe_tui.words import N_, _, _n

if TYPE_CHECKING:
    from kaohe_tui.services.database.parted import Parted, Side, Which
    from kaohe_tui.services.room.room import Room

_NAMED = 9
"""Names that a line lists; further ones are a number."""


@click.command(cls=Command, help=N_("Say what two copies each have since both went on."))
@click.argument("other", metavar="OTHER", type=PATH)
@click.option(
    "--ballots",
    "folder",
    cls=Option,
    metavar="DIR",
    type=PATH,
    help=N_("Write the ballots that only OTHER has, to be imported."),
)
@json_option
@with_common_options
def compare(other: Path, folder: Path | None, *, as_json: bool) -> None:
    """Print what each copy has since the last entry that both have."""
    from kaohe_tui.services.database import parted
    from kaohe_tui.services.database.opening import enter_room

    written: list[tuple[Path, str]] = []
    with entered(read_only=True) as room:
        other_room = enter_room(other, read_only=True)
        try:
            parting = parted.compare(room, other_room)
            if folder is not None:
                written = parted.export(room, other_room, parting, folder)
            if as_json:
                say_json(_plain(parting, written))
                return
            _say(room, other_room, parting)
        finally:
            other_room.close()
    for path, key in written:
        say(_("Written: {path}").format(path=one_line(str(path))))
        line = command("import", str(path), "--period", key)
        say(_("Next: {command}").format(command=line))


def _say(room: "Room", other_room: "Room", parting: "Parted") -> None:
    if not parting.ours.entries and not parting.theirs.entries:
        say(_("Both are the same, up to entry {number}.").format(number=parting.common))
        return
    say(
        _("Both have entries 1 to {number} of the record; they parted after {at}.").format(
            number=parting.common, at=parting.at[:16].replace("T", " ")
        )
    )
    _say_side(_("This one"), room, parting.ours)
    _say_side(_("The other"), other_room, parting.theirs)
    if parting.differing:
        sentence = _("Ballots that both have and that differ: {ballots}")
        say(one_line(sentence.format(ballots=_ballots(room, parting.differing))))
    if parting.theirs.ballots:
        line = command("compare", str(parting.theirs.path), "--ballots", "DIR")
        say(_("To take what only the other has: {command}").format(command=line))


def _say_side(whose: str, room: "Room", side: "Side") -> None:
    since = _n("{count} entry since", "{count} entries since", side.entries)
    sentence = _("{whose}, {path}: {since}")
    path = one_line(str(side.path))
    say(sentence.format(whose=whose, path=path, since=since.format(count=side.entries)))
    for each in side.since:
        period = each.name or _("no period")
        sentence = _("{period}, {kind}: {count}")
        _say_below(sentence.format(period=period, kind=each.kind.label, count=each.count))
    if side.ballots:
        sentence = _("ballots that only this one has: {ballots}")
        _say_below(sentence.format(ballots=_ballots(room, side.ballots)))
    if side.begun:
        sentence = _("ballots begun and not handed in, which cannot be carried over: {count}")
        _say_below(sentence.format(count=side.begun))
    if side.secret:
        sentence = _(
            "{tiers}: secret. Nobody can tell which of its ballots the other has, for they have "
            "no rater; none can be carried over. Let them be cast again, or go on with this copy."
        )
        _say_below(sentence.format(tiers=_(", ").join(side.secret)))


def _say_below(sentence: str) -> None:
    say("  " + one_line(sentence))


def _ballots(room: "Room", listed: "Iterable[Which]") -> str:
    """List raters by name, tier by tier."""
    of_tier: dict[str, list[str]] = {}
    for which in listed:
        period_room = room.period(which.period)
        tier = _("{tier} ({period})").format(
            tier=period_room.scheme.tier(which.tier).name, period=period_room.steps.period.name
        )
        of_tier.setdefault(tier, []).append(
            period_room.roster.called(period_room.roster[which.rater])
        )
    return _("; ").join(
        _("{tier}: {names}").format(tier=tier, names=few(names, _NAMED))
        for tier, names in of_tier.items()
    )


def _plain(parting: "Parted", written: list[tuple[Path, str]]) -> dict[str, Any]:
    def side(one: "Side") -> dict[str, Any]:
        return {
            "path": str(one.path),
            "entries": one.entries,
            "since": [
                {"kind": each.kind.value, "period": each.period or None, "count": each.count}
                for each in one.since
            ],
            "ballots": [which._asdict() for which in one.ballots],
            "begun": one.begun,
            "secret": list(one.secret),
        }

    return {
        "common": parting.common,
        "at": parting.at,
        "hash": parting.chain,
        "ours": side(parting.ours),
        "theirs": side(parting.theirs),
        "differing": [which._asdict() for which in parting.differing],
        "written": [{"path": str(path), "period": key} for path, key in written],
    }


COMMANDS = (compare,)
"""The module's command, as ``cli.names`` loads it."""
