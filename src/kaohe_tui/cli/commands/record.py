"""Print the record."""

from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.frame import (
    Command,
    Option,
    entered,
    json_option,
    period_key,
    with_common_options,
)
from kaohe_tui.cli.printing import Line, one_line, say_json, say_lines
from kaohe_tui.domain.record.events import RecordKind
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.record.reading import Filter
    from kaohe_tui.services.room.room import Room

_USUAL = 50
"""Entries that are printed without ``--limit``."""


@click.command(cls=Command, help=N_("Print the record: who did what, when and why."))
@click.option(
    "--person",
    cls=Option,
    metavar="CODE",
    help=N_("Only entries about this person, by code or name."),
)
@click.option("--by", cls=Option, metavar="NAME", help=N_("Only what this operator did."))
@click.option(
    "--kind",
    cls=Option,
    metavar="KIND",
    type=click.Choice([kind.value for kind in RecordKind]),
    help=N_(
        "Only one kind: steps, ballots, group, grades, tasks, notices, operators, keeping, other."
    ),
)
@click.option(
    "--period",
    cls=Option,
    metavar="P",
    help=N_("Only entries of this period, by its key or its name."),
)
@click.option("--since", cls=Option, metavar="DATE", help=N_("Only entries from this day on."))
@click.option("--text", cls=Option, metavar="TEXT", help=N_("Only entries that contain this text."))
@click.option(
    "--limit",
    cls=Option,
    type=click.IntRange(min=0),
    default=_USUAL,
    metavar="N",
    help=N_("At most this many; 0 for all, 50 by default."),
)
@json_option
@with_common_options
def record(*, as_json: bool, limit: int, **asked: str | None) -> None:
    """Print the entries that match, newest first."""
    from kaohe_tui.domain.record.events import moment, sentence
    from kaohe_tui.services.integrity import clockwork
    from kaohe_tui.services.record import entry_view
    from kaohe_tui.services.record import reading as recording

    with entered(read_only=True) as room:
        reading = recording.Reading(room, _filter(room, asked))
        entries = reading.window(0, limit or len(reading))
        called = recording.names(room)
        notes = clockwork.notes(room)
    if as_json:
        say_json(
            {
                "entries": reading.last,
                "matching": len(reading),
                "notes": notes,
                "record": [entry_view.plain(entry, called) for entry in entries],
            }
        )
        return
    lines = []
    width = max((len(str(e.id)) for e in entries), default=0)
    for e in entries:
        head = f"{e.id:>{width}}  {moment(e.at)}"
        lines.append(Line(f"{head}  {one_line(sentence(e, called))}", hang=len(head) + 2))
    summary = _("{shown} of {matching} matching entries; the record has {all}.")
    last = summary.format(shown=len(entries), matching=len(reading), all=reading.last)
    say_lines([*lines, Line(last, dim=True), *(Line(one_line(each)) for each in notes)])


def _filter(room: "Room", asked: dict[str, str | None]) -> "Filter":
    """Build the filter that the options ask for.

    Raises:
        Refusal: for a person, a period or a date that is none.
    """
    from kaohe_tui.cli.commands.show import person_code
    from kaohe_tui.services.record import reading as recording

    person, since = asked["person"], asked["since"]
    period = asked["period"] and period_key(room, asked["period"])
    if period is not None:
        # One that the scheme does not have is refused, rather than nothing found of it.
        room.period(period)
    return recording.Filter(
        person=person_code(recording.people(room), person) if person else "",
        operator=asked["by"] or "",
        kind=RecordKind(asked["kind"]) if asked["kind"] else None,
        period=period,
        since=recording.since(since) if since else "",
        text=asked["text"] or "",
    )


COMMANDS = (record,)
"""The module's command, as ``cli.names`` loads it."""
