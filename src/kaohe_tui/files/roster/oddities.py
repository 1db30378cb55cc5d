"""Ask about people of a roster who are unlike the others: a cell may be missing or have slipped.

Rule: docs/files.md, "What is doubtful".
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from kaohe_tui.domain.rules.people import Person, Role, with_code
from kaohe_tui.domain.rules.scheme import Scheme, Scope
from kaohe_tui.domain.text import few
from kaohe_tui.files.decode import shown
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.doubts import Doubt, Option
from kaohe_tui.words import _

_AS_IT_IS = "-"
"""The answer that it is as the table says."""
_MAY_SLIP = ("name", "section", "identity")
"""The columns in which a word of another column is looked for."""


def odd_people(people: Sequence[Person], lines: Mapping[str, Line]) -> list[Doubt]:
    """Return what is doubtful of the people of a file.

    Args:
        people: everybody, as they were read.
        lines: code -> the line of each.
    """
    in_order = [lines[person.code] for person in people]
    return [*_without_section(people), *_slipped(people, in_order)]


def remarks(people: Sequence[Person], lines: Mapping[str, Line], scheme: Scheme) -> list[str]:
    """Return what strikes the eye among the people of a file, and may well be so, in sentences.

    Args:
        people: everybody, as they were read.
        lines: code -> the line of each.
        scheme: the rules, which say who needs a supervising leader.
    """
    in_order = [lines[person.code] for person in people]
    return [*_without_leader(people, scheme), *_number_missing(in_order)]


def _without_section(people: Sequence[Person]) -> Iterator[Doubt]:
    """Ask about those without a section where others of their kind have one."""
    members = [each for each in people if each.role in (Role.STAFF, Role.MIDDLE)]
    without = [each for each in members if not each.section]
    if 0 < len(without) < len(members):
        question = _("No section: {names}; do they belong to none?").format(names=_names(without))
        yield _doubt("sections", question, _("they belong to none"))


def _without_leader(people: Sequence[Person], scheme: Scheme) -> Iterator[str]:
    """Name those whom no leader supervises where others of their section have one.

    Nobody is named where no tier goes by it, or where the clerk's note says something.
    """
    roles = {
        role for tier in scheme.tiers if tier.scope is Scope.SUPERVISED for role in tier.ratees
    }
    members = [each for each in people if each.role in roles]
    led = {each.section for each in members if each.supervisors}
    without = [
        each
        for each in members
        if not each.supervisors and each.section in led and not each.clerk_note
    ]
    if without:
        yield _("No supervising leader is given for: {names}.").format(names=_names(without))


def _slipped(people: Sequence[Person], lines: Sequence[Line]) -> Iterator[Doubt]:
    """Ask about a word that stands once in its column, and in another one for others.

    It is one that two cells exchanged: what the line has in that other column stands there once.
    """
    columns = lines[0].columns
    cells = list(zip_longest(*(line.row.cells for line in lines), fillvalue=""))
    counts = [Counter(map(str.strip, column)) for column in cells]
    once = [{text for text, count in each.items() if count == 1 and text} for each in counts]
    taken = columns.positions
    for column in _MAY_SLIP:
        at = taken.get(column)
        if at is None or at >= len(cells):
            continue
        for other in range(len(cells)):
            if other == at or (column == "name" and other == taken.get("supervisors")):
                continue
            for text in sorted(once[at] & counts[other].keys()):
                line = next(n for n, cell in enumerate(cells[at]) if cell.strip() == text)
                beside = cells[other][line].strip()
                if beside != text and counts[other][beside] == 1:
                    question = _("{cell} ({who}): is “{text}” in the right column?").format(
                        cell=lines[line].cell(column),
                        who=lines[line].person(),
                        text=shown(text),
                    )
                    yield _doubt(f"slipped {people[line].code} {column}", question, _("it is"))
                    break


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


def _names(people: Sequence[Person]) -> str:
    return few([*map(with_code, people)])


def _doubt(key: str, question: str, label: str) -> Doubt:
    return Doubt(key, question, (Option(_AS_IT_IS, label),), _AS_IT_IS)
