"""Read a roster (花名册) from any table that holds one. Rule: docs/files.md, "Roster"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from kaohe_tui.domain.refusal import Refusal
from kaohe_tui.domain.rules.pairs import goes_by_section, goes_by_supervisor
from kaohe_tui.domain.rules.people import Person, Role, Roster
from kaohe_tui.domain.rules.scheme.classes import Group
from kaohe_tui.domain.rules.scheme.scheme import Scheme
from kaohe_tui.domain.text import name_key, one_dot
from kaohe_tui.files.decode import in_file
from kaohe_tui.files.roster.oddities import Odd, denied, odd_people, remarks
from kaohe_tui.files.roster.role_words import Roles, groups_of
from kaohe_tui.files.roster.spelling import spelling
from kaohe_tui.files.roster.supervisors import Supervisors
from kaohe_tui.files.roster.taking_part import numbered, taking_part
from kaohe_tui.files.roster.which_section import Sections
from kaohe_tui.files.sheets.book import Book
from kaohe_tui.files.sheets.open_book import read_book
from kaohe_tui.files.tables.choosing import heading_missing
from kaohe_tui.files.tables.columns import Line
from kaohe_tui.files.tables.damaged_names import fault_of_name, fault_of_words
from kaohe_tui.files.tables.doubts import UNASKED, Choices, Doubt, Reading
from kaohe_tui.files.tables.faults import Faults
from kaohe_tui.files.tables.head import Kind
from kaohe_tui.files.tables.lines import LeftOut
from kaohe_tui.files.tables.row_kinds import RowKind
from kaohe_tui.files.tables.table import Table, understand
from kaohe_tui.files.tables.which_sheet import at_head
from kaohe_tui.files.tables.words import headings
from kaohe_tui.words import N_


@dataclass(frozen=True, slots=True)
class RosterReading(Reading[Roster]):
    """What was understood of a file as a roster."""

    is_numbered: bool = False
    """Whether the codes are the numbers of the lines (序号), for want of others."""


def read_roster(path: Path, scheme: Scheme, choices: Choices = UNASKED) -> Roster:
    """Return everybody in a file, in its order, each with the pinyin that finds them.

    Args:
        path: the file.
        scheme: the rules; what no tier asks for need not be in the file.
        choices: what was answered before.

    Raises:
        Refusal: naming everything that is wrong, or else everything that is doubtful.
    """
    return understand_roster(read_book(path), scheme, choices).taken(choices)


def understand_roster(book: Book, scheme: Scheme, choices: Choices) -> RosterReading:
    """Return what is understood of a file as a roster; see ``read_roster``.

    Raises:
        Refusal: naming everything that is wrong; what is doubtful is in the reading.
    """
    table = numbered(taking_part(understand(book, _kind(scheme), choices), choices))
    if not table.lines:
        raise in_file(book.file, "table-empty", N_("There is nobody below the headings."))
    _check_section(book, table, scheme)
    people = _People(scheme, choices, table.left_rows)
    people.read(table.lines)
    people.faults.check()
    roster = people.roster()
    people.faults.check()
    positions = table.columns.positions
    return RosterReading(
        file=book.file,
        value=roster,
        told=(*table.told(), *people.remarks()),
        doubts=(*table.doubts, *people.doubts()),
        digest=book.digest,
        understood=table.understood(),
        is_numbered="serial" in positions and positions["code"] == positions["serial"],
    )


def _check_section(book: Book, table: Table, scheme: Scheme) -> None:
    """Refuse a table that says nobody's section where a tier asks for it.

    Group headings may say it: that is asked about later.
    """
    is_needed = goes_by_section(scheme)
    has_groups = any(each.kind is RowKind.GROUP for each in table.left_rows)
    if is_needed and not has_groups and "section" not in table.columns.positions:
        sheet = next(each for each in book.sheets if each.name == table.sheet)
        refusal = heading_missing(_kind(scheme), "section")
        raise at_head(book.file, sheet, table.head, refusal)


def _kind(scheme: Scheme) -> Kind:
    """Return what a roster may hold, and what it must hold under a scheme."""
    required = ["code", "name", "role", *["supervisors"] * goes_by_supervisor(scheme)]
    required += ["identity"] * any(group.identity for group in scheme.groups)
    return Kind(
        known=_headings(scheme),
        required=tuple(required),
        who=("code", "name"),
        instead={"code": "serial"},
        asked=("section", "supervisors", "identity", *["groups"] * bool(scheme.groups)),
        own=("code", "name"),
        fits={"role": Roles(scheme, UNASKED).may_be_role},
    )


def _headings(scheme: Scheme) -> Mapping[str, str]:
    """Return the headings that are known: groups only where the scheme has any."""
    known = headings("roster")
    if scheme.groups:
        return known
    return {word: column for word, column in known.items() if column != "groups"}


@dataclass
class _People:
    """The people of a file, as their lines are read."""

    scheme: Scheme
    """The rules."""
    choices: Choices
    """What was answered before."""
    left: Sequence[LeftOut]
    """The lines that were left out."""
    faults: Faults = field(default_factory=Faults)
    """What is wrong."""

    def __post_init__(self) -> None:
        self._people: dict[str, Person] = {}
        self._lines: dict[str, Line] = {}
        self._whole: tuple[Person, ...] = ()
        self._oddities: list[Odd] = []
        self._sections = Sections(self._lines, self.left, self.choices)
        self._roles = Roles(self.scheme, self.choices)
        self._supervisors = Supervisors((), self.choices, self.scheme.role_words)

    def read(self, lines: Iterable[Line]) -> None:
        """Read all lines; supervisors are left for later, when everybody is known."""
        for line in lines:
            person = self.faults.trying(partial(self._person, line))
            if person is None:
                continue
            if earlier := self._lines.get(person.code):
                self.faults.add(_used_twice(line, person.code, earlier))
                continue
            self._people[person.code] = person
            self._lines[person.code] = line
        if not any(line.raw("role") for line in self._lines.values()):
            for line in self._lines.values():
                self.faults.trying(partial(line.filled, "role"))
        if not self.faults:
            self.faults.trying(lambda: _check_zeros(self._people.values(), self._lines))

    def roster(self) -> Roster:
        """Return everybody, with their supervisors, each section written in one way."""
        self._roles.settle()
        people = [
            replace(each, role=role) if (role := self._roles.answered(each.code)) else each
            for each in self._people.values()
        ]
        self._sections = Sections(self._lines, self.left, self.choices)
        people = self._sections.told(people)
        sections = written_sections(people)
        self._supervisors = Supervisors(tuple(people), self.choices, self.scheme.role_words)
        whole = []
        for person in people:
            line = self._lines[person.code]
            codes = self.faults.trying(partial(self._supervisors.of, line, person.code))
            section = sections[name_key(person.section)]
            if codes or section != person.section:
                person = replace(person, section=section, supervisors=codes or ())
            whole.append(person)
        self._whole = tuple(whole)
        self._oddities = odd_people(whole, self._lines)
        for fault in denied(self._oddities, self.choices):
            self.faults.add(fault)
        return Roster(self._whole)

    def doubts(self) -> list[Doubt]:
        """Return what is doubtful of the people: roles, sections, supervisors."""
        doubts = [*self._roles.doubts, *self._sections.doubts, *self._supervisors.doubts.values()]
        return [*doubts, *(each.doubt for each in self._oddities)]

    def remarks(self) -> list[str]:
        """Return what strikes the eye among the people, a sentence each."""
        return remarks(self._whole, self._lines, self.left, self.scheme)

    def _person(self, line: Line) -> Person:
        line.filled("name")
        name = line.undamaged("name", fault_of_name)
        person = person_of(line, name, lambda _line: Role.STAFF, self.scheme.groups)
        role = self._roles.of(line)
        if role is None:
            self._roles.later(person.code, name, line.text("role"))
        return person if role in (None, Role.STAFF) else replace(person, role=role)


def person_of(
    line: Line, name: str, role: Callable[[Line], Role], groups: Sequence[Group]
) -> Person:
    """Return the person of a line, without supervisors.

    Args:
        line: the line.
        name: the name, as it is read.
        role: tells the line's role.
        groups: the scheme's.
    """
    return Person(
        code=line.code("code"),
        name=one_dot(name),
        section=line.undamaged("section", fault_of_words),
        role=role(line),
        identity=line.undamaged("identity", fault_of_words),
        clerk_note=line.text("clerk_note"),
        spelling=spelling(name),
        groups=groups_of(line, groups) if groups else (),
    )


def _used_twice(line: Line, code: str, earlier: Line) -> Refusal:
    return line.fault(
        "code",
        "code-used-twice",
        N_("The code {code} is already used in line {line}; each person needs a different one."),
        code=code,
        line=earlier.row.line,
    )


def written_sections(people: Iterable[Person]) -> dict[str, str]:
    """Return how each section is written, by its comparison key: with the fewest spaces."""
    sections: dict[str, str] = {}
    for person in people:
        key = name_key(person.section)
        if key not in sections or len(person.section) < len(sections[key]):
            sections[key] = person.section
    return sections


def _check_zeros(people: Iterable[Person], line_of: Mapping[str, Line]) -> None:
    """Refuse a code that lost its leading zero, which Excel drops from a number."""
    numbers = [person for person in people if person.code.isdigit()]
    padded = [person.code for person in numbers if len(person.code) > 1 and person.code[0] == "0"]
    digits = {len(code) for code in padded}
    if len(digits) != 1:
        return
    for person in numbers:
        if len(person.code) < min(digits):
            raise line_of[person.code].fault(
                "code",
                "code-lost-zero",
                N_(
                    "The code {code} has fewer digits than others such as {other}: it may have "
                    "lost a zero; format the column as text and write {meant}."
                ),
                code=person.code,
                other=padded[0],
                meant=person.code.zfill(min(digits)),
            )
