"""Ballots taken from files into the open tier, all or nothing per file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kaohe_tui.domain.owed import owed_by_raters, ratees_of, rates
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.files.ballots_file import BallotLine, read_ballots
from kaohe_tui.files.blank_workbook_in import FilledForm, form_lines, read_form
from kaohe_tui.files.decode import in_file
from kaohe_tui.meeting.ballots import OPEN
from kaohe_tui.meeting.room import PeriodRoom, Room
from kaohe_tui.meeting.tallies import HANDED_IN, VOID
from kaohe_tui.store import ballots
from kaohe_tui.store.ballots import BallotFacts
from kaohe_tui.store.engine import Transaction
from kaohe_tui.words import _


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file brought."""

    ballots: int
    ratings: int
    abstentions: int
    incomplete: tuple[str, ...]
    """Codes of the raters whose ballots still owe ratings."""
    left_open: tuple[str, ...] = ()
    """Those of them whose ballots were begun at the keyboard and are to be gone on with there."""


def import_ballots(room: Room, path: Path, period: str) -> Imported:
    """Take a file's ratings into the open tier and hand their ballots in.

    The file is a table of ballots, or a form of ``files.blank_workbook`` that a rater filled in.
    A ballot that only files brought is handed in as it is, as a paper form would be, also where it
    lacks ratings; a later file may bring what it still owes. One that was begun at the keyboard is
    handed in when it is complete, else it stays there to be gone on with. Nothing that is on disk
    is changed by a file.

    Raises:
        Refusal: for the first line that cannot be taken (unknown person, a pair that is not owed
            or recused, a rating that is there already, a tier that is not open); then nothing of
            the file is taken. Of a form, all cells that are wrong in themselves are named, and
            one of another period, tier, scheme or rater is refused whole.
    """
    form = read_form(path)
    here = room.period(period)
    lines = _form_lines(here, form) if form else read_ballots(path, here.scheme)
    return take_lines(room, lines, period, path.name)


def _form_lines(here: PeriodRoom, form: FilledForm) -> list[BallotLine]:
    """The ratings of a form that belongs to the period as it stands."""
    head = form.head
    if head.period != here.key:
        raise in_file(
            form.file,
            _("This form is of the period “{other}”, not of “{period}”.").format(
                other=head.period, period=here.key
            ),
        )
    if head.scheme != here.scheme_fingerprint:
        raise in_file(
            form.file,
            _("This form was made under another scheme; export new forms and fill one in."),
        )
    try:
        here.steps.check_scoring(head.tier)
    except Refusal as refusal:
        raise in_file(form.file, str(refusal)) from refusal
    tier = here.scheme.tier(head.tier)
    if head.rater not in _owed(here, tier.key):
        raise in_file(
            form.file,
            _("In {tier} no ballot is owed by “{code}”.").format(tier=tier.name, code=head.rater),
        )
    rater = here.roster[head.rater]
    ratees = ratees_of(here.scheme, tier, here.roster, rater, here.recused_in(tier.key))
    return form_lines(form, here.scheme, {each.code: each.name for each in ratees})


def take_lines(room: Room, lines: Sequence[BallotLine], period: str, file: str) -> Imported:
    """The same for lines that are read already; ``file`` is what refusals name."""
    with room.acting() as tx:
        here = room.period(period)
        by_ballot = _by_ballot(here, lines, file)
        tiers = {tier for tier, _rater in by_ballot}
        owed = {tier: _owed(here, tier) for tier in tiers}
        incomplete: list[str] = []
        left_open: list[str] = []
        for (tier, rater), of_ballot in by_ballot.items():
            facts = _take(tx, here, (tier, rater), of_ballot, file)
            whole = _whole(here, facts) + len(of_ballot) >= owed[tier][rater]
            if not whole:
                incomplete.append(rater)
            if whole or not _begun(facts):
                ballots.set_state(tx, facts.head.id, HANDED_IN)
            else:
                left_open.append(rater)
        told = f"{file}: {len(by_ballot)}/{len(lines)}"
        room.note(tx, "import", period=period, tier=",".join(sorted(tiers)), new=told)
    abstained = sum(line.abstained for line in lines)
    return Imported(
        len(by_ballot), len(lines) - abstained, abstained, tuple(incomplete), tuple(left_open)
    )


def _by_ballot(
    here: PeriodRoom, lines: Iterable[BallotLine], file: str
) -> dict[tuple[str, str], list[BallotLine]]:
    found: dict[tuple[str, str], list[BallotLine]] = {}
    for line in lines:
        _check_pair(here, line, file)
        found.setdefault((line.tier, line.rater), []).append(line)
    return found


def _check_pair(here: PeriodRoom, line: BallotLine, file: str) -> None:
    """Whether the line's rating is one that the open tier owes."""
    try:
        here.steps.check_scoring(line.tier)
    except Refusal as refusal:
        raise at(file, line.line, str(refusal)) from refusal
    for code in (line.rater, line.ratee):
        if code not in here.roster:
            told = _("nobody in the roster has code “{code}”.").format(code=code)
            raise at(file, line.line, told)
    tier = here.scheme.tier(line.tier)
    rater, ratee = here.roster[line.rater], here.roster[line.ratee]
    names = {"rater": f"{rater.name} ({rater.code})", "ratee": f"{ratee.name} ({ratee.code})"}
    if not rates(here.scheme, tier, rater, ratee):
        told = _("{tier} does not have {rater} rate {ratee}.").format(tier=tier.name, **names)
        raise at(file, line.line, told)
    if (rater.code, ratee.code) in here.recused_in(tier.key):
        told = _("{rater} is recused from rating {ratee}.").format(**names)
        raise at(file, line.line, told)


def _take(
    tx: Transaction,
    here: PeriodRoom,
    which: tuple[str, str],
    lines: Sequence[BallotLine],
    file: str,
) -> BallotFacts:
    """Write one ballot's lines; returns what stood on it before."""
    tier, rater = which
    head = ballots.begin(tx, here.opened_id, here.tier_number(tier), here.ids[rater])
    facts = ballots.facts(tx, head.id)
    for line in lines:
        _check_new(here, facts, line, file)
    rated = [line for line in lines if not line.abstained]
    ballots.add_rows(tx, head.id, [(here.ids[line.ratee], line.marks) for line in rated])
    abstained = [here.ids[line.ratee] for line in lines if line.abstained]
    ballots.add_abstentions(tx, head.id, abstained)
    return facts


def _whole(here: PeriodRoom, facts: BallotFacts) -> int:
    """How many people the ballot has answered for."""
    columns = len(here.scheme.indicators)
    return sum(len(marks) == columns for marks in facts.marks.values()) + len(facts.abstentions)


def _begun(facts: BallotFacts) -> bool:
    """Whether somebody is in the middle of it: what only files brought was handed in."""
    return facts.head.state == OPEN and bool(facts.marks or facts.abstentions)


def _owed(here: PeriodRoom, tier: str) -> dict[str, int]:
    rules = here.scheme.tier(tier)
    return owed_by_raters(here.scheme, rules, here.roster, here.recused_in(tier))


def _check_new(here: PeriodRoom, facts: BallotFacts, line: BallotLine, file: str) -> None:
    rater, ratee = here.roster[line.rater], here.roster[line.ratee]
    if facts.head.state == VOID:
        told = _("{rater}'s ballot was struck out.").format(rater=rater.name)
        raise at(file, line.line, told)
    number = here.ids[ratee.code]
    if number in facts.marks or number in facts.abstentions:
        told = _("{rater} ({rater_code}) has rated {ratee} ({ratee_code}) already.").format(
            rater=rater.name, rater_code=rater.code, ratee=ratee.name, ratee_code=ratee.code
        )
        raise at(file, line.line, told)


def at(file: str, line: int, told: str) -> Refusal:
    """A refusal that names file and line."""
    return Refusal(
        _("{file}, line {line}: {told} Nothing of the file was taken.").format(
            file=file, line=line, told=told
        )
    )
