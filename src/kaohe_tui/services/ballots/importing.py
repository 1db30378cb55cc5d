"""Take ballots from files into the open tier, all or nothing per file."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kaohe_tui.domain.record.events import BallotsImported
from kaohe_tui.domain.record.fields.understood import NOTHING
from kaohe_tui.domain.text import few, name_key
from kaohe_tui.files.ballots.given import Ballots, Listed, Stretch
from kaohe_tui.files.ballots.meeting import Meeting, check_rater
from kaohe_tui.files.ballots.understand import ballots_of, text_of_ballots
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.disk.originals import keep_original
from kaohe_tui.files.forms.read import form_in
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.sheets.reader import Progress
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Reading, doubtful
from kaohe_tui.services.access.codes import check_no_codes
from kaohe_tui.services.ballots.import_checks import ANYBODY, Imported, Meant
from kaohe_tui.services.ballots.import_forms import ballots_of_form
from kaohe_tui.services.ballots.import_lines import Taking
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.progress import Answers
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.database.engine import Transaction, keep_in_memory
from kaohe_tui.words import N_, _, _n


class Hints(NamedTuple):
    """What a person says beforehand of a file of ballots."""

    choices: Choices = UNASKED
    """The sheet that is meant, and what is answered of what is doubtful."""
    rater: str = ""
    """Code or name of the rater whose ballot it is; empty: the file tells."""
    tier: str = ""
    """Key or name of the tier that it is of; empty: the file tells, or it is the open one."""


NO_HINTS = Hints()
"""Nothing is said: the file tells it all."""


def import_ballots(
    room: Room, path: Path, period: str, progress: Progress | None = None, hints: Hints = NO_HINTS
) -> Imported:
    """Take a file's ratings into the open tier and hand their ballots in.

    The file is a table with a line for each rating, the score sheet of one rater, a form of
    ``files.forms.write`` that a rater filled in, or a tally (统分表) where the scheme has a single
    indicator.

    A ballot that only files brought is handed in as it is, as a paper form would be, also where it
    lacks ratings; a later file may bring what it still owes. One that was begun at the keyboard is
    handed in when it is complete, else it stays there to be completed. Nothing that is on disk
    is changed by a file.

    Args:
        room: where the meeting is held.
        path: the file.
        period: the period's key.
        progress: called with (bytes read, all bytes) of a text; None: not called.
        hints: what was said of it beforehand.

    Raises:
        Refusal: naming everything that is wrong or doubtful (unknown person, a pair that is not
            owed or recused, a rating that is there already, a tier that is not open, a ballot that
            breaks a limit), thirty at most; then nothing of the file is taken. A form of another
            period, tier, scheme or rater is refused whole, and a file that is not the one that was
            looked at.
    """
    source, expected = _source(room, path, period, progress, hints)
    Reading(source.file, source, (), source.doubts, source.digest).taken(hints.choices)
    with room.acting() as tx:
        taken = _take(room, tx, source, period, expected)
        _keep(room, path, source, taken)
    return _finish(room, period, taken)


def understand_ballots(
    room: Room, path: Path, period: str, choices: Choices, rater: str = "", tier: str = ""
) -> Reading[Imported]:
    """Return what would come in with a file, what of it is doubtful, and what is left out.

    Everything is checked as in ``import_ballots``, and nothing is kept.

    Args:
        room: where the meeting is held.
        path: the file.
        period: the period's key.
        choices: what was answered before; what is not holds as proposed.
        rater: see ``Hints``.
        tier: see ``Hints``.

    Raises:
        Refusal: as ``import_ballots`` does, but for what is doubtful.
    """
    source, expected = _source(room, path, period, None, Hints(choices, rater, tier))
    try:
        with room.acting() as tx:
            imported = _take(room, tx, source, period, expected).imported
            raise _Undone
    except _Undone:
        return Reading(source.file, imported, imported.told, source.doubts, source.digest)


def import_together(
    room: Room, paths: Iterable[Path], period: str, hints: Hints = NO_HINTS
) -> list[Imported]:
    """Take several files in one transaction: all of them, or none.

    Args:
        room: where the meeting is held.
        paths: the files.
        period: the period's key.
        hints: what was said of each.

    Raises:
        Refusal: as ``import_ballots`` does, for the first file that cannot be taken.
    """
    paths = list(paths)
    sources = [_source(room, path, period, None, hints) for path in paths]
    for source, _expected in sources:
        if open_doubts := hints.choices.open(source.doubts):
            raise doubtful(source.file, open_doubts)
    with room.acting() as tx:
        taken = [_take(room, tx, source, period, expected) for source, expected in sources]
        for path, (source, _expected), each in zip(paths, sources, taken, strict=True):
            _keep(room, path, source, each)
    # How far the ballots are was worked out for each as if it were the only one.
    return [_finish(room, period, each._replace(answers=None)) for each in taken]


def in_words(brought: Imported) -> str:
    """Say what a file brought, or would bring, as a part of a sentence."""
    phrases = [
        _n("{count} ballot", "{count} ballots", brought.ballots).format(count=brought.ballots),
        _n("{count} rating with marks", "{count} ratings with marks", brought.ratings).format(
            count=brought.ratings
        ),
    ]
    if brought.abstentions:
        phrases.append(
            _n("{count} abstention", "{count} abstentions", brought.abstentions).format(
                count=brought.abstentions
            )
        )
    if brought.incomplete:
        codes = few(brought.incomplete)
        incomplete = _("incomplete ballots of {codes}").format(codes=codes)
        if brought.left_open:
            codes = few(brought.left_open)
            incomplete += _(" (partly entered, not handed in: {codes})").format(codes=codes)
        phrases.append(incomplete)
    if brought.void:
        codes = few(brought.void)
        phrases.append(_("voided, as they break a limit: {codes}").format(codes=codes))
    return _(", ").join(phrases)


class _Undone(Exception):
    """Ends a transaction that is only to show what would come of it."""


def _source(
    room: Room, path: Path, period: str, progress: Progress | None, hints: Hints
) -> tuple[Ballots, Meant]:
    """Return the ballots of a file, and whose it is said to bring.

    Raises:
        Refusal: when it is no table of ballots, a rater or a tier that was said is unknown, or a
            named sheet is of a secret tier.
    """
    period_room = room.period(period)
    current = period_room.steps.current
    meeting = Meeting(
        period_room.scheme, period_room.roster, current.key if current else "", period=period
    )
    expected = Meant(_tier(period_room, hints.tier), check_rater(meeting, hints.rater))
    meeting.tier, meeting.rater = expected.tier or meeting.tier, expected.rater
    flat = text_of_ballots(path, meeting, hints.choices, progress)
    if flat is not None:
        return flat, expected
    book = read_book(path)
    if form := form_in(book):
        return ballots_of_form(period_room, form), expected
    ballots = ballots_of(book, meeting, hints.choices)
    if ballots.names_rater and period_room.scheme.tier(meeting.tier).secret:
        raise in_file(
            path.name,
            "sheet-of-secret-tier",
            N_(
                "{tier} is secret, and this sheet names who gave which marks; have the rater enter "
                "it at the keyboard."
            ),
            tier=period_room.scheme.tier(meeting.tier).name,
        )
    return ballots, expected


def _tier(period_room: PeriodRoom, text: str) -> str:
    """Return the key of a tier that is named by key or name; empty for none."""
    for tier in period_room.scheme.tiers:
        if text and name_key(text) in (name_key(tier.key), name_key(tier.name)):
            return tier.key
    if text:
        # Refuses it, and names those that there are.
        period_room.steps.state_of(text)
    return ""


def take(room: Room, stretches: Iterable[Stretch], period: str, file: str) -> Imported:
    """Take ratings into the open tier that are read already.

    Args:
        room: where the meeting is held.
        stretches: iterated once, and a second time to name the first of two equal ratings.
        period: the period's key.
        file: what refusals name.

    Raises:
        Refusal: see ``import_ballots``.
    """
    with room.acting() as tx:
        taken = _take(room, tx, Listed(file, stretches), period, ANYBODY)
    return _finish(room, period, taken)


class _Taken(NamedTuple):
    """What came in with a file, before it is on disk."""

    imported: Imported
    """What came in."""
    answers: dict[int, Answers] | None
    """How far the period's ballots are now; None where that is still to be counted."""
    secret: bool
    """Whether some of it is of a secret tier."""


def _take(room: Room, tx: Transaction, source: Ballots, period: str, expected: Meant) -> _Taken:
    """Take a file within a transaction."""
    keep_in_memory(tx)
    period_room = room.period(period)
    taking = Taking(tx, period_room, source, expected)
    taking.take_all()
    check_no_codes(tx, taking.period_room, taking.ballots, source.file)
    imported = replace(taking.hand_in(), told=tuple(source.told()))
    answers = taking.answers(room.progress.of(period))
    tiers = sorted({tier for tier, _rater in taking.ballots})
    secret = any(period_room.scheme.tier(tier).secret for tier in tiers)
    brought = BallotsImported(
        period=period,
        tiers=tuple(tiers),
        file=source.file,
        ballots=imported.ballots,
        # Of a secret ballot, it would tell how much was left out.
        ratings=None if secret else imported.ratings + imported.abstentions,
        brought=taking.named(imported.left_open),
        digest="" if secret else source.digest,
        understood=NOTHING if secret else source.understood(),
    )
    room.note(tx, brought)
    taking.limits.void(room)
    return _Taken(imported, answers, secret)


def _keep(room: Room, path: Path, source: Ballots, taken: _Taken) -> None:
    """Keep the file as it is, where the scheme asks for it; never ballots of a secret tier."""
    if not taken.secret:
        keep_original(room.database.path, room.rules()[0], path, source.digest)


def _finish(room: Room, period: str, taken: _Taken) -> Imported:
    """Do what is to be done once a file is on disk, and return what came in."""
    if taken.answers is not None:
        room.progress.keep(period, taken.answers)
    if taken.secret:
        secrecy.tidy(room)
    return taken.imported
