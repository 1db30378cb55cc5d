"""Ask about people of a roster who are unlike the others: a cell may be missing or have slipped.

Rule: docs/files.md, "What is doubtful".
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from kaohe_tui.domain.rules.people import Person, with_code
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.slips import slips
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Doubt, Option
from kaohe_tui.files.tables.head import without_brackets
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import _

_AS_IT_IS = "-"
"""The answer that it is as the table says."""
_WHOLE = "单位"
"""The heading below which the name of the whole bureau may stand for everybody."""
_SECTION = re.compile(".{2,}[科室股]|.+(?:中心|大队|支队)")
"""Names of sections, as hardly anybody is called."""
_POST = re.compile(".*(?:[局院校科股处所站队室部组]长|主任|员)")
"""Posts, as no section is called."""
_LEFT = re.compile(
    "(?!此|该|其).*(?:退休|离休|退养|内退|离岗|离职|辞职|辞退"
    "|开除|去世|病故|调[出离走]|借[出调]|挂职|不参加|不考核)"
    r"(?:.*(?:人员|干部|职工|同志|名单))?\s*(?:[(（]?(?:共|计)?\s*\d+\s*人[)）]?)?"
)
"""A heading over people who may have no part."""
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_BESIDE = (
    "[男女]|党外.*|中共.*|.{1,4}族|少数民族"
    "|(?:挂职|借[调用]|主持|试用|见习|退休|离岗|兼|编外|聘用|临时).*"
)
"""Words beside a name that are none of it; those that tell namesakes apart (大, 小) may be."""
_REMARK = re.compile(f"[{_HAN}]+(?:\\s*[(（\\[【](?:{_BESIDE})[)）\\]】]|\\s+[男女])")
"""A name with such a word beside it."""
_TWO = re.compile(f"[{_HAN}]+\\s*[、，,;；]\\s*[{_HAN}].*")
"""Two names."""
_MANY = 8
"""Of so many people, or more, one who alone lacks what the others have is named."""


def odd_people(
    people: Sequence[Person], lines: Mapping[str, Line], left: Sequence[LeftOut]
) -> list[Doubt]:
    """Return what is doubtful of the people of a file.

    Args:
        people: everybody, as they were read.
        lines: code -> the line of each.
        left: the lines that were left out.
    """
    in_order = [lines[person.code] for person in people]
    return [
        *_without_part(people, in_order, left),
        *_one_section(people, in_order[0]),
        *_two_names(people, in_order),
        *_slipped(people, in_order),
    ]


def remarks(
    people: Sequence[Person],
    lines: Mapping[str, Line],
    left: Sequence[LeftOut],
    scheme: Scheme,
) -> list[str]:
    """Return what strikes the eye among the people of a file, and may well be so, in sentences.

    Args:
        people: everybody, as they were read.
        lines: code -> the line of each.
        left: the lines that were left out.
        scheme: the rules, which say who needs a supervising leader.
    """
    in_order = [lines[person.code] for person in people]
    return [
        *_without_leader(people, scheme),
        *_without_identity(people),
        *_with_remarks(people),
        *_number_missing(in_order),
        *_number_alone(left, in_order[-1].row.line),
    ]


def _without_part(
    people: Sequence[Person], lines: Sequence[Line], left: Sequence[LeftOut]
) -> Iterator[Doubt]:
    """Ask about people below a heading that says that they left, or have no part."""
    taken = {line.row.line for line in lines}
    # A note beside somebody's line is no heading over the next ones.
    parts = [
        each
        for each in left
        if each.kind in (RowKind.GROUP, RowKind.NOTE) and each.line not in taken
    ]
    ends = [*(each.line for each in parts[1:]), lines[-1].row.line + 1]
    for part, end in zip(parts, ends, strict=False):
        below = [
            person
            for person, line in zip(people, lines, strict=True)
            if part.line < line.row.line < end
        ]
        if below and _LEFT.fullmatch(part.text):
            question = _("Line {line}: do those below “{heading}” take part: {names}?").format(
                line=part.line, heading=shown(part.text), names=_names(below)
            )
            yield _doubt(f"group {part.line}", question, _("they do"))


def _two_names(people: Sequence[Person], lines: Sequence[Line]) -> Iterator[Doubt]:
    """Ask about cells that may name two people."""
    for person, line in zip(people, lines, strict=True):
        if _TWO.fullmatch(person.name):
            question = _("{cell}: is “{name}” one person?").format(
                cell=line.cell("name"), name=shown(person.name)
            )
            yield _doubt(f"name {person.code}", question, _("one person"))


def _with_remarks(people: Sequence[Person]) -> Iterator[str]:
    """Name those with a remark beside their name: it is shown and printed with the name."""
    names = [person for person in people if _REMARK.fullmatch(person.name)]
    if names:
        yield _("These names are printed as they are written: {names}.").format(names=_names(names))


def _one_section(people: Sequence[Person], line: Line) -> Iterator[Doubt]:
    """Ask whether everybody is of one section where that may be the name of the whole bureau."""
    heading, _brackets = without_brackets(folded(line.columns.headings.get("section", "")))
    sections = {each.section for each in people if each.section}
    if heading == _WHOLE and len(sections) == 1 and len(people) > 1:
        question = _("Everybody belongs to the section “{section}”; is it so?")
        yield _doubt("one section", question.format(section=shown(min(sections))), _("it is so"))


def _without_leader(people: Sequence[Person], scheme: Scheme) -> Iterator[str]:
    """Name those whom no leader supervises where others of their section have one.

    Nobody is named where no tier goes by it, or where the clerk's note says something.
    """
    tiers = [tier for tier in scheme.tiers if tier.scopes & {Scope.SUPERVISED, Scope.UNSUPERVISED}]
    members = [p for p in people if any(scheme.is_ratee(tier, p) for tier in tiers)]
    led = {each.section for each in members if each.supervisors}
    without = [
        each
        for each in members
        if not each.supervisors and each.section in led and not each.clerk_note
    ]
    if without:
        yield _("No supervising leader is given for: {names}.").format(names=_names(without))


def _without_identity(people: Sequence[Person]) -> Iterator[str]:
    """Name the few who have no identity where all others have one."""
    without = [each for each in people if not each.identity]
    if without and len(without) * _MANY <= len(people):
        yield _("No identity is given for: {names}.").format(names=_names(without))


def _slipped(people: Sequence[Person], lines: Sequence[Line]) -> Iterator[Doubt]:
    """Ask about lines in which cells may stand in the wrong column."""
    suspects = dict(slips(lines))
    taken = lines[0].columns.positions
    for at, person in enumerate(people):
        if _SECTION.fullmatch(person.name):
            suspects.setdefault(at, taken["name"])
        elif _POST.fullmatch(person.section):
            suspects.setdefault(at, taken["section"])
    for at, column in sorted(suspects.items()):
        line = lines[at]
        question = _("{cell} ({who}): is “{text}” in the right column?").format(
            cell=line.cell_at(column), who=line.person(), text=shown(line.row.cells[column].strip())
        )
        yield _doubt(f"slipped {people[at].code}", question, _("it is"))


def _number_missing(lines: Sequence[Line]) -> Iterator[str]:
    """Name a gap in the numbers of the lines: a line may be missing."""
    texts = [line.raw("serial").rstrip(".、") for line in lines]
    if not all(text.isdecimal() and len(text) < 6 for text in texts):
        return
    numbers = list(map(int, texts))
    if sorted(numbers) == list(range(1, len(numbers) + 1)):
        return
    before = 0
    for line, number in zip(lines, numbers, strict=True):
        if number not in (before + 1, 1):
            sentence = _("{cell} ({who}): {number} comes after {before}; is a line missing?")
            yield sentence.format(
                cell=line.cell("serial"), who=line.person(), number=number, before=before
            )
            return
        before = number


def _number_alone(left: Sequence[LeftOut], last: int) -> Iterator[str]:
    """Name lines between those of people in which nothing but a number stands."""
    alone = [str(each.line) for each in left if each.kind is RowKind.EMPTY and each.line < last]
    if alone:
        sentence = _("Nothing but a number stands in line {lines}; is somebody missing?")
        yield sentence.format(lines=few(alone))


def _names(people: Sequence[Person]) -> str:
    return few([*map(with_code, people)])


def _doubt(key: str, question: str, label: str) -> Doubt:
    return Doubt(key, question, (Option(_AS_IT_IS, label),), _AS_IT_IS)
