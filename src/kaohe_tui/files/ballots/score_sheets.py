"""Read all score sheets of a file: several raters', or one rater's on several sheets.

Rule: docs/files.md, "Score sheets".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kaohe_tui.domain.record.fields.understood import Understood
from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import with_code
from kaohe_tui.domain.text import few
from kaohe_tui.files.ballots.beside import section_doubts, title_doubts
from kaohe_tui.files.ballots.given import Ballots, Given, Stretch
from kaohe_tui.files.ballots.meeting import Meeting
from kaohe_tui.files.ballots.rater_line import raters_beside
from kaohe_tui.files.ballots.score_sheet import ScoreSheet, rater_of, score_sheet
from kaohe_tui.files.decode import in_file, shown
from kaohe_tui.files.sheets.book import Book, Sheet
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import find_head
from kaohe_tui.files.tables.titles import titles_of
from kaohe_tui.words import N_, _, _n

_OUT = "-"
"""The answer that leaves a sheet out."""
_ALL = "*"
"""The answer that takes all sheets, which no sheet can be called."""
_TABS = "tabs"
"""The answer that the tabs are called by the raters."""


@dataclass
class ScoreSheets(Ballots):
    """The score sheets of one file; those of one rater are one ballot."""

    meeting: Meeting
    """What is known before."""
    file: str
    """The file's name."""
    parts: Sequence[ScoreSheet]
    """The sheets, each with its rater."""
    left_out: Sequence[str] = ()
    """The names of the sheets that are not taken."""
    doubts: Sequence[Doubt] = ()
    """See ``Ballots``."""
    digest: str = ""
    """See ``Ballots``."""
    layout = None
    names_rater = True

    def told(self) -> list[str]:
        """Return whose sheets they are, and what was read and left out, a sentence each."""
        sentences = [sentence for part in self.parts for sentence in part.told()]
        if self.left_out:
            names = [_("“{name}”").format(name=shown(name)) for name in self.left_out]
            sentence = _n("Sheet left out: {names}.", "Sheets left out: {names}.", len(names))
            sentences.append(sentence.format(names=few(names)))
        return sentences

    def understood(self) -> Understood:
        """Return what the record keeps of it."""
        first, *others = [part.layout.understood() for part in self.parts]
        return replace(first, more=tuple(others))

    def stretches(self, faults: Faults) -> Iterator[Stretch]:
        """Yield the ratings, a stretch for each sheet."""
        is_any = False
        for part in self.parts:
            if ratings := part.ratings(faults):
                is_any = True
                yield Stretch(self.meeting.tier, part.rater, ratings, part.sheet.name)
        if not is_any and not faults:
            faults.add(
                in_file(self.file, "table-empty", N_("There is no rating below the headings."))
            )

    def placed(self, which: Stretch, rating: Given, column: str, refusal: Refusal) -> Refusal:
        """Return a refusal with its place: the cell that names the person, or the sheet."""
        part = next(each for each in self.parts if each.sheet.name == which.sheet)
        return part.placed(rating, column, refusal)


def score_sheets(book: Book, meeting: Meeting, choices: Choices) -> ScoreSheets:
    """Return the score sheets in a file.

    Raises:
        Refusal: when there is none, one names no rater, or another one than is meant, or no tier is
            open.
    """
    kind = meeting.sheet_kind()
    fitting = [each for each in book.sheets if find_head(each.rows, each.merged, kind)[1]]
    if choices.sheet or len(fitting) < 2:
        parts, doubts = _one(book, meeting, choices)
    else:
        parts, doubts = _Several(book, meeting, choices).chosen(fitting)
    if not meeting.tier:
        raise in_file(
            book.file,
            "sheet-without-tier",
            N_("It is a score sheet, and no tier is open; open the tier that it is of first."),
        )
    titles: list[str] = []
    lines: list[Line] = []
    for part in parts:
        doubts += part.table.doubts
        titles += (*part.sheet.above, *titles_of(part.sheet.rows, part.table.head))
        lines += part.lines.values()
    doubts += (*title_doubts(titles, meeting), *section_doubts(lines, meeting))
    taken = {part.sheet.name for part in parts}
    left_out = [each.name for each in book.sheets if each.name not in taken]
    by_key: dict[str, Doubt] = {}
    for doubt in doubts:
        by_key.setdefault(doubt.key, doubt)
    once = tuple(by_key.values())
    return ScoreSheets(meeting, book.file, parts, left_out, once, book.digest)


def _one(book: Book, meeting: Meeting, choices: Choices) -> tuple[list[ScoreSheet], list[Doubt]]:
    """Return the one sheet that is meant, whose rater must be known."""
    part = score_sheet(book, meeting, choices, raters_beside(book))
    part.rater = rater_of(part) or meeting.rater
    if not part.rater:
        raise _unnamed(book)
    return [part], []


def _unnamed(book: Book) -> Refusal:
    return in_file(
        book.file,
        "rater-not-named",
        N_(
            "It is a score sheet that names no rater: write 评分人：name above the table, or "
            "give --rater CODE."
        ),
    )


@dataclass
class _Several:
    """Sheets of which each may be somebody's score sheet."""

    book: Book
    """The file."""
    meeting: Meeting
    """What is known before."""
    choices: Choices
    """What was answered before."""

    def chosen(self, fitting: Sequence[Sheet]) -> tuple[list[ScoreSheet], list[Doubt]]:
        """Return the sheets to be taken, each with its rater, and what is doubtful of that."""
        book, beside = self.book, raters_beside(self.book)
        parts = [
            score_sheet(replace(book, sheets=[each]), self.meeting, self.choices, beside)
            for each in fitting
        ]
        for part in parts:
            part.rater = rater_of(part)
        # A blank form that nobody filled in is nobody's.
        parts = [each for each in parts if each.rater or each.is_marked]
        raters = list(dict.fromkeys(each.rater for each in parts if each.rater))
        if not raters:
            return self._of_nobody(parts)
        if len(raters) == 1 and _overlap([each for each in parts if each.rater]):
            return _one(self.book, self.meeting, self.choices)
        doubts = [doubt for part in parts if (doubt := self._ask_of(part, raters))]
        return [each for each in parts if each.rater], doubts

    def _of_nobody(self, parts: list[ScoreSheet]) -> tuple[list[ScoreSheet], list[Doubt]]:
        """Ask about sheets none of which names a rater."""
        who = self.meeting.who
        people = [who.meant(each.sheet.name) for each in parts]
        if len(parts) > 1 and not self.meeting.rater and all(len(each) == 1 for each in people):
            for part, [person] in zip(parts, people, strict=True):
                part.rater = person.code
            names = few([_("“{name}”").format(name=shown(each.sheet.name)) for each in parts])
            question = _("No sheet names its rater; are the tabs called by them: {names}?")
            yes = Option(_TABS, _("yes, they are the raters"))
            return parts, [Doubt("tabs", question.format(names=names), (yes,), _TABS)]
        if len(parts) < 2 or _overlap(parts):
            return _one(self.book, self.meeting, self.choices)
        if not self.meeting.rater:
            raise _unnamed(self.book)
        names = few([_("“{name}”").format(name=shown(each.sheet.name)) for each in parts])
        question = _("The sheets {names} hold different people; are all of them one ballot?")
        options = [Option(_ALL, _("yes, all together"))]
        for each in parts:
            label = _("no, “{name}” alone").format(name=shown(each.sheet.name))
            options.append(Option(each.sheet.name, label))
        doubt = Doubt("sheet", question.format(names=names), tuple(options), "")
        answer = self.choices.answer(doubt) or _ALL
        for part in parts:
            part.rater = self.meeting.rater if answer in (_ALL, part.sheet.name) else ""
        return [each for each in parts if each.rater], [doubt]

    def _ask_of(self, part: ScoreSheet, raters: Sequence[str]) -> Doubt | None:
        """Ask about a sheet with marks that names no rater, while others do."""
        if part.rater:
            return None
        name = part.sheet.name
        options = [Option(_OUT, _("it is left out"))]
        for code in raters if len(raters) == 1 else ():
            label = _("it is of {rater} too").format(rater=with_code(self.meeting.roster[code]))
            options.append(Option(code, label))
        question = _("The sheet “{name}” names no rater, while others do; what is it?")
        proposed = _OUT if len(raters) > 1 else ""
        doubt = Doubt(f"sheet {name}", question.format(name=shown(name)), tuple(options), proposed)
        answer = self.choices.answer(doubt)
        part.rater = "" if answer == _OUT else answer
        return doubt


def _overlap(parts: Sequence[ScoreSheet]) -> bool:
    """Return whether somebody is on two of the sheets."""
    people = [part.people() for part in parts]
    return sum(map(len, people)) > len(set().union(*people))
