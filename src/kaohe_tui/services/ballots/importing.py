"""Take ballots from files into the open tier, all or nothing per file."""

from collections.abc import Iterable
from pathlib import Path

from kaohe_tui.domain.record.events import BallotsImported
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.text import name_key
from kaohe_tui.files.ballots.flat import BallotsFile, Stretch
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.forms.read import FilledForm, form_ratings, read_form
from kaohe_tui.files.sheets.reader import Progress
from kaohe_tui.services.access.codes import check_no_codes
from kaohe_tui.services.ballots.import_lines import Imported, Taking
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.services.secrecy import secrecy
from kaohe_tui.store.database.engine import keep_in_memory
from kaohe_tui.words import N_


def import_ballots(
    room: Room, path: Path, period: str, progress: Progress | None = None
) -> Imported:
    """Take a file's ratings into the open tier and hand their ballots in.

    The file is a table of ballots, or a form of ``files.forms.write`` that a rater filled in.

    A ballot that only files brought is handed in as it is, as a paper form would be, also where it
    lacks ratings; a later file may bring what it still owes. One that was begun at the keyboard is
    handed in when it is complete, else it stays there to be completed. Nothing that is on disk
    is changed by a file.

    Args:
        room: where the meeting is held.
        path: the file.
        period: the period's key.
        progress: called with (bytes read, all bytes) of a .csv; None: not called.

    Raises:
        Refusal: for the first line that cannot be taken (unknown person, a pair that is not owed
            or recused, a rating that is there already, a tier that is not open); then nothing of
            the file is taken. Of a form, all cells that are wrong in themselves are named, and
            one of another period, tier, scheme or rater is refused whole.
    """
    form = read_form(path)
    period_room = room.period(period)
    stretches = (
        [_of_form(period_room, form)] if form else BallotsFile(path, period_room.scheme, progress)
    )
    return take(room, stretches, period, path.name)


def _of_form(period_room: PeriodRoom, form: FilledForm) -> Stretch:
    """Return the ratings of a form; refuse one that does not belong to the period as it stands."""
    head = form.head
    if head.period != period_room.key:
        raise in_file(
            form.file,
            "form-of-other-period",
            N_("This form is of the period “{other}”, not of “{period}”."),
            other=head.period,
            period=period_room.key,
        )
    if head.scheme != period_room.scheme_fingerprint:
        raise in_file(
            form.file,
            "form-of-other-scheme",
            N_("This form was made under another scheme; export new forms and fill one in."),
        )
    try:
        period_room.steps.check_scoring(head.tier)
    except Refusal as refusal:
        raise refusal.at(shown(form.file)) from refusal
    tier = period_room.scheme.tier(head.tier)
    asked: tuple[Person, ...] = ()
    if head.rater in period_room.roster:
        _check_rater(form, period_room.roster[head.rater])
        rater, recused = period_room.roster[head.rater], period_room.recused_in(tier.key)
        asked = ratees_of(period_room.scheme, tier, period_room.roster, rater, recused)
    if not asked:
        raise in_file(
            form.file,
            "rater-not-expected",
            N_("In {tier} no ballot is expected from “{code}”."),
            tier=tier.name,
            code=head.rater,
        )
    return form_ratings(form, period_room.scheme, {each.code: each.name for each in asked})


def _check_rater(form: FilledForm, rater: Person) -> None:
    """Refuse a form on which another rater's name was written by hand."""
    if form.rater and name_key(rater.name) not in name_key(form.rater):
        raise in_file(
            form.file,
            "form-of-other-rater",
            N_(
                "It is the form of {name} ({code}), but its second line says “{other}”; fill in "
                "the form of the right rater."
            ),
            name=rater.name,
            code=rater.code,
            other=shown(form.rater),
        )


def take(room: Room, stretches: Iterable[Stretch], period: str, file: str) -> Imported:
    """Take ratings into the open tier that are read already, or are read while they are taken.

    Args:
        room: where the meeting is held.
        stretches: iterated once, and a second time to name the first of two equal ratings.
        period: the period's key.
        file: what refusals name.

    Raises:
        Refusal: see ``import_ballots``.
    """
    with room.acting() as tx:
        keep_in_memory(tx)
        period_room = room.period(period)
        taking = Taking(tx, period_room, file)
        taking.take_all(stretches)
        check_no_codes(tx, taking.period_room, taking.ballots, file)
        imported = taking.hand_in()
        answers = taking.answers(room.progress.of(period))
        tiers = sorted({tier for tier, _rater in taking.ballots})
        secret = any(period_room.scheme.tier(tier).secret for tier in tiers)
        brought = BallotsImported(
            period=period,
            tiers=tuple(tiers),
            file=file,
            ballots=imported.ballots,
            # Of a secret ballot, it would tell how much was left out.
            ratings=None if secret else imported.ratings + imported.abstentions,
            brought=taking.named(imported.left_open),
        )
        room.note(tx, brought)
    if answers is not None:
        room.progress.keep(period, answers)
    if secret:
        secrecy.tidy(room)
    return imported
