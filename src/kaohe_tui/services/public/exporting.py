"""Put all the papers and tables of one result into a folder (导出)."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from kaohe_tui.domain.access.duties import Sight
from kaohe_tui.domain.ballot.state import BallotState
from kaohe_tui.domain.entries.entries import YEAR
from kaohe_tui.domain.public.dossier import Dossier, PublicNotice
from kaohe_tui.domain.public.matter import Matter
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import ratees_of
from kaohe_tui.domain.rules.people import Person
from kaohe_tui.domain.rules.scheme.tiers import Tier
from kaohe_tui.domain.rules.steps import StepState
from kaohe_tui.files.disk.placing import Planned, Progress, place
from kaohe_tui.services.integrity import foreign
from kaohe_tui.services.public.dossier import dossier
from kaohe_tui.services.room.period import PeriodRoom
from kaohe_tui.services.room.room import Room
from kaohe_tui.store.ballots import ballots
from kaohe_tui.store.public import matters, notices
from kaohe_tui.words import N_, _

_SAFE = re.compile(r"[^A-Za-z0-9_-]")
_SHORT = 8
"""The number of hexadecimal digits that stand for a longer hash."""


class Part(StrEnum):
    """A part of the export, each on its own."""

    NOTICE = "notice"
    """The public notice, as HTML and DOCX."""
    WORKBOOK = "workbook"
    """The workbook with live formulas, as XLSX."""
    SHEETS = "sheets"
    """Each person's own sheet, as HTML."""
    BALLOTS = "ballots"
    """Blank ballots of the tiers that are not closed, as HTML and as XLSX forms."""
    CSV = "csv"
    """The standings and all registers, as CSV."""
    JSON = "json"
    """Everything in one file for other programs, as JSON."""

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_PARTS[self])


_PARTS = {
    Part.NOTICE: N_("public notice (HTML, DOCX)"),
    Part.WORKBOOK: N_("workbook with live formulas (XLSX)"),
    Part.SHEETS: N_("each person's sheet (HTML)"),
    Part.BALLOTS: N_("blank ballots (HTML, XLSX forms)"),
    Part.CSV: N_("tables (CSV)"),
    Part.JSON: N_("everything for other programs (JSON)"),
}

ALL = frozenset(Part)
"""Every part."""
NAMED = frozenset({Part.WORKBOOK, Part.CSV, Part.JSON})
"""The parts that say who gave which mark in a tier that is not secret."""

Owed = Mapping[Person, tuple[Person, ...]]
"""Rater -> the people whom the rater still has to rate."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What was read for one export."""

    dossier: Dossier
    """The result."""
    notices: tuple[PublicNotice, ...]
    """All notices that were posted of it."""
    matters: tuple[Matter, ...]
    """The cases that concern it."""
    blank: tuple[tuple[Tier, Owed], ...]
    """The tiers that are still to be keyed; none for the year."""
    stem: str
    """The part of the files' names that says which result they are of."""


def export(
    room: Room,
    key: str,
    folder: Path,
    *,
    parts: Collection[Part] = ALL,
    progress: Progress | None = None,
    template: Path | None = None,
    replace: bool = False,
) -> tuple[list[Path], list[str]]:
    """Write the papers of a period's result, or of the year's, into a folder, all or nothing.

    Args:
        room: the room; it is only read in.
        key: the period's, or ``YEAR``.
        folder: made where it is not there; the folder above it must be.
        parts: what is written.
        progress: called with the files made, the files planned, and the next one's name.
        template: the bureau's own for the notice as DOCX; None for the one that is shipped.
        replace: whether files that are there already may go.

    Returns:
        The files, and sentences that their users should know.

    Raises:
        Refusal: when a file is there already, the disk or the template refuses, the scheme has no
            such period, there is nothing to write, what the record seals does not hold and a frozen
            result would be shown, or the person at the keyboard may not see who gave which mark;
            then nothing was written.
    """
    _check_shown(room, key, parts)
    source = _read(room, key)
    plan = _planned(source, parts, template)
    files = place(folder, plan, progress=progress, replace=replace)
    return files, [*_called_off(room, key, source), *_remarks(source, parts)]


def _check_shown(room: Room, key: str, parts: Collection[Part]) -> None:
    """Refuse to show what the person may not see, or a result that the record does not hold."""
    if NAMED & set(parts):
        room.keyboard.check_sight(Sight.MARKS)
    if set(parts) - {Part.BALLOTS} and _tells_frozen(room, key):
        foreign.check_holds(room)


def check_template(room: Room, key: str, template: Path) -> None:
    """Whether the notice of a result can be made with a template.

    Raises:
        Refusal: as ``export`` does.
    """
    from kaohe_tui.files.papers.notice import notice_docx

    notice_docx(dossier(room, key), template)


def _tells_frozen(room: Room, key: str) -> bool:
    """Return whether the papers show the result of a closed period."""
    keys = [period.key for period in room.rules()[0].periods] if key == YEAR else [key]
    return any(room.period(each).steps.closed for each in keys)


def file_key(text: str) -> str:
    """Return a key or code as a part of a file's name: plain ASCII, no separators, not empty.

    Where characters are lost a few digits are added, so that two keys do not become one name.
    """
    safe = _SAFE.sub("", text)
    if safe == text and text:
        return text
    return f"{safe}{hashlib.sha256(text.encode()).hexdigest()[:_SHORT]}"


def _read(room: Room, key: str) -> _Source:
    read = dossier(room, key)
    with room.database.reading() as tx:
        posted = notices.every(tx, key)
        about = tuple(m for m in matters.every(tx) if key in (YEAR, m.period))
    blank = () if key == YEAR else tuple(_blank(room, room.period(key)))
    return _Source(read, posted, about, blank, _stem(read))


def _stem(shown: Dossier) -> str:
    if shown.key != YEAR:
        return f"{file_key(shown.key)}-{shown.result_number or 'draft'}"
    return f"{shown.scheme.year}-{shown.fingerprint[:_SHORT] or 'draft'}"


def _blank(room: Room, period_room: PeriodRoom) -> Iterator[tuple[Tier, Owed]]:
    """Yield the tiers that are not closed, with the ratings that are still owed."""
    answered: dict[tuple[str, str], set[str]] = {}
    done: set[tuple[str, str]] = set()
    if period_room.id is not None:
        with room.database.reading() as tx:
            for head in ballots.heads(tx, period_room.id):
                which = (
                    period_room.scheme.tiers[head.tier_no].key,
                    period_room.codes.get(head.rater_id or 0, ""),
                )
                secret = period_room.scheme.tiers[head.tier_no].secret
                if head.state is BallotState.VOID or (
                    secret and head.state is BallotState.HANDED_IN
                ):
                    done.add(which)
                facts = ballots.facts(tx, head.id)
                ratees = facts.marks.keys() | facts.abstentions
                answered[which] = {period_room.codes[ratee] for ratee in ratees}
    for step in period_room.steps.tiers:
        if step.state is StepState.CLOSED:
            continue
        tier = step.tier
        owed: dict[Person, tuple[Person, ...]] = {}
        for rater in period_room.scheme.raters(tier, period_room.roster):
            which = (tier.key, rater.code)
            asked = ratees_of(
                period_room.scheme,
                tier,
                period_room.roster,
                rater,
                period_room.recused_in(tier.key),
            )
            left = tuple(p for p in asked if p.code not in answered.get(which, ()))
            if left and which not in done:
                owed[rater] = left
        if owed:
            yield tier, owed


def _notice(source: _Source, template: Path | None) -> Iterator[Planned]:
    from kaohe_tui.files.papers.notice import notice_docx, notice_html

    shown, stem = source.dossier, source.stem
    yield Planned(f"notice-{stem}.html", partial(notice_html, shown))
    yield Planned(f"notice-{stem}.docx", partial(notice_docx, shown, template))


def _workbook(source: _Source, _template: Path | None) -> Iterator[Planned]:
    from kaohe_tui.files.workbook.workbook import workbook

    yield Planned(f"workbook-{source.stem}.xlsx", partial(workbook, source.dossier))


def _sheets(source: _Source, _template: Path | None) -> Iterator[Planned]:
    from kaohe_tui.files.papers.sheets import all_sheets_html

    yield Planned(f"sheets-{source.stem}.html", partial(all_sheets_html, source.dossier))


def _ballots(source: _Source, _template: Path | None) -> Iterator[Planned]:
    from kaohe_tui.files.forms.write import Form, blank_workbook
    from kaohe_tui.files.papers.ballots import blank_ballots_html

    shown = source.dossier
    folder = f"ballots-{file_key(shown.key)}"
    for tier, owed in source.blank:
        name = f"{folder}/{file_key(tier.key)}"
        paper = partial(blank_ballots_html, shown.scheme, tier, owed, shown.name)
        yield Planned(f"{name}.html", paper)
        taken: set[str] = set()
        for rater, ratees in owed.items():
            period = shown.scheme.period(shown.key)
            form = Form(shown.scheme, shown.scheme_fingerprint, period, tier, rater, ratees)
            code = _other(file_key(rater.code), taken)
            yield Planned(f"{name}.{code}.xlsx", partial(blank_workbook, form))


def _other(name: str, taken: set[str]) -> str:
    """Return the name, with a number where it differs from an earlier one in capitals alone."""
    count = 1
    free = name
    while free.casefold() in taken:
        count += 1
        free = f"{name}-{count}"
    taken.add(free.casefold())
    return free


def _csv(source: _Source, _template: Path | None) -> Iterator[Planned]:
    from kaohe_tui.files.data.csv_out import csv_text, standings_table
    from kaohe_tui.files.data.registers import registers

    shown, stem = source.dossier, source.stem
    yield Planned(f"standings-{stem}.csv", partial(standings_table, shown))
    for register in registers(shown, source.notices, source.matters):
        yield Planned(f"{register.name}-{stem}.csv", partial(csv_text, register))


def _json(source: _Source, _template: Path | None) -> Iterator[Planned]:
    from kaohe_tui.files.data.json_out import json_text
    from kaohe_tui.files.data.registers import registers

    def make() -> str:
        shown = source.dossier
        return json_text(shown, registers(shown, source.notices, source.matters))

    yield Planned(f"all-{source.stem}.json", make)


_PLANS = {
    Part.NOTICE: _notice,
    Part.WORKBOOK: _workbook,
    Part.SHEETS: _sheets,
    Part.BALLOTS: _ballots,
    Part.CSV: _csv,
    Part.JSON: _json,
}


def _planned(source: _Source, parts: Collection[Part], template: Path | None) -> list[Planned]:
    """Return the files of the parts, in the order of ``Part``.

    Raises:
        Refusal: when there is none.
    """
    plan = [each for part in Part if part in parts for each in _PLANS[part](source, template)]
    if not plan:
        raise Refusal(
            "nothing-to-write",
            N_("There is nothing to write: every tier of {period} is closed."),
            period=source.dossier.name,
        )
    return plan


def _called_off(room: Room, key: str, source: _Source) -> list[str]:
    if (reason := room.called_off().get(key)) is None:
        return []
    sentence = _("{period} was called off: {reason}.")
    return [sentence.format(period=source.dossier.name, reason=reason)]


def _remarks(source: _Source, parts: Collection[Part]) -> list[str]:
    """Return sentences that the users of the files should know."""
    shown = source.dossier
    sentences = []
    if not shown.fingerprint:
        sentences.append(
            _("{period} has no locked result yet: these documents are drafts.").format(
                period=shown.name
            )
        )
    if Part.NOTICE in parts:
        from kaohe_tui.files.papers.notice import notice

        if unknown := notice(shown).unknown:
            sentences.append(
                _("The strokes of these names are not known, so they come last: {names}.").format(
                    names=_(", ").join(unknown)
                )
            )
    return sentences
