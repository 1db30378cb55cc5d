"""Check that nothing was changed without an entry of the record."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from kaohe_tui.cli.frame import Command, Option, entered, json_option, with_common_options
from kaohe_tui.cli.printing import one_line, say, say_json
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.words import N_, _

if TYPE_CHECKING:
    from kaohe_tui.services.integrity.verifying import Verified


@click.command(cls=Command, help=N_("Check that nothing was changed unnoticed."))
@click.option(
    "--against",
    cls=Option,
    metavar="HASH",
    default="",
    help=N_("A hash printed on a notice or a closing sheet: the record must contain its entry."),
)
@json_option
@with_common_options
def verify(against: str, *, as_json: bool) -> None:
    """Check the chain, the seals and the frozen results; and a hash from paper, if named."""
    from kaohe_tui.services.integrity import clockwork, verifying

    with entered(read_only=True, warned=False) as room:
        verified = verifying.verify(room)
        findings = list(verified.findings)
        notes = clockwork.notes(room)
        entry = None
        if against:
            try:
                entry = verifying.check_against(room, against)
            except Refusal as refusal:
                findings.append(str(refusal))
    if as_json:
        say_json(
            {
                "holds": not findings,
                "entries": verified.entries,
                "hash": verified.head,
                "results": verified.results,
                "against": entry[0] if entry else None,
                "findings": findings,
                "notes": notes,
            }
        )
    if findings:
        for each in findings[1:] if not as_json else ():
            say(one_line(each))
        raise Refusal("check-failed", findings[0])
    if not as_json:
        for sentence in [
            verifying.told(verified),
            *map(one_line, notes),
            *_hashes(verified, entry),
        ]:
            say(sentence)


def _hashes(verified: "Verified", entry: tuple[int, str] | None) -> Iterator[str]:
    """Yield which entry the hash from paper is of, where one was named, and the last one's hash."""
    from kaohe_tui.domain.record.chain import grouped
    from kaohe_tui.domain.record.events import moment

    if entry:
        sentence = _("The hash is that of entry {number}, {at}.")
        yield sentence.format(number=entry[0], at=moment(entry[1]))
    yield _("Hash of the last entry: {hash}").format(hash=grouped(verified.head))


COMMANDS = (verify,)
"""The module's command, as ``cli.names`` loads it."""
