"""Ask about people of a roster who are unlike the others: a cell may be missing or have slipped.

Rule: docs/files.md, "What is doubtful".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.people import Person, Role, with_code
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.rules.scheme.tiers import Scope
from kaohe_tui.domain.text import few, name_key
from kaohe_tui.files.decode import shown
from kaohe_tui.files.roster.slips import slips
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Choices, Doubt, Option
from kaohe_tui.files.tables.head import without_brackets
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.words import folded
from kaohe_tui.words import N_, _

_AS_IT_IS = "-"
"""The answer that it is as the table says."""
_NO = "no"
"""The answer that it is not: the table has to be corrected."""
_WHOLE = "单位"
"""The heading below which the name of the whole bureau may stand for everybody."""
_SECTION = re.compile(".{2,}[科室股]|.+(?:中心|大队|支队)")
"""Names of sections, as hardly anybody is called."""
_POST = re.compile(".*(?:[局院校科股处所站队室部组]长|主任|员)")
"""Posts, as no section is called."""
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_APART = r"[大小老少中长幼甲乙丙丁戊一二三四\d０-９a-zA-Z]{1,2}"
"""What stands in brackets behind a name to tell namesakes apart, and belongs to it."""
_BESIDE = "男|女|兼|借[调用].*|挂职.*|退休.*|试用.*|主持.*|编外.*|聘用.*"
"""Words that stand behind a name without brackets and are none of it."""
_REMARK = re.compile(
    f"[{_HAN}·]+\\s*[(（\\[【〔](?!{_APART}[)）\\]】〕]).*[)）\\]】〕]"
    f"|[{_HAN}·]+(?:\\s+|[-—])(?:{_BESIDE})"
    f"|[{_HAN}]{{2,}}同志|[{_HAN}·]+[①-⑳]|[{_HAN}]{{1,2}}(?:\\s+[{_HAN}]{{1,2}})+"
)
"""A name with such a word beside it, or with blanks between its characters."""
_GONE = re.compile(
    "退休|离休|退养|内退|离岗|离职|辞职|辞退|开除|去世|病故|死亡|调[出离走往至任]|借[调用出]|挂职"
)
"""What a note says of people who may have no part."""
_TWO = re.compile(f"[{_HAN}]+\\s*[、，,;；]\\s*[{_HAN}].*")
"""Two names."""
_MANY = 8
"""Of so many people, or more, one who alone lacks what the others have is named."""


class Odd(NamedTuple):
    """Something that is asked about, and what is said where the answer is no."""

    doubt: Doubt
    """The question."""
    fault: Refusal
    """What is wrong with the file then, and what to write."""


def odd_people(people: Sequence[Person], lines: Mapping[str, Line]) -> list[Odd]:
    """Return what is doubtful of the people of a file.

    Args:
        people: everybody, as they were read.
        lines: code -> the line of each.
    """
    people = [person for person in people if person.role is not Role.UNIT]
    if not people:
        return []
    in_order = [lines[person.code] for person in people]
    return [
        *_one_section(people, in_order[0]),
        *_two_names(people, in_order),
        *_slipped(people, in_order),
    ]


def denied(oddities: Sequence[Odd], choices: Choices) -> list[Refusal]:
    """Return what is wrong with a file by what was answered about its people."""
    return [each.fault for each in oddities if choices.answers.get(each.doubt.key) == _NO]


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
        *_twice(people),
        *_left(people),
        *_number_missing(in_order),
        *_number_alone(left, in_order[-1].row.line),
    ]


def _two_names(people: Sequence[Person], lines: Sequence[Line]) -> Iterator[Odd]:
    """Ask about cells that may name two people."""
    for person, line in zip(people, lines, strict=True):
        if _TWO.fullmatch(person.name):
            name = shown(person.name)
            question = _("{cell}: is “{name}” one person?").format(
                cell=line.cell("name"), name=name
            )
            fault = line.fault(
                "name",
                "name-of-two",
                N_("“{name}” are two people: write a line for each, with a code of its own."),
                name=name,
            )
            answers = _("one person"), _("two people")
            yield _oddity(f"name {person.code}", question, answers, fault)


def _with_remarks(people: Sequence[Person]) -> Iterator[str]:
    """Name those with a remark beside their name: it is shown and printed with the name."""
    names = [person for person in people if _REMARK.fullmatch(person.name)]
    if names:
        yield _("These names are printed as they are written: {names}.").format(names=_names(names))


def _twice(people: Sequence[Person]) -> Iterator[str]:
    """Name people of one name, section and role: somebody may stand there twice."""
    alike: dict[tuple[str, str, Role], list[Person]] = {}
    for each in people:
        key = name_key(each.name), name_key(each.section), each.role
        alike.setdefault(key, []).append(each)
    twice = [each for several in alike.values() if len(several) > 1 for each in several]
    if twice:
        sentence = _(
            "One name, one section and one role: {names}. Does somebody stand there twice?"
        )
        yield sentence.format(names=_names(twice))


def _left(people: Sequence[Person]) -> Iterator[str]:
    """Name those of whom the clerk's note says that they retired or went away."""
    left = [each for each in people if _GONE.search(each.clerk_note)]
    if left:
        notes = [f"{with_code(each)} {shown(each.clerk_note)}" for each in left]
        sentence = _("They take part whatever their notes say: {people}.")
        yield sentence.format(people=few(notes))


def _one_section(people: Sequence[Person], line: Line) -> Iterator[Odd]:
    """Ask whether everybody is of one section where that may be the name of the whole bureau."""
    heading, _brackets = without_brackets(folded(line.columns.headings.get("section", "")))
    sections = {each.section for each in people if each.section}
    if heading == _WHOLE and len(sections) == 1 and len(people) > 1:
        section = shown(min(sections))
        question = _("Everybody belongs to the section “{section}”; is it so?")
        fault = line.fault(
            "section",
            "section-of-all",
            N_("“{section}” is the whole bureau: write everybody's section, or empty the column."),
            section=section,
        )
        answers = _("it is so"), _("no, it is the whole bureau")
        yield _oddity("one section", question.format(section=section), answers, fault)


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
    people = [person for person in people if person.role is not Role.UNIT]
    without = [each for each in people if not each.identity]
    if without and len(without) * _MANY <= len(people):
        yield _("No identity is given for: {names}.").format(names=_names(without))


def _slipped(people: Sequence[Person], lines: Sequence[Line]) -> Iterator[Odd]:
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
        cell, text = line.cell_at(column), shown(line.row.cells[column].strip())
        question = _("{cell} ({who}): is “{text}” in the right column?").format(
            cell=cell, who=line.person(), text=text
        )
        fault = line.fault(
            "",
            "cell-slipped",
            N_("“{text}” in {cell} is in the wrong column: put each cell of the line in its own."),
            text=text,
            cell=cell,
        )
        answers = _("it is"), _("no, in a wrong one")
        yield _oddity(f"slipped {people[at].code}", question, answers, fault)


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
        # A number that is merged over several lines, or shared by them, is no gap.
        if number not in (before, before + 1, 1):
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


def _oddity(key: str, question: str, answers: tuple[str, str], fault: Refusal) -> Odd:
    """Return a question with the answers that the table is right, and that it is not."""
    as_it_is, no = answers
    options = Option(_AS_IT_IS, as_it_is), Option(_NO, no)
    return Odd(Doubt(key, question, options, _AS_IT_IS), fault)
